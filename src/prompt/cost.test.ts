/** What a search and a watch may cost, counted: nodes, styles and queries, and what lies between two pauses. */
import { afterEach, expect, test, vi } from 'vitest'
import { readPage } from './find.ts'
import { findPrompts, type Work, watchPrompts } from './index.ts'
import { AHEAD, BACK, MANY_FIELDS, MANY_NODES, MOST_HEARD, MOST_PROMPTS } from './limits.ts'
import { beginningsIn, searchOf } from './search.ts'
import { drain } from './steps.ts'

const FILLER = '<div><h3>Entry</h3><p>Some <b>bold</b> words, 10000000 and a <a href="#">link</a>.</p></div>'
const ROW = '<tr><td>Response</td><td><input></td></tr>'
const prompt = (challenge: number): string =>
  `<form><table><tr><td>Amount</td><td>25.00 WMZ</td></tr><tr><td>To purse</td><td>Z123456789012</td></tr><tr><td>Challenge</td><td>${challenge}</td></tr>${ROW}</table></form>`

const none = (): Work => ({ queries: 0, nodes: 0, styles: 0 })

let stop = new AbortController()
afterEach(() => {
  stop.abort()
  stop = new AbortController()
  // Back to the browser's own.
  delete (document as { hidden?: boolean }).hidden
  document.body.innerHTML = ''
})

/** Puts the page there and says how many nodes it has. */
function render(html: string): number {
  document.body.innerHTML = html
  const walker = document.createTreeWalker(document)
  let nodes = 0
  while (walker.nextNode()) nodes++
  return nodes
}

function costOf(html: string): { found: string[]; work: Work; nodes: number } {
  const nodes = render(html)
  const work = none()
  return { found: findPrompts(document, { work }).map(({ challenge }) => challenge), work, nodes }
}

test('a page of 50,000 nodes without a field costs one query', () => {
  const { work, nodes } = costOf(FILLER.repeat(5000))
  expect(nodes).toBeGreaterThan(50_000)
  expect(work).toEqual({ queries: 1, nodes: 0, styles: 0 })
})

test('a prompt costs the same on a page of 50,000 nodes as on a small one, wherever it stands', () => {
  const small = costOf(FILLER.repeat(60) + prompt(12345678) + FILLER.repeat(60))
  const large = costOf(FILLER.repeat(2500) + prompt(12345678) + FILLER.repeat(2500))
  expect(large.nodes).toBeGreaterThan(50_000)
  expect(large.found).toEqual(['12345678'])
  expect(large.work).toEqual(small.work)
})

test('several prompts on a page of 50,000 nodes cost what stands around each of them', () => {
  const numbers = [0, 1, 2, 3, 4, 5, 6, 7].map((at) => 30_000_000 + at)
  const { found, work, nodes } = costOf(numbers.map((at) => prompt(at) + FILLER.repeat(650)).join(''))
  expect(nodes).toBeGreaterThan(50_000)
  expect(found).toEqual(numbers.map(String))
  expect(work.nodes).toBeLessThanOrEqual(numbers.length * 2 * (BACK + AHEAD))
  expect(work.styles).toBeLessThanOrEqual(numbers.length * 50)
})

test.each([
  ['5,000 rows of answers without a number', `<table>${ROW.repeat(5000)}</table>`, 0],
  ['1,000 prompts', Array.from({ length: 1000 }, (_, at) => prompt(30_000_000 + at)).join(''), MOST_PROMPTS],
  [
    '1,000 marked challenges',
    Array.from(
      { length: 1000 },
      (_, at) => `<form><p data-enum-challenge="${30_000_000 + at}">x</p><input></form>`,
    ).join(''),
    MOST_PROMPTS,
  ],
  [
    '20,000 marked challenges and one field',
    `${'<p data-enum-challenge="1234">x</p>'.repeat(20_000)}<input>`,
    1,
  ],
  ['25,000 lines', `${'line 1234<br>'.repeat(25_000)}Challenge: 12345678<br>Response <input>`, 1],
  ['a text of 1.5 MB', `${'word 1234 '.repeat(150_000)}<p>Challenge: 12345678</p>Response <input>`, 1],
])('%s: no node is visited more than twice', (_, html, prompts) => {
  const { found, work, nodes } = costOf(html)
  expect(found.length).toBe(prompts)
  expect(work.nodes).toBeLessThanOrEqual(2 * nodes)
})

test('a reading pauses before it has visited or styled more than fits into a part of a frame', () => {
  render(
    Array.from({ length: 400 }, (_, at) => prompt(30_000_000 + at) + FILLER.repeat(at % 30)).join('') +
      `<table>${ROW.repeat(1000)}</table>`,
  )
  const work = none()
  const search = searchOf(document, drain(beginningsIn(document)), { work })
  const steps = readPage(search)
  let last = { ...work }
  const most = none()
  while (!steps.next().done) {
    most.nodes = Math.max(most.nodes, work.nodes - last.nodes)
    most.styles = Math.max(most.styles, work.styles - last.styles)
    last = { ...work }
  }
  expect(search.groups.length).toBeGreaterThan(300)
  expect(most.nodes).toBeLessThanOrEqual(BACK + MANY_NODES)
  expect(most.styles).toBeLessThanOrEqual(100)
})

test('a reading pauses before it has measured more than a few fields', () => {
  render(`<table>${ROW.repeat(5000)}</table>`)
  const measured = vi.spyOn(Element.prototype, 'getBoundingClientRect')
  const search = searchOf(document, drain(beginningsIn(document)))
  const steps = readPage(search)
  let most = 0
  while (!steps.next().done) {
    most = Math.max(most, measured.mock.calls.length)
    measured.mockClear()
  }
  measured.mockRestore()
  expect(search.groups.length).toBeGreaterThan(1000)
  expect(most).toBeGreaterThan(0)
  expect(most).toBeLessThanOrEqual(2 * MANY_FIELDS)
})

/** A watch of the page that is there, when it has told what it found first. */
async function watched(): Promise<{ work: Work; told: string[][]; next: () => Promise<void> }> {
  const work = none()
  const told: string[][] = []
  let heard = () => {}
  const next = () =>
    new Promise<void>((resolve) => {
      heard = resolve
    })
  const first = next()
  watchPrompts(document, {
    signal: stop.signal,
    work,
    changed({ prompts }) {
      told.push(prompts.map(({ challenge }) => challenge))
      heard()
    },
  })
  await first
  return { work, told, next }
}

/** Until the browser has drawn twice and a watch that had something to say would have said it. */
const drawn = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 250))))

test('what is added to a living page is asked once, and the page never again', async () => {
  render(FILLER.repeat(5000) + prompt(12345678))
  const { work, told, next } = await watched()
  expect(told).toEqual([['12345678']])
  const before = { ...work }
  const more = document.createElement('div')
  more.innerHTML = FILLER.repeat(5000) + prompt(87654321)
  const heard = next()
  document.body.append(more)
  await heard
  expect(told.at(-1)).toEqual(['12345678', '87654321'])
  expect(work.queries - before.queries).toBe(1)
  expect(work.nodes - before.nodes).toBeLessThanOrEqual(2 * 2 * (BACK + AHEAD))
})

test('more changes than anybody can look at are met by one look at the page', async () => {
  render(`<p id="log">0</p>${prompt(12345678)}`)
  const { work, told, next } = await watched()
  const before = { ...work }
  const log = document.querySelector('#log')!.firstChild as Text
  const heard = next()
  for (let at = 0; at <= MOST_HEARD; at++) log.data = String(at)
  document.querySelector('form')!.remove()
  await heard
  expect(told.at(-1)).toEqual([])
  expect(work.queries - before.queries).toBe(1)
})

test('nothing is done while the tab is hidden, and what happened meanwhile is found when it is shown', async () => {
  render('<p>Hello</p>')
  const { work, told, next } = await watched()
  let hidden = true
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
  document.dispatchEvent(new Event('visibilitychange'))
  const before = { ...work }
  document.body.insertAdjacentHTML('beforeend', prompt(12345678))
  document.querySelector('input')!.focus()
  document.querySelector('form')!.dispatchEvent(new Event('transitionend', { bubbles: true }))
  await drawn()
  expect(work).toEqual(before)
  expect(told).toEqual([[]])
  const heard = next()
  hidden = false
  document.dispatchEvent(new Event('visibilitychange'))
  await heard
  expect(told.at(-1)).toEqual(['12345678'])
})
