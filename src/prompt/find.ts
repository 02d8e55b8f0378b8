import { isCovered } from './cover.ts'
import { attributeWords, calledAnswer, type Group } from './fields.ts'
import { before, common, contains, isElement, isInput, isText, parent } from './flat.ts'
import { loginPrompts, MERCHANT_FIELD } from './keeper.ts'
import { MANY_FIELDS, MOST_FIELDS, MOST_PROMPTS } from './limits.ts'
import { type Item, type Passage, readPassages } from './lines.ts'
import { type EnumLink, enumLinks } from './links.ts'
import { markedPrompts } from './markup.ts'
import { type SaidMode, saidMode } from './mode.ts'
import { type Money, readMoney, settle } from './money.ts'
import { elementOf, headOf, indexOf, scopeOf } from './scope.ts'
import { note, type Search, sortFields } from './search.ts'
import { drain } from './steps.ts'
import {
  answerFields,
  challengeNumbers,
  type LabelledField,
  type LabelledNumber,
  mayGoUnnamed,
  ownLabels,
  type Pair,
  pairsIn,
} from './text.ts'
import type { Doubt, Prompt } from './types.ts'
import {
  ABOUT_ENUM,
  ANSWER,
  ANSWER_STRONG,
  CONTACT_WORD,
  fieldWords,
  has,
  plain,
  QUESTION,
  QUESTION_STRONG,
  RECIPIENT_WORD,
} from './words.ts'

/** A prompt with where it was found. */
export interface Found {
  prompt: Prompt
  group: Group
  element: Element
  passage: Passage | undefined
  pair: Pair | undefined
  /** What holds the challenge: no two prompts have it from the same place. */
  place?: Node
}

/** All prompts of a search, surest carrier first for each field, in reading order. */
export function promptsOf(search: Search): Prompt[] {
  return drain(readPage(search)).prompts.map(({ prompt }) => prompt)
}

/** What was read of a page. */
export interface Reading {
  prompts: Found[]
  passages: Passage[]
  /** A prompt was left out because something lies over it. */
  covered: boolean
}

/** Something lies over its field or its challenge. */
function hidesUnder({ element, group }: Found, search: Search): boolean {
  if (!isCovered(group.first, search.sight) && !isCovered(element, search.sight)) return false
  note(search, () => ({
    carrier: 'field',
    outcome: 'refused',
    reason: 'hidden',
    message: 'The prompt cannot be seen: something lies over its field or its number.',
    element: group.first,
  }))
  return true
}

/** Reads a page in steps, each some dozens of microseconds to a few milliseconds long. */
export function* readPage(search: Search): Generator<void, Reading> {
  const known = new Map<HTMLInputElement, boolean>()
  const promises = (field: HTMLInputElement): boolean => {
    const promise = known.get(field) ?? isPromising(field, search)
    known.set(field, promise)
    return promise
  }
  yield* sortFields(search, promises, (field) => isCalledAnswer(field, search))
  if (search.groups.length === 0) return { prompts: [], passages: [], covered: false }
  const drafts = [...(yield* markedPrompts(search)), ...loginPrompts(search)]
  const named = new Set(drafts.map(({ group }) => group.first))
  const promising: Group[] = []
  for (const [at, group] of search.groups.entries()) {
    if (at % MANY_FIELDS === MANY_FIELDS - 1) yield
    const enough = promising.length >= MOST_FIELDS && !named.has(group.first)
    if (enough && (promising.length >= 2 * MOST_FIELDS || !isCalledAnswer(group.first, search))) continue
    if (named.has(group.first) || promises(group.first)) promising.push(group)
    else
      note(search, () => ({
        carrier: 'field',
        outcome: 'refused',
        reason: 'other-field',
        message: 'This field is for something else by its label, its name or its purpose.',
        element: group.first,
      }))
  }
  search.promising = new Set(promising)
  const passages = yield* readPassages(search, promising)
  const found: Found[] = []
  for (const draft of drafts) {
    if (found.some(({ group }) => group.first === draft.group.first)) continue
    found.push({ ...draft, passage: passageOf(passages, draft.group), pair: undefined })
  }
  for (const passage of passages) {
    yield
    if ((yield* speaks(passage)) || found.some((one) => one.passage === passage))
      yield* readPassage(passage, found, search)
  }
  for (const one of found) {
    yield* complete(one, found, search)
  }
  const open: Found[] = []
  for (const one of found) {
    yield
    if (!hidesUnder(one, search)) open.push(one)
  }
  const order = new Map(search.groups.map((group, at) => [group.first, at]))
  open.sort((a, b) => (order.get(a.group.first) ?? 0) - (order.get(b.group.first) ?? 0))
  for (const { prompt, element } of open) {
    note(search, () => ({
      carrier: prompt.source === 'uri' ? 'link' : prompt.source === 'markup' ? 'markup' : 'text',
      outcome: 'found',
      reason: 'prompt',
      element,
      message: `A prompt in ${prompt.mode} mode.`,
    }))
  }
  return { prompts: open, passages, covered: open.length < found.length }
}

/** Whether anything in the passage could be said of a challenge or its answer: cheap, before anything is looked at. */
function* speaks({ items, groups, links }: Passage): Generator<void, boolean> {
  if (links.length > 0) return true
  if (groups.some(({ first }) => attributeWords(first) === 'answer' || isMerchant(first))) return true
  for (const item of items) {
    yield
    if (item.kind === 'field') {
      const text = plain(wordsInAttributes(item.group))
      if (SAID.some((list) => has(list, text))) return true
    } else if (item.kind === 'line') {
      if (item.input || item.question >= 2 || item.ofEnum) return true
      if (ANSWERED.some((list) => has(list, item.rawPlain))) return true
    }
  }
  return false
}

const ANSWERED = [ANSWER, ANSWER_STRONG]
const SAID = [QUESTION, QUESTION_STRONG, ...ANSWERED, ABOUT_ENUM]

function wordsInAttributes({ first }: Group): string {
  const ids = first.getAttribute('aria-labelledby')
  return `${first.placeholder} ${first.title} ${first.getAttribute('aria-label') ?? ''} ${ids ? 'response' : ''}`
}

const isMerchant = (field: HTMLInputElement): boolean =>
  field.id === MERCHANT_FIELD || field.name === MERCHANT_FIELD

/** Whether a field's own words leave open that it takes an answer: only then is the page around it read. */
function isPromising(field: HTMLInputElement, search: Search): boolean {
  if (isMerchant(field)) return true
  const own = [...ownLabels(field, search), field.placeholder]
  const words = own.filter((text) => text.trim() !== '').map(fieldWords)
  if (words.some((word) => word.is === 'answer' && word.strength >= 2)) return true
  if (words.some(({ is }) => is === 'other')) return false
  return attributeWords(field) !== 'other' || words.length === 0
}

/** Whether the field's own words, or the ones right before it, call it an answer: worth a look among very many. */
function isCalledAnswer(first: HTMLInputElement, search: Search): boolean {
  if (attributeWords(first) === 'answer' || isMerchant(first)) return true
  if ([...ownLabels(first, search), first.placeholder, first.title].some(calledAnswer)) return true
  let node = before(first, isInput)
  for (let steps = 0; node && !isInput(node) && steps < 8; steps++, node = before(node, isInput))
    if (isText(node) && /\p{L}/u.test(node.data)) return calledAnswer(node.data.slice(-200))
  return false
}

const passageOf = (passages: Passage[], group: Group): Passage | undefined =>
  passages.find((passage) =>
    passage.items.some((item) => item.kind === 'field' && group.fields.includes(item.group.first)),
  )

/** Links and labelled text in one passage. */
function* readPassage(passage: Passage, found: Found[], search: Search): Generator<void> {
  const linked: (LabelledNumber & { link?: EnumLink })[] = []
  for (const link of enumLinks(passage, search)) {
    const index = indexOf(passage, link.element)
    if (index >= 0)
      linked.push({
        strength: 3,
        challenge: link.challenge,
        seen: link.challenge,
        element: link.element,
        place: link.element,
        index,
        link,
      })
  }
  if (linked.length === 0 && !passage.items.some((item) => item.kind === 'line' && /[0-9]{1}/.test(item.raw)))
    return
  const fields = yield* answerFields(passage, search)
  const merchant = fields.find(({ group }) => isMerchant(group.first))
  if (merchant) merchant.strength = 3
  let numbers = yield* challengeNumbers(passage, search)
  const taken = new Set(found.map(({ group }) => group.first))
  let byText = yield* pairsIn(passage, search, fields, numbers)
  const open = fields.filter((field) => field.strength >= 2 && !byText.some((pair) => pair.field === field))
  if (open.some((field) => !taken.has(field.group.first) && mayGoUnnamed(field, passage, search))) {
    numbers = yield* challengeNumbers(passage, search, true)
    byText = yield* pairsIn(passage, search, fields, numbers)
  }
  const byLink = yield* pairsIn(passage, search, fields, linked)
  for (const one of found) {
    if (one.passage !== passage) continue
    one.pair = byText.find(({ field }) => field.group === one.group) ?? one.pair
  }
  const pairs = fields.flatMap(({ group }) => {
    if (taken.has(group.first)) return []
    const link = byLink.find(({ field }) => field.group === group)
    const text = byText.find(({ field }) => field.group === group)
    return link ? [{ ...link, text }] : text ? [{ ...text, text }] : []
  })
  for (const rivals of byNumber(pairs)) {
    if (found.length >= MOST_PROMPTS) break
    const strongest = Math.max(...rivals.map(({ field }) => field.strength))
    const equal = nearest(rivals.filter(({ field }) => field.strength === strongest))
    const [best] = equal
    if (!best) continue
    const other = found.find(
      ({ prompt, place }) =>
        place === best.number.place ||
        (prompt.source === 'markup' && prompt.challenge === best.number.challenge),
    )
    // One challenge has one answer: the surer source keeps it, then the surer field.
    if (other) {
      if (other.prompt.source === 'markup' || (other.pair?.field.strength ?? 0) >= best.field.strength)
        continue
      found.splice(found.indexOf(other), 1)
    }
    const { link } = best.number as LabelledNumber & { link?: EnumLink }
    const doubts: Doubt[] = []
    if (equal.length > 1) doubts.push(fieldDoubt(equal.map(({ field }) => field)))
    const prompt: Prompt = {
      mode: link?.mode ?? 'authorization',
      challenge: best.number.challenge,
      source: link ? 'uri' : 'text',
      fields: equal.length > 1 ? equal.map(({ field }) => field.group.first) : best.field.group.fields,
      doubts,
    }
    if (link) {
      prompt.doubts.push(...link.doubts)
      if (link.transaction) prompt.transaction = link.transaction
      if (link.purse !== undefined) prompt.seen = { purse: link.purse }
    }
    found.push({
      prompt,
      group: best.field.group,
      element: best.number.element,
      passage,
      pair: best.text ?? best,
      place: best.number.place,
    })
  }
}

/** The pairs by the number they share: one number is one prompt, whatever fields could take its answer. */
function byNumber<P extends Pair>(pairs: P[]): P[][] {
  const places: P[][] = []
  for (const pair of pairs) {
    const same = places.find(
      ([first]) =>
        first?.number.challenge === pair.number.challenge && first.number.index === pair.number.index,
    )
    if (same) same.push(pair)
    else places.push([pair])
  }
  return places
}

/** The fields that stand closest to the number: those that share the smallest element with it. */
function nearest<P extends Pair>(pairs: P[]): P[] {
  const places = pairs.map(({ number, field }) => common(number.element, field.group.first))
  return pairs.filter((_, at) => {
    const own = places[at]
    return !own || places.every((place) => place === own || !place || !contains(own, place))
  })
}

/** Which of several fields takes the answer: `fields` and the choices are in the same order. */
function fieldDoubt(fields: LabelledField[]): Doubt {
  const names = fields.map(
    ({ label, group: { first } }) => label.trim() || first.placeholder || first.name || first.id,
  )
  return { about: 'field', seen: names, choices: names.map((name, at) => `${at + 1}. ${name}`.trim()) }
}

/** Adds mode, money and account from the page, and a doubt for what disagrees. */
export function* complete(one: Found, all: Found[], search: Search): Generator<void> {
  const { prompt, passage } = one
  if (!passage) return
  const own = all.indexOf(one)
  // Of very many, only those beside this one can take anything from it.
  const beside = all.length > 12 ? all.slice(Math.max(0, own - 3), own + 4) : all
  const others = beside
    .filter((other) => other !== one)
    .flatMap(({ element, group }) => [element, group.first])
  const field = passage.items.findIndex((item) => item.kind === 'field' && item.group === one.group)
  const items = scopeOf(passage, field, [one.element, one.group.first], others, search)
  const near = items.findIndex((item) => item.kind === 'field' && item.group === one.group)
  const money = nearestMoney(one, yield* readMoney(items, search))
  if (one.pair && prompt.challenge !== one.pair.number.challenge && one.pair.number.strength >= 2) {
    prompt.doubts.push({
      about: 'conflict',
      seen: [prompt.challenge, one.pair.number.seen],
      choices: [prompt.challenge, one.pair.number.challenge],
    })
  }
  if (prompt.source === 'text') {
    const head = headOf(passage, items, others)
    yield* textMode(one, [...head, ...items], near + head.length, money, search)
  } else if (prompt.mode === 'payment') {
    const together = common(one.element, one.group.first)
    compare(prompt, money, (element) => together !== null && contains(together, element))
  }
  if (prompt.source === 'markup' && passage.links.length > 0)
    for (const link of linksIn(items, enumLinks(passage, search))) compareLink(prompt, link)
  if (prompt.mode === 'authorization') {
    const seen = seenMoney(money)
    if (seen) prompt.seen = seen
  }
  if (prompt.source !== 'qr') prompt.doubts.push(...generatedDoubts(one, money, search))
  if (prompt.account === undefined) {
    const account = accountIn(items, near < 0 ? items.length : near)
    if (account) prompt.account = account
  }
}

/** The purse and the amount in the smallest element around the prompt that has both: a page has other sums, too. */
function nearestMoney({ element, group }: Found, money: Money): Money {
  const isWhole = ({ purses, amounts }: Money) =>
    purses.some(({ role }) => role !== 'sender') && amounts.some(({ role }) => role !== 'other')
  if (!isWhole(money)) return money
  for (let around = common(element, group.first); around; around = parent(around)) {
    const place = around
    const within: Money = {
      purses: money.purses.filter((one) => contains(place, one.element)),
      amounts: money.amounts.filter((one) => contains(place, one.element)),
    }
    if (isWhole(within)) return within
  }
  return money
}

/** The mode by the words within the smallest element around the prompt that has any, if none further off are plainer. */
function nearestMode({ element, group }: Found, items: Item[], near: number, search: Search): SaidMode {
  const said = saidMode(items, near, '')
  const field = items[near]
  for (let at = common(element, group.first); at; at = parent(at)) {
    const place = at
    const within = items.filter((item) => contains(place, elementOf(item)))
    const name = isElement(at) && at.matches(NAMED) ? (ownLabels(at as HTMLElement, search)[0] ?? '') : ''
    const inside = saidMode(within, field ? within.indexOf(field) : -1, name)
    if (inside) {
      if (said?.inSoManyWords && !inside.inSoManyWords) return said
      return said?.mode === inside.mode && said.sure ? said : inside
    }
    if (within.length === items.length && name === '') break
  }
  return said
}

const NAMED = 'form,dialog,section,fieldset,[role=form],[role=dialog],[role=region],[role=group]'

function* textMode(one: Found, items: Item[], near: number, money: Money, search: Search): Generator<void> {
  const { prompt, group, passage } = one
  const merchant = isMerchant(group.first)
  if (merchant) prompt.source = 'markup'
  const said = merchant
    ? ({ mode: 'payment', sure: true, inSoManyWords: true } as const)
    : nearestMode(one, items, near, search)
  if (said?.mode !== 'payment') return
  let settled = settle(money)
  const whole =
    (settled.purse ??
      settled.doubts.find(({ about, choices }) => about === 'purse' && choices.length > 0)) !== undefined
  if (!whole && said.sure && passage) settled = settle(nearestMoney(one, yield* moneyOf(passage, search)))
  const hasMoney = settled.purse !== undefined && settled.amount !== undefined
  if (!said.sure && !hasMoney && settled.doubts.some(({ seen }) => seen.length === 0)) return
  prompt.mode = 'payment'
  if (settled.purse !== undefined && settled.amount !== undefined)
    prompt.transaction = { purse: settled.purse, amount: settled.amount }
  else if (settled.purse !== undefined) prompt.seen = { purse: settled.purse }
  else if (settled.amount !== undefined) prompt.seen = { amount: settled.amount }
  prompt.doubts.push(...settled.doubts)
  if (settled.currency !== undefined) prompt.currency = settled.currency
}

/** All that one passage says of money, for several prompts that say nothing of it themselves. */
const moneyIn = new WeakMap<Passage, Money>()

function* moneyOf(passage: Passage, search: Search): Generator<void, Money> {
  const money = moneyIn.get(passage) ?? (yield* readMoney(passage.items, search))
  moneyIn.set(passage, money)
  return money
}

/** Digits that the style sheet writes beside the challenge, the purse or the amount: a reader takes them for part of it. */
function generatedDoubts({ prompt, element }: Found, money: Money, search: Search): Doubt[] {
  const { challenge, transaction, mode } = prompt
  const places: [string, Element][] = [[challenge, element]]
  if (mode === 'payment' && transaction) {
    for (const { purse, element: at } of money.purses)
      if (purse === transaction.purse) places.push([purse, at])
    for (const { amount, element: at } of money.amounts)
      if (amount === transaction.amount) places.push([amount, at])
  }
  return places.flatMap(([text, at]) => {
    const written = generatedDigits(at, search)
    return written === '' ? [] : [{ about: 'conflict' as const, seen: [text, written], choices: [text] }]
  })
}

/** What `::before` and `::after` add to the element or to the inline elements around it, where that has or counts digits. */
function generatedDigits(element: Element, search: Search): string {
  for (let at: Element | null = element, level = 0; at && level < 3; at = at.parentElement, level++) {
    if (/^(?:form|body|html|table|main|section)$/.test(at.localName)) break
    for (const pseudo of ['::before', '::after']) {
      const content = search.sight.style(at, pseudo)?.content ?? ''
      if (/\p{Nd}|\b(?:counters?|attr)\(/u.test(content.replaceAll(/\burl\([^)]*\)/g, '')))
        return content.replace(/^["'](.*)["']$/s, '$1')
    }
  }
  return ''
}

/** The page's words beside what the surer source says: what differs is a conflict. */
function compare(prompt: Prompt, money: Money, tight: (element: Element) => boolean): void {
  // Sums without a name count only right beside the prompt: elsewhere a page has prices of its own.
  const beside: Money = {
    purses: money.purses.filter(({ role, element }) => role !== 'purse' || tight(element)),
    amounts: money.amounts.filter(
      ({ role, element }) => role !== 'charged' && ((role !== 'bare' && role !== 'total') || tight(element)),
    ),
  }
  const { purse, amount, currency, doubts } = settle(beside)
  if (currency !== undefined && prompt.currency === undefined) prompt.currency = currency
  const stated = prompt.transaction
  if (!stated) return
  const differs = (here: string, seen: string[], choices: string[]) => {
    if (seen.length === 0 || choices.includes(here)) return
    prompt.doubts.push({ about: 'conflict', seen: [here, ...seen], choices: [here, ...choices] })
  }
  const openPurse = doubts.find(({ about }) => about === 'purse' || about === 'conflict')
  if (purse !== undefined) differs(stated.purse, [purse], [purse])
  else if (openPurse) differs(stated.purse, openPurse.seen, openPurse.choices)
  const openAmount = doubts.find(({ about }) => about === 'amount')
  if (amount !== undefined) differs(stated.amount, [amount], [amount])
  else if (openAmount) differs(stated.amount, openAmount.seen, openAmount.choices)
}

function linksIn(items: Item[], links: EnumLink[]): EnumLink[] {
  return links.filter(({ element }) =>
    items.some((item) =>
      item.kind === 'line'
        ? item.pieces.some(({ node }) => contains(element, node))
        : item.kind === 'picture' && contains(element, item.element),
    ),
  )
}

/** The address in a link beside the prompt: what differs is a conflict. */
function compareLink(prompt: Prompt, link: EnumLink): void {
  const { transaction } = prompt
  const pairs: [string | undefined, string | undefined][] = [
    [prompt.challenge, link.challenge],
    [transaction?.purse, link.transaction?.purse],
    [transaction?.amount, link.transaction?.amount],
  ]
  for (const [here, there] of pairs)
    if (here !== undefined && there !== undefined && here !== there)
      prompt.doubts.push({ about: 'conflict', seen: [here, there], choices: [here, there] })
}

function seenMoney(money: Money): Prompt['seen'] {
  if (money.purses.length === 0 && money.amounts.every(({ role }) => /^(?:bare|charged|other)$/.test(role)))
    return undefined
  const { purse, amount, currency } = settle(money)
  const seen = {
    ...(purse !== undefined ? { purse } : {}),
    ...(amount !== undefined ? { amount } : {}),
    ...(currency !== undefined ? { currency } : {}),
  }
  return Object.keys(seen).length > 0 ? seen : undefined
}

const EMAIL = /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/u

/**
 * Whose prompt it is, where the page says it: an e-mail address or a WMID, whichever stands nearer to the
 * field at `near`.
 */
export function accountIn(items: Item[], near = items.length): string | undefined {
  const emails: { text: string; at: number }[] = []
  const wmids: { text: string; at: number }[] = []
  for (const [at, item] of items.entries()) {
    if (item.kind !== 'line') continue
    if (!item.raw.includes('@') && !/wmid/i.test(item.raw)) continue
    const text = item.text.replaceAll('\u2063', ' ')
    const next = items[at + 1]
    const behind = /^wmid/i.test(item.plain) && next?.kind === 'line' ? next.text.replace(/[\s-]/g, '') : ''
    const wmid = /wmid[^\d\p{L}]{0,4}(\d{12})(?!\d)/iu.exec(text)?.[1] ?? /^\d{12}$/.exec(behind)?.[0]
    if (wmid && !namesSomebodyElse(items, at)) wmids.push({ text: wmid, at })
    const email = EMAIL.exec(text)?.[0]
    if (email && !/support|help|contact|поддержк|підтримк|hỗ trợ/i.test(text))
      emails.push({ text: email, at })
  }
  const found = new Set(emails.map(({ text }) => text)).size === 1 ? [...emails, ...wmids] : wmids
  const distance = (at: number) => (at <= near ? near - at : 2 * (at - near))
  return found.sort((a, b) => distance(a.at) - distance(b.at))[0]?.text
}

/** The line or the label before it speaks of whoever is paid, or a little before it a contact is named. */
function namesSomebodyElse(items: Item[], at: number): boolean {
  const [label, line] = [items[at - 1], items[at]]
  if (line?.kind === 'line' && has(RECIPIENT_WORD, line.plain)) return true
  if (isLabel(label) && has(RECIPIENT_WORD, label.plain)) return true
  return items
    .slice(Math.max(0, at - 3), at + 1)
    .some((item) => isLabel(item) && has(CONTACT_WORD, item.plain))
}

const isLabel = (item: Item | undefined): item is Item & { kind: 'line' } =>
  item?.kind === 'line' && item.plain.length < 40
