import { attributeWords, type Group, wantsDigits } from './fields.ts'
import { closest, common, contains, isElement, isText, parent, parentElement } from './flat.ts'
import { labelsOf } from './labels.ts'
import { BEFORE_NUMBER, BEHIND_NUMBER, MOST_FIELDS, MOST_PAIRS, REACH } from './limits.ts'
import type { Item, Line, Passage } from './lines.ts'
import { hasChallengeDigits, numbersIn, type PageNumber, standsInOrder } from './numbers.ts'
import { note, type Search } from './search.ts'
import {
  ABOUT_ENUM,
  ANSWER,
  ANSWER_STRONG,
  CONTEST,
  enteredStrength,
  FORUM,
  fieldWords,
  GETS_ANSWER,
  has,
  isExemplary,
  lastMatch,
  OTHER_CODE,
  OTHER_FACTOR,
  OTHER_NUMBER_BEFORE,
  plain,
  QUESTION,
  QUESTION_LOOSE,
  QUESTION_STRONG,
  QUESTION_WEAK,
  questionStrength,
  REPLY_BUTTON,
  SEAM,
  SENT_CODE,
  type Strength,
  tellsToEnter,
} from './words.ts'

/** Where a challenge stands on the page, with how surely the page calls it one. */
export interface LabelledNumber {
  strength: Strength
  challenge: string
  /** As it stands there. */
  seen: string
  element: Element
  /** Its place among the passage's items. */
  index: number
  /** The text node, field or link that holds it: what two places that look alike differ in. */
  place: Node
  /** The line it stands in, unless it comes from a link. */
  line?: Line
}

/** A field with how surely the page calls it the answer's. */
export interface LabelledField {
  group: Group
  strength: Strength
  label: string
  index: number
}

export interface Pair {
  number: LabelledNumber
  field: LabelledField
}

/** The fields of a passage that may take an answer by what the page says of them. */
export function* answerFields(passage: Passage, search: Search): Generator<void, LabelledField[]> {
  const fields: LabelledField[] = []
  let looked = 0
  for (const [index, item] of passage.items.entries()) {
    if (item.kind !== 'field') continue
    yield
    const { group } = item
    if (++looked > MOST_FIELDS && !search.promising.has(group)) continue
    if (!group.fields.every((field) => search.sight.takesInput(field))) {
      note(search, () => ({
        carrier: 'field',
        outcome: 'refused',
        reason: 'hidden',
        message: 'This field cannot be seen, or not be typed into.',
        element: group.first,
      }))
      continue
    }
    const found = wordsOf(group, index, passage, search)
    if (found.is === 'other') {
      note(search, () => ({
        carrier: 'field',
        outcome: 'refused',
        reason: 'other-field',
        element: group.first,
        message: `This field is for something else: “${found.label}”.`,
      }))
    } else fields.push({ group, strength: found.strength, label: found.label, index })
  }
  return fields
}

type Found = { is: 'other'; label: string } | { is: 'answer'; strength: Strength; label: string }

function wordsOf(group: Group, index: number, passage: Passage, search: Search): Found {
  const field = group.first
  const attributes = attributeWords(field)
  let strength: Strength = 0
  let label = ''
  const own = [...ownLabels(field, search), field.placeholder, field.title]
  for (const text of own) {
    if (!text.trim()) continue
    const words = fieldWords(text)
    if (words.is === 'other') {
      if (strength < 2) return { is: 'other', label: text }
      continue
    }
    label ||= text
    strength = Math.max(strength, words.strength) as Strength
  }
  if (strength < 2) {
    const behind = wrapperLabel(field)
    const words = fieldWords(behind)
    if (words.is === 'answer' && words.strength >= 2) {
      label ||= behind
      strength = words.strength
    }
  }
  const unknown = label !== '' && strength === 0 && !/^[\d•·*_xх#\s.-]*$/i.test(label)
  if (strength < 2) {
    for (const text of nearLabels(group, index, passage)) {
      const words = fieldWords(text)
      if (words.is === 'other') {
        // A label of its own outweighs what stands before the field; nothing else does.
        if (strength >= 1 && label && !has(OTHER_CODE, plain(text))) break
        return { is: 'other', label: text }
      }
      if (words.strength === 0 || (unknown && words.strength < 2)) continue
      label ||= text
      strength = Math.max(strength, words.strength) as Strength
      break
    }
  }
  if (strength < 2) {
    if (attributes === 'other' || attributes === 'one-time')
      return { is: 'other', label: label || field.name || field.autocomplete }
    if (attributes === 'answer' && !unknown) strength = 2
    else if ((attributes === 'code' || wantsDigits(field)) && !unknown)
      strength = Math.max(strength, 1) as Strength
  }
  if (unknown && strength === 0 && attributes !== 'code' && !wantsDigits(field)) return { is: 'other', label }
  return { is: 'answer', strength, label }
}

/** The words behind a field that begins its own small element, as labels that float over their fields stand. */
function wrapperLabel(field: HTMLInputElement): string {
  const wrapper = parentElement(field)
  if (!wrapper || wrapper.firstElementChild !== field || wrapper.childElementCount > 3) return ''
  const text = (wrapper.textContent ?? '').trim()
  const first = field.previousSibling?.textContent ?? ''
  return text.length <= 40 && first.trim() === '' && !/\d{4}/.test(text) ? text : ''
}

/** The texts that HTML and ARIA tie to the field. */
export function ownLabels(field: HTMLElement, search: Search): string[] {
  const texts: string[] = []
  const root = field.getRootNode() as Document | ShadowRoot
  for (const label of labelsOf(field, search)) texts.push(shownText(label, field, search))
  const ids = field.getAttribute('aria-labelledby')?.split(/\s+/) ?? []
  for (const id of ids) {
    const label = id ? root.getElementById?.(id) : null
    if (label) texts.push(shownText(label, field, search))
  }
  const aria = field.getAttribute('aria-label')
  if (aria) texts.push(aria)
  return texts
}

/** A label's text without the field's own and without what cannot be read. */
function shownText(label: Element, field: Element, search: Search): string {
  const parts: string[] = []
  const take = (node: Node) => {
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child === field || parts.join('').length > 300) continue
      if (child.nodeType === 3) parts.push((child as Text).data.slice(0, 300))
      else if (isElement(child) && !/^(?:input|select|textarea|script|style|button)$/.test(child.localName))
        take(child)
      parts.push(' ')
    }
  }
  search.work.nodes++
  take(label)
  // A label that only a screen reader gets still says what the field is.
  return parts.join('').trim()
}

/** What stands before the field, nearest first: its line, its row, its column's head, the lines above, its legend. */
function* nearLabels(group: Group, index: number, passage: Passage): Generator<string> {
  const { items } = passage
  const item = items[index]
  const previous = items[index - 1]
  if (item?.kind === 'field' && item.joined && previous?.kind === 'line' && !isBareNumber(previous))
    yield previous.text
  // Two fields in one line, with one label before both.
  if (item?.kind === 'field' && item.joined && previous?.kind === 'field' && previous.group !== group)
    yield* nearLabels(previous.group, index - 1, passage)
  const row = rowLabels(group.first)
  const head = row[1]
  // A table of several prompts: what heads the column says more than the row's own name.
  if (head !== undefined && !has(OTHER_CODE, plain(row[0] ?? ''))) {
    const words = fieldWords(head)
    if (words.is === 'answer' && words.strength >= 2) row.reverse()
  }
  yield* row
  let budget = 3
  let numbered = false
  for (let at = index - 1; at >= 0 && budget > 0; at--) {
    const above = items[at]
    if (above?.kind === 'field' || above?.kind === 'other') break
    if (above?.kind !== 'line') continue
    if (above.text === '') continue
    if (above.control) continue
    budget--
    if (isBareNumber(above)) {
      numbered ||= /\d{4}/.test(above.text.replace(/[\s\p{Pd}\u2063]/gu, ''))
      continue
    }
    if (/\d[\d\s\p{Pd}]{2,}[^\p{L}\d]*$/u.test(above.text)) {
      numbered = true
      continue
    }
    // Words right above a number name the number, unless they speak of both.
    if (
      numbered &&
      questionStrength(above.plain) < 2 &&
      above.plain.length < 60 &&
      labelsOver(items, at, index - 1) === 0
    )
      break
    yield above.text
    numbered ||= hasChallengeDigits(above)
  }
  const legend = closest(group.first, (element) => element.localName === 'fieldset')?.querySelector(
    'legend',
  )?.textContent
  if (legend) yield legend
  const next = items[index + 1]
  if (
    next?.kind === 'line' &&
    !next.control &&
    next.text.length < 100 &&
    !isBareNumber(next) &&
    next.question < 2
  ) {
    const following = items[index + 2]
    // Words behind a field belong to the field that follows them, if one does.
    const own = following?.kind !== 'field' || (next.joined && !following.joined)
    // What stands in a line of its own may belong to what follows: it says no more than that this is an answer.
    if (own && (next.joined || fieldWords(next.text).is === 'answer')) yield next.text
  }
}

export const isBareNumber = (line: Line): boolean => /^[^\p{L}]*$/u.test(line.text)

/** The cells to the left in the row, the description list's term, and the head of the column. */
export function rowLabels(element: Element): string[] {
  const texts: string[] = []
  const cell = closest(
    element,
    ({ localName }) =>
      localName === 'td' || localName === 'th' || localName === 'dd' || localName === 'table',
  )
  if (!cell || cell.localName === 'table') return texts
  // A table for layout holds whole parts of the page.
  const inside = cell.textContent ?? ''
  if (inside.length > 400) return texts
  // A cell with digits and a field is a prompt of its own.
  if (/\d{4}/.test(inside) && cell.querySelector('input:not([readonly],[disabled])')) return texts
  if (cell.localName === 'dd') {
    let before = cell.previousElementSibling
    while (before && before.localName === 'dd') before = before.previousElementSibling
    if (before?.localName === 'dt') texts.push(before.textContent ?? '')
    return texts
  }
  for (let before = cell.previousElementSibling; before; before = before.previousElementSibling) {
    const text = before.textContent?.replace(/\s+/g, ' ').trim() ?? ''
    if (text.length > 200) break
    if (/\p{L}/u.test(text)) {
      texts.push(text)
      break
    }
  }
  const head = columnHead(cell)
  if (head) texts.push(head)
  return texts
}

/** The text of the head cell above, where the table has a row of heads. */
export function columnHead(cell: Element): string | undefined {
  const row = cell.parentElement
  const table = cell.closest('table')
  const top = table?.querySelector('tr')
  if (!row || !top || top === row) return undefined
  const at = [...row.children].indexOf(cell)
  if (top.children.length !== row.children.length) return undefined
  const head = top.children[at]
  if (!head || head.querySelector('input') || (head.textContent ?? '').length > 200) return undefined
  const isHead =
    head.localName === 'th' ||
    top.parentElement?.localName === 'thead' ||
    [...top.children].every((other) => !/\d{3}/.test(other.textContent ?? ''))
  return isHead ? (head.textContent ?? undefined) : undefined
}

/**
 * The numbers of a passage that the page calls a challenge.
 * @param all also those that nothing near calls one: worth it only for a field that is the answer's for sure
 */
export function* challengeNumbers(
  passage: Passage,
  search: Search,
  all = false,
): Generator<void, LabelledNumber[]> {
  const found: LabelledNumber[] = []
  const asks = passage.items.some((item) => item.kind === 'line' && item.question >= 2)
  for (const [index, item] of passage.items.entries()) {
    if (item.kind !== 'line' || !hasChallengeDigits(item)) continue
    yield
    if (!all && !isSpokenOf(passage.items, index, asks, search)) continue
    item.look()
    if (item.text === '') continue
    for (const number of numbersIn(item, index, has(QUESTION_STRONG, item.plain))) {
      yield
      const strength = strengthOf(number, passage, search)
      if (
        strength === undefined ||
        (number.uneven && strength < 3) ||
        (strength > 0 && !standsInOrder(number, search))
      )
        continue
      found.push({ ...number, strength, place: item.at(number.start)?.piece.node ?? number.element })
    }
  }
  return found
}

/** Whether the line, one near it, its cell or its elements' names speak of a challenge: then it is worth a look. */
function isSpokenOf(items: Item[], index: number, asks: boolean, search: Search): boolean {
  const line = items[index]
  if (line?.kind !== 'line') return false
  if (line.input || tellsToEnter(line.rawPlain)) return true
  for (let at = Math.max(0, index - 5); at <= Math.min(items.length - 1, index + 1); at++) {
    const item = items[at]
    if (item?.kind === 'line' && item.question >= 2) return true
  }
  if (
    asks &&
    closest(line.block, ({ localName }) => /^(?:t[dh]|dd|table|body)$/.test(localName))?.localName.length ===
      2
  )
    return true
  const node = line.pieces.find(({ text }) => /[0-9]/.test(text))?.node
  const element = node ? (isText(node) ? parentElement(node) : node) : null
  if (!element) return false
  return (
    hasChallengeName(element, line.block) ||
    ariaLabels(element, line.block, search).some((text) => questionStrength(plain(text)) >= 2)
  )
}

/** How surely the page calls the number a challenge; `undefined` where it calls it something else. */
function strengthOf(number: PageNumber, passage: Passage, search: Search): Strength | undefined {
  const { line } = number
  const before = plain(wordsBefore(line.text, number.start))
  const after = plain(line.text.slice(number.end, number.end + BEHIND_NUMBER))
  if (isExemplary(before)) return undefined
  const own = line.input
    ? ownLabels(line.input, search).concat(
        line.input.title,
        (line.input as HTMLInputElement).placeholder ?? '',
      )
    : ariaLabels(number.element, line.block, search)
  for (const text of own) {
    const strength = labelStrength(plain(text))
    if (strength === undefined) return undefined
    if (strength > 0) return strength
  }
  const counts = countsThings(number)
  if (/\p{L}/u.test(before)) {
    const strength = labelStrength(before)
    if (strength === 2 && counts && !/\p{L}$/u.test(before)) return undefined
    if (strength === undefined || strength >= 2) return strength
    const later = followingLabel(after)
    if (later >= 2) return later
    const entered = enteredStrength(before, after)
    return strength > 0 && entered < 2 ? strength : (Math.max(entered, namedChallenge(number)) as Strength)
  }
  const later = followingLabel(after)
  if (later > 0) return later
  for (const text of rowLabels(number.element)) {
    const strength = labelStrength(plain(text))
    if (strength === undefined) return undefined
    if (strength > 0) return strength
  }
  if (counts) return namedChallenge(number)
  const above = aboveStrength(number, passage)
  if (above === undefined) return undefined
  if (above >= 2) return above
  const next = passage.items[number.index + 1]
  if (next?.kind === 'line' && !next.control && next.plain.length <= 60 && !/^[^\p{L}]*$/u.test(next.text)) {
    const strength = questionStrength(next.plain)
    const following = passage.items[number.index + 2]
    const named = strength >= 2 && !has(ANSWER, next.plain) && !has(ANSWER_STRONG, next.plain)
    if (named && !(following?.kind === 'line' && /^[\d\s-]+$/.test(following.text))) return strength
  }
  return Math.max(above, namedChallenge(number)) as Strength
}

/** What can name a number at `end`: whole words, and no more of them than a sentence has. */
function wordsBefore(text: string, end: number): string {
  if (end <= BEFORE_NUMBER) return text.slice(0, end)
  const near = text.slice(end - BEFORE_NUMBER, end)
  return near.slice(near.search(/\s|$/))
}

/** "1500 XP", "10000 steps": the text goes on with what there are so many of. */
function countsThings({ line, end }: PageNumber): boolean {
  const next = line.at(end)
  return next !== undefined && next.piece === line.at(end - 1)?.piece && /^ \p{L}/u.test(line.text.slice(end))
}

/** The strength of words before a number: the last name in them counts. */
function labelStrength(text: string): Strength | undefined {
  const strong = lastMatch(QUESTION_STRONG, text)
  const usual = lastMatch(QUESTION, text)
  const answer = lastMatch(ANSWER_STRONG, text) ?? lastMatch(ANSWER, text)
  const question = strong ?? usual
  const answered =
    question && answer && answer[0] > question[1] && answerNamesNumber(text, answer[1])
      ? text.slice(question[1], answer[0])
      : undefined
  // "… this challenge to generate a response: 12345678"
  const onTheWay = answered !== undefined && !/\d/.test(answered) && has(GETS_ANSWER, answered)
  if (answered !== undefined && !onTheWay) return undefined
  if (!onTheWay && OTHER_NUMBER_BEFORE.test(text) && !(question && question[0] <= 2 && /:$/.test(text))) {
    const at = text.search(OTHER_NUMBER_BEFORE)
    if (!question || at >= question[1]) return undefined
  }
  if (question && asks(text.slice(question[1]))) return undefined
  if (strong) return 3
  if (usual) {
    const gap = text.slice(usual[1])
    if (/[#№]$/.test(text) || (/\d{3}/.test(gap) && !/(?:[:-]|(?:^|\s)(?:is|это|це|là))$/u.test(gap)))
      return undefined
    return 2
  }
  if (has(OTHER_CODE, text)) return undefined
  return has(QUESTION_WEAK, text) ? 1 : 0
}

/** A question mark behind a word; one that stands alone is a link to some help. */
const asks = (text: string): boolean => /[^\s(]\?/u.test(text)

/** "… answer: 7654321" names an answer; "enter the response below 1234" does not. */
function answerNamesNumber(text: string, end: number): boolean {
  return /^[^\p{L}]*$/u.test(text.slice(end))
}

/** "12345678 is your challenge", "12345678 (число-вопрос)". */
function followingLabel(after: string): Strength {
  const near = after.slice(0, 60)
  if (!/^[\s(:—–\-,«"]*(?:(?:is|это|це|là)[\s:]+)?(?:(?:your|the|ваше?|ваш|mã)\s+)?\p{L}/u.test(near))
    return 0
  const question = lastMatch(QUESTION_STRONG, near) ?? lastMatch(QUESTION, near)
  return question && question[0] <= 16 ? questionStrength(near) : 0
}

function ariaLabels(element: Element, block: Element, search: Search): string[] {
  const texts: string[] = []
  for (let at: Element | null = element; at; at = parentElement(at)) {
    texts.push(
      ...ownLabels(at as HTMLElement, search).filter((text) => text !== '' && !/^[\d\s-]+$/.test(text)),
    )
    const title = at.getAttribute('title')
    if (title) texts.push(title)
    if (at === block) break
  }
  // A region or group named by ARIA alone, with nothing but the number in it.
  for (let at = parentElement(block), level = 0; at && level < 3; at = parentElement(at), level++) {
    if (at.childElementCount > 4) break
    const named = ownLabels(at as HTMLElement, search)
    if (named.length > 0 && !holdsLittle(at)) break
    texts.push(...named)
  }
  return texts
}

/** A number has so many letters around it where it stands alone, in at most so many nodes. */
const ALONE = { letters: 40, nodes: 20 }

function holdsLittle(element: Element): boolean {
  const texts = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  let letters = 0
  for (let nodes = 0; nodes <= ALONE.nodes; nodes++) {
    const text = texts.nextNode() as Text | null
    if (!text) return letters <= ALONE.letters
    letters += text.data.trim().length
  }
  return false
}

/** The nearest line above that names something. */
function aboveStrength(number: PageNumber, passage: Passage): Strength | undefined {
  let budget = 4
  let weak: Strength = 0
  for (let at = number.index - 1; at >= 0 && budget > 0; at--) {
    const item = passage.items[at]
    if (item?.kind === 'field' || item?.kind === 'other') break
    if (item?.kind !== 'line' || item.text === '') continue
    if (item.control && item.block !== number.line.block) continue
    budget--
    if (isBareNumber(item)) {
      if (/\d{4}/.test(item.text)) break
      continue
    }
    if (/\d{4}/.test(item.text) && numberEndsLine(item.text)) break
    const text = item.plain
    if (text.length > 400) continue
    const question = questionStrength(text)
    if (question >= 2) {
      if (isExemplary(text) && !/:$/.test(text)) return undefined
      const answer = lastMatch(ANSWER_STRONG, text) ?? lastMatch(ANSWER, text)
      const asked = lastMatch(QUESTION_STRONG, text) ?? lastMatch(QUESTION, text)
      // "Response:" alone above a number makes it an answer; a sentence that speaks of both does not.
      if (answer && !asked) return undefined
      return question
    }
    const short = text.length <= 60
    const over = labelsOver(passage.items, at, number.index)
    if (over > 0) return over
    if (short && (has(ANSWER_STRONG, text) || has(ANSWER, text) || OTHER_NUMBER_BEFORE.test(text)))
      return undefined
    if (question === 1 && weak === 0) weak = 1
    if (weak === 0 && short && /:$/.test(text) && question === 0) return undefined
  }
  return weak
}

/**
 * Two labels in a row and what they name in the next: "Challenge", "Response", 12345678, field. How surely the
 * first names a challenge, where the label at `at` is the second and the number at `number` the third.
 */
function labelsOver(items: Item[], at: number, number: number): Strength {
  const [first, second, field] = [items[at - 1], items[at], items[number + 1]]
  if (number !== at + 1 || first?.kind !== 'line' || second?.kind !== 'line' || field?.kind !== 'field')
    return 0
  const [asks, answers] = [first.plain, second.plain]
  if (asks.length > 40 || answers.length > 40 || !(has(ANSWER_STRONG, answers) || has(ANSWER, answers)))
    return 0
  const strength = questionStrength(asks)
  return strength >= 2 ? strength : 0
}

const numberEndsLine = (text: string): boolean => /[\d][^\p{L}\d]*$/u.test(text)

/** The element is named for a challenge in the page's source. */
function namedChallenge(number: PageNumber): Strength {
  const { line, element, challenge, seen } = number
  if (!hasChallengeName(element, line.block)) return 0
  return challenge.length >= 5 && plain(line.text.replace(seen, '')).length < 30 ? 2 : 1
}

const CHALLENGE_NAME =
  /(?:^|[\s_-]|[a-z](?=C))(?:challenge|chislo[_-]?vopros|number[_-]?question)(?:$|[\s_-]|(?=[A-Z]))/i

function hasChallengeName(element: Element, block: Element): boolean {
  for (let at: Element | null = element; at; at = parentElement(at)) {
    if (!at.hasAttributes()) {
      if (at === block) return false
      continue
    }
    for (const name of ['id', 'class', 'name', 'data-testid'])
      if (CHALLENGE_NAME.test(at.getAttribute(name) ?? '')) return true
    if (at === block) return false
  }
  return false
}

/** Pairs every field that takes an answer with the challenge that it answers. */
export function* pairsIn(
  passage: Passage,
  search: Search,
  fields: LabelledField[],
  numbers: LabelledNumber[],
): Generator<void, Pair[]> {
  const pairs: Pair[] = []
  for (const field of fields) {
    if (pairs.length >= MOST_PAIRS) break
    yield
    let best: LabelledNumber | undefined
    for (const number of around(numbers, field.index)) {
      yield
      if (!accepted(number, field, passage, search)) continue
      if (!best || nearer(field, number, best)) best = number
    }
    if (best) pairs.push({ number: best, field })
  }
  return pairs
}

/** The few numbers before a place, and the fewer behind it; `numbers` are in the order of their places. */
function around(numbers: LabelledNumber[], index: number): LabelledNumber[] {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle]?.index ?? 0) < index) low = middle + 1
    else high = middle
  }
  return numbers.slice(Math.max(0, low - 10), low + 4)
}

/** Whether `a` belongs to the field rather than `b`: closer in the tree, surer by name, before the field. */
function nearer(field: LabelledField, a: LabelledNumber, b: LabelledNumber): boolean {
  const together = (number: LabelledNumber) => common(number.element, field.group.first)
  const [ta, tb] = [together(a), together(b)]
  if (ta !== tb && ta && tb) {
    if (contains(tb, ta)) return a.strength >= 2 || a.strength >= b.strength
    if (contains(ta, tb)) return b.strength < 2 && a.strength > b.strength
  }
  if (a.strength !== b.strength && Math.min(a.strength, b.strength) < 2) return a.strength > b.strength
  const [ba, bb] = [a.index < field.index, b.index < field.index]
  if (ba !== bb) return ba
  if (ba) return a.index > b.index
  return a.index < b.index
}

/** Whether the field is so surely the answer's that its number may stand without a name. */
export function mayGoUnnamed(field: LabelledField, passage: Passage, search: Search): boolean {
  return field.strength === 3 || isAboutEnum(passage, field.index, field, search)
}

/** Whether the page says enough of the two to call them a prompt. */
function accepted(number: LabelledNumber, field: LabelledField, passage: Passage, search: Search): boolean {
  const refuse = (reason: string, message: string): false => {
    note(search, () => ({ carrier: 'text', outcome: 'refused', reason, message, element: number.element }))
    return false
  }
  const [from, to] = number.index < field.index ? [number.index, field.index] : [field.index, number.index]
  const between = lettersBetween(passage.items, from, to)
  if (between > REACH.ahead || (number.index > field.index && between > REACH.back))
    return refuse('far', 'The number is far away from the field.')
  const enumNear = isAboutEnum(passage, from, field, search, to)
  const loose = has(QUESTION_LOOSE, saidBefore(passage.items, number, field))
  const sure =
    number.strength === 3
      ? field.strength >= 1 || (between < 200 && sameForm(number, field))
      : number.strength === 2
        ? field.strength >= 2 ||
          (field.strength === 1 && (enumNear || (!loose && between < 250 && number.challenge.length >= 5)))
        : number.strength === 1
          ? field.strength === 3 || (field.strength === 2 && enumNear)
          : field.strength === 3 && enumNear
  if (!sure)
    return number.strength >= 2 || field.strength >= 2
      ? refuse(
          'unsure',
          'The words beside the number or beside the field do not say that it is a challenge and its answer.',
        )
      : false
  const elsewhere = quoted(number, field)
  if (elsewhere) return refuse('quoted', `The number stands in a ${elsewhere}, and the field outside of it.`)
  const plainWords = number.strength < 3 && field.strength < 3
  const near = nearWords(passage.items, from, to, common(number.element, field.group.first))
  if (replies(number, field, passage))
    return refuse('reply', 'The field is for a reply, a comment or a search.')
  if (plainWords && !enumNear && has(OTHER_CODE, near))
    return refuse('other-code', 'The page speaks of a captcha, an SMS or a call here.')
  if (plainWords && !enumNear && field.strength < 2 && has(OTHER_FACTOR, near))
    return refuse('other-code', 'The page speaks of another second factor here.')
  if (plainWords && !enumNear && field.strength < 2 && has(SENT_CODE, near))
    return refuse('other-code', 'The page speaks of a code that was sent.')
  if (field.strength < 3 && has(FORUM, saidBefore(passage.items, number, field)))
    return refuse('quoted', 'The page speaks of what somebody wrote.')
  if (field.strength < 3 && isExample(passage.items, number.index))
    return refuse('example', 'The words above the number say that it is an example.')
  if (plainWords && !enumNear && (has(CONTEST, near) || givesExample(passage.items, from, to)))
    return refuse('contest', 'The page speaks of a contest or an exercise here.')
  if (plainWords && number.line && asks(number.line.plain))
    return refuse('question', 'The number stands in a question.')
  if (field.strength < 3 && number.line && asksBehind(number))
    return refuse('question', 'The number stands in a question.')
  if (number.line && !isReadable(number, search))
    return refuse('hidden', 'The number cannot be read on the page.')
  if (answersInText(passage, number, field))
    return refuse('example', 'An answer stands on the page already: this is an example.')
  return true
}

/** The number still stands there when its line is looked at closely. */
function isReadable(number: LabelledNumber, search: Search): boolean {
  const { line, challenge } = number
  if (!line) return true
  line.look()
  const again = numbersIn(line, number.index, number.strength === 3).find(
    (other) => other.challenge === challenge,
  )
  return again !== undefined && (number.strength > 0 || standsInOrder(again, search))
}

function lettersBetween(items: Item[], from: number, to: number): number {
  let letters = 0
  for (let at = from + 1; at < to && letters <= REACH.ahead; at++) {
    const item = items[at]
    if (item?.kind === 'line') letters += item.text.length
    else if (item?.kind === 'field' || item?.kind === 'other') letters += 40
  }
  return letters
}

/**
 * The lines that speak of the pair: those between number and field, and short ones just before and behind
 * that stand in the same element; no links, no buttons.
 */
function nearWords(items: Item[], from: number, to: number, together: Node | null): string {
  const texts: string[] = []
  for (let at = Math.max(0, from - 3); at <= Math.min(items.length - 1, to + 1); at++) {
    const item = items[at]
    if (item?.kind !== 'line' || item.control) continue
    const outside = at < from || at > to
    if (outside && (item.text.length > 200 || !together || !contains(together, item.block))) continue
    texts.push(item.plain)
  }
  return texts.join(' ')
}

/** The words from a little before the pair to a little behind it, the button's or the page's title name E-num. */
function isAboutEnum(
  passage: Passage,
  from: number,
  field: LabelledField,
  search: Search,
  to = field.index,
): boolean {
  let letters = 900
  for (let at = to + 3; at >= 0 && letters > 0; at--) {
    const item = passage.items[at]
    if (item?.kind !== 'line' || item.control) continue
    if (at < from) letters -= item.raw.length
    if (item.ofEnum && has(ABOUT_ENUM, item.plain)) return true
  }
  const button = buttonBehind(field, passage)
  return has(ABOUT_ENUM, plain(`${button ? saidBy(button) : ''} ${search.document.title ?? ''}`))
}

function sameForm(number: LabelledNumber, field: LabelledField): boolean {
  const form = field.group.first.form
  return form ? contains(form, number.element) : false
}

/** What encloses the number and not the field, and is for other people's words. */
function quoted(number: LabelledNumber, field: LabelledField): string | undefined {
  for (let at: Node | null = number.element; at && !contains(at, field.group.first); at = parent(at)) {
    if (!isElement(at) || !/\p{L}/u.test(at.textContent ?? '')) continue
    if (
      /^(?:blockquote|q|article|nav|footer|figure|aside|header)$/.test(at.localName) &&
      at.localName !== 'header'
    )
      return `<${at.localName}>`
    if (
      /(?:^|[\s_-])(?:comments?|quote|reply|replies|posts?|post[-_]?(?:body|content|text|message)|forum|thread|topic|bbcode|wiki|mw-parser-output|infobox|msg[-_]?(?:body|text)|chat)(?:$|[\s_-])/i.test(
        at.getAttribute('class') ?? '',
      )
    )
      return 'post or an article'
    const role = at.getAttribute('role')
    if (role === 'article' || role === 'comment' || role === 'navigation' || role === 'contentinfo')
      return role
  }
  return undefined
}

/** The button behind the field, closer to it than the number is, sends a reply or starts a search. */
function replies(number: LabelledNumber, field: LabelledField, passage: Passage): boolean {
  if (field.strength === 3) return false
  const { first } = field.group
  const together = common(number.element, first)
  if (first.form?.getAttribute('role') === 'search' && !contains(first.form, number.element)) return true
  const button = buttonBehind(field, passage)
  if (!button) return false
  const beside = common(first, button)
  const said = plain(saidBy(button))
  return (
    beside !== null &&
    together !== null &&
    contains(together, beside) &&
    said.length < 40 &&
    has(REPLY_BUTTON, said)
  )
}

const saidBy = (button: Element): string => (button as HTMLInputElement).value || button.textContent || ''

/** The first button behind the field, in its form or within a few lines. */
function buttonBehind(field: LabelledField, passage: Passage): Element | undefined {
  const { first } = field.group
  const last = field.group.fields.at(-1) ?? first
  if (first.form) {
    const buttons = first.form.querySelectorAll('button,input[type=submit],[role=button]')
    return [...buttons].find((button) => last.compareDocumentPosition(button) & 4)
  }
  for (const item of passage.items.slice(field.index + 1, field.index + 4)) {
    if (item.kind === 'field') return undefined
    if (item.kind !== 'line' || !item.control) continue
    const node = item.pieces[0]?.node
    return node
      ? (closest(node, ({ localName, role }) => localName === 'button' || role === 'button') ?? undefined)
      : undefined
  }
  return undefined
}

/** The number's line goes on to ask something. */
function asksBehind({ line, seen }: LabelledNumber): boolean {
  const text = line?.text.replaceAll(SEAM, '') ?? ''
  const sentences = text.slice(text.indexOf(seen) + seen.length).split(/[.!]/)
  return sentences.some((sentence) =>
    /\p{L}/u.test(sentence.slice(0, Math.max(0, sentence.lastIndexOf('?')))),
  )
}

/** The number's line and the one before it. */
function saidBefore(items: Item[], { index, line, element }: LabelledNumber, field: LabelledField): string {
  const before = items[index - 1]
  const together = common(element, field.group.first)
  const heard = before?.kind === 'line' && together !== null && contains(together, before.block)
  return `${heard ? before.rawPlain : ''} ${line?.plain ?? ''}`
}

/** A short line just above calls what follows an example. */
function isExample(items: Item[], index: number): boolean {
  for (let at = index - 1; at >= 0 && at >= index - 3; at--) {
    const item = items[at]
    if (item?.kind === 'field' || item?.kind === 'other') return false
    if (item?.kind !== 'line') continue
    // Beyond a whole sentence, nothing heads the number.
    if (item.raw.length > 80) return false
    if (item.raw.length > 40 || !isExemplary(item.rawPlain)) continue
    // "e.g. 555-0100" behind another field is that field's.
    const hints = items[at - 1]?.kind === 'field' || items[at - 1]?.kind === 'other'
    return !hints || item.heading
  }
  return false
}

/** A worked example between the two: an exercise has one, a prompt at most says what an answer looks like. */
function givesExample(items: Item[], from: number, to: number): boolean {
  return items
    .slice(from + 1, to)
    .some(
      (item) =>
        item.kind === 'line' && isExemplary(item.plain) && !has(ANSWER, item.plain) && /\d/.test(item.text),
    )
}

/** Between the number and the field, or near the number if the field is not called an answer, digits answer. */
function answersInText(passage: Passage, number: LabelledNumber, field: LabelledField): boolean {
  if (field.strength === 3) return false
  const from = field.strength < 2 ? Math.max(0, number.index - 3) : number.index
  const to = field.strength < 2 ? number.index + 4 : Math.min(number.index + 4, field.index - 1)
  for (let at = from; at <= to; at++) {
    const item = passage.items[at]
    if (item?.kind !== 'line' || item.input) continue
    const text = item.plain
    for (const list of [ANSWER_STRONG, ANSWER]) {
      for (const match of text.matchAll(list)) {
        const behind = text.slice(match.index + match[0].length)
        const said = /^[^\p{L}\d]*((?:[\p{L}-]+ ){0,2})[^\p{L}\d]*(\d[\d -]{3,})/u.exec(behind)
        // "Answer to the challenge 12345678" has the challenge behind it.
        const own = item === number.line && said?.[2]?.replace(/[ -]/g, '') === number.challenge
        if (said && !own && questionStrength(said[1] ?? '') < 2) return true
        const next = passage.items[at + 1]
        const bare =
          next?.kind === 'line' &&
          !next.input &&
          isBareNumber(next) &&
          /\d{4}/.test(next.text.replace(/[\s-]/g, ''))
        if (bare && /^[^\p{L}\d]*$/u.test(behind) && questionStrength(text) < 2) return true
      }
    }
  }
  return false
}
