import { canTakeAnswer } from './fields.ts'
import { type Reading, readPage } from './find.ts'
import { contains, isElement, isInput, parentElement } from './flat.ts'
import type { Passage } from './lines.ts'
import { qrCandidatesOf } from './qr.ts'
import { elementOf } from './scope.ts'
import { beginningsIn, searchOf } from './search.ts'
import type { Prompt, QrCandidate, Work } from './types.ts'

export interface WatchOptions {
  /** Ends the watch and undoes all of it. */
  signal: AbortSignal
  /** Called with what stands there at first, and again whenever that is something else. */
  changed: (prompts: Prompt[], candidates: QrCandidate[]) => void
  work?: Work
}

/** How long one step may hold up the page, in milliseconds: half of a frame. */
const SLICE = 8
/** How long a page that keeps changing around its fields waits between two readings, in milliseconds. */
const REST = 200

const ATTRIBUTES = [
  'aria-hidden',
  'aria-label',
  'class',
  'data-enum-amount',
  'data-enum-answer',
  'data-enum-challenge',
  'data-enum-purse',
  'disabled',
  'hidden',
  'href',
  'inert',
  'open',
  'placeholder',
  'readonly',
  'slot',
  'src',
  'style',
  'type',
  'value',
]
/** Bits of `compareDocumentPosition`. */
const [BEFORE, BEHIND, AROUND, WITHIN] = [2, 4, 8, 16] as const
const MOVES = new Set(['class', 'style', 'hidden', 'open', 'inert', 'aria-hidden', 'slot'])

/**
 * Watches a living document. One observer hears what is added and changed; the document is queried once, at
 * the beginning, and from then on only what was added. Nothing happens while the tab is hidden.
 */
export function watchPrompts(document: Document, { signal, changed, work }: WatchOptions): void {
  if (signal.aborted) return
  const view = document.defaultView
  if (!view) return

  let fields = new Set<HTMLInputElement>()
  let marked = new Set<Element>()
  let observed = new WeakSet<Node>()
  /** The stretches of the page that the last reading covered. */
  let zones: Zone[] = []
  let reading: Generator<void, { reading: Reading; candidates: QrCandidate[] }> | undefined
  let dirty = false
  let frame = 0
  let timer = 0
  let lastRead = Number.NEGATIVE_INFINITY
  let reported: string | undefined
  const ids = new WeakMap<Element, number>()
  let nextId = 0

  const observer = new MutationObserver((records) => {
    for (const record of records) hear(record)
    if (dirty) schedule()
  })

  function observe(tree: Document | ShadowRoot): void {
    if (observed.has(tree)) return
    observed.add(tree)
    observer.observe(tree, {
      childList: true,
      subtree: true,
      characterData: true,
      attributes: true,
      attributeFilter: ATTRIBUTES,
    })
  }

  /** Takes in what a tree holds; says whether anything of it matters. */
  function take(tree: Document | ShadowRoot | Element): boolean {
    const found = beginningsIn(tree, work)
    for (const field of found.fields) fields.add(field)
    for (const element of found.marked) marked.add(element)
    for (const shadow of found.shadows) observe(shadow)
    return found.fields.length > 0 || found.marked.length > 0
  }

  function hear(record: MutationRecord): void {
    const { type, target, addedNodes, removedNodes } = record
    if (type === 'attributes') hearAttribute(target as Element, record.attributeName ?? '')
    else if (type === 'characterData') dirty ||= isNear(target)
    else {
      let matters = false
      for (const node of addedNodes) if (isElement(node) && node.isConnected) matters = take(node) || matters
      for (const node of removedNodes)
        matters ||= isElement(node) && [...fields].some((field) => node.contains(field))
      dirty ||= matters || (tells(addedNodes, removedNodes) && isNearChange(record))
    }
  }

  function isNearChange({ target, addedNodes, previousSibling, nextSibling }: MutationRecord): boolean {
    if (!isNear(target)) return false
    const places = [...addedNodes, previousSibling, nextSibling].filter((node) => node?.isConnected)
    return places.length === 0 || places.some((node) => node && isNear(node))
  }

  /** A challenge, a label, a picture: what could make or end a prompt. */
  function tells(...lists: NodeList[]): boolean {
    for (const list of lists) {
      for (const node of list) {
        if (
          node.nodeType === 3
            ? /\S/.test((node as Text).data)
            : isElement(node) && !/^(?:script|style|link|meta)$/.test(node.localName)
        )
          return true
      }
    }
    return false
  }

  function hearAttribute(target: Element, name: string): void {
    if (isInput(target)) {
      if (canTakeAnswer(target) || fields.has(target) || target.value) {
        if (target.isConnected) take(target)
        dirty = true
      }
      return
    }
    if (
      name.startsWith('data-enum-') ||
      (name === 'href' && /^enum:/i.test(target.getAttribute('href') ?? ''))
    ) {
      take(target)
      dirty = true
    } else if (MOVES.has(name)) {
      const around = parentElement(target) ?? target
      dirty ||= isNear(target) || [...fields].some((field) => contains(around, field))
    } else dirty ||= isNear(target)
  }

  /** Within, or around, a stretch of the page that was read. */
  function isNear(node: Node): boolean {
    return zones.some(({ first, last }) => {
      if (node.getRootNode() !== first.getRootNode() || node.getRootNode() !== last.getRootNode()) return true
      const [start, end] = [first.compareDocumentPosition(node), last.compareDocumentPosition(node)]
      return !(start & BEFORE && !(start & AROUND)) && !(end & BEHIND && !(end & WITHIN))
    })
  }

  function schedule(): void {
    if (frame || timer || document.hidden) return
    const wait = lastRead + REST - performance.now()
    if (wait > 0 && !reading) {
      timer =
        view?.setTimeout(() => {
          timer = 0
          schedule()
        }, wait) ?? 0
    } else frame = view?.requestAnimationFrame(run) ?? 0
  }

  function run(): void {
    frame = 0
    if (signal.aborted || document.hidden) return
    const until = performance.now() + SLICE
    if (!reading) {
      dirty = false
      reading = readAll()
    }
    for (;;) {
      const step = reading.next()
      if (step.done) {
        reading = undefined
        lastRead = performance.now()
        report(step.value.reading, step.value.candidates)
        if (dirty) schedule()
        return
      }
      if (performance.now() >= until) {
        frame = view?.requestAnimationFrame(run) ?? 0
        return
      }
    }
  }

  function* readAll(): Generator<void, { reading: Reading; candidates: QrCandidate[] }> {
    for (const set of [fields, marked])
      for (const element of set) if (!element.isConnected) set.delete(element as HTMLInputElement)
    const search = searchOf(document, { fields: inOrder(fields), marked: inOrder(marked) }, { work })
    const page = yield* readPage(search)
    zones = page.passages.flatMap(zoneOf)
    return { reading: page, candidates: qrCandidatesOf(search, page) }
  }

  function report({ prompts: found }: Reading, candidates: QrCandidate[]): void {
    const prompts = found.map(({ prompt }) => prompt)
    const idOf = (element: Element) => {
      const id = ids.get(element) ?? nextId++
      ids.set(element, id)
      return id
    }
    const now = JSON.stringify([
      prompts.map(({ fields: boxes, ...rest }) => [rest, boxes.map(idOf)]),
      candidates.map(({ picture, fields: boxes, ...rest }) => [
        rest,
        idOf(picture),
        (picture as HTMLImageElement).currentSrc,
        boxes.map(idOf),
      ]),
    ])
    if (now === reported) return
    reported = now
    changed(prompts, candidates)
  }

  function start(): void {
    fields = new Set()
    marked = new Set()
    observed = new WeakSet()
    observe(document)
    take(document)
    dirty = true
    schedule()
  }

  function stop(): void {
    observer.disconnect()
    if (frame) view?.cancelAnimationFrame(frame)
    if (timer) view?.clearTimeout(timer)
    frame = 0
    timer = 0
    reading = undefined
  }

  /** What becomes visible or is loaded without any change of the tree. */
  function settle({ target }: Event): void {
    if (document.hidden || fields.size === 0 || !target || !('nodeType' in target)) return
    const node = target as Node
    const around = isElement(node) ? (parentElement(node) ?? node) : node
    const late = isElement(node) && /^(?:link|style)$/.test(node.localName)
    if (late || isNear(node) || [...fields].some((field) => contains(around, field))) {
      dirty = true
      schedule()
    }
  }

  /** A script can give an element a shadow root without a trace; a user who works in it leaves one. */
  function meet(event: Event): void {
    for (const node of event.composedPath()) {
      if (!('nodeType' in node) || (node as Node).nodeType !== 11 || observed.has(node as Node)) continue
      observe(node as ShadowRoot)
      if (take(node as ShadowRoot)) dirty = true
    }
    if (dirty) schedule()
  }

  const quiet = { capture: true, passive: true, signal }
  for (const event of ['transitionend', 'animationend', 'load', 'toggle'])
    document.addEventListener(event, settle, quiet)
  for (const event of ['focusin', 'click']) document.addEventListener(event, meet, quiet)
  document.addEventListener('visibilitychange', () => (document.hidden ? stop() : start()), { signal })
  signal.addEventListener('abort', stop, { once: true })
  if (!document.hidden) start()
}

function inOrder<E extends Element>(elements: Set<E>): E[] {
  return [...elements].sort((a, b) => (a.compareDocumentPosition(b) & 4 ? -1 : 1))
}

interface Zone {
  first: Node
  last: Node
}

function zoneOf({ items }: Passage): Zone[] {
  const [first] = items
  const last = items.at(-1)
  return first && last ? [{ first: elementOf(first), last: elementOf(last) }] : []
}
