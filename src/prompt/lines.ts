import { flows, isCell, isOpaque, kindOf } from './element-kinds.ts'
import type { Group } from './fields.ts'
import { before, firstChild, isElement, isText, nextSibling, parent, parentElement } from './flat.ts'
import { AHEAD, BACK, BLANK, LETTERS, LONGEST_TEXT, MANY_NODES } from './limits.ts'
import { namesMode } from './mode-words.ts'
import { speaksOfMoney } from './money-words.ts'
import { joinDigitBoxes } from './numbers.ts'
import { cellWords, isDrawnPicture, pictureWords } from './picture-words.ts'
import { plain, SEAM } from './plain.ts'
import { ABOUT_ENUM, questionStrength, type Strength } from './question-words.ts'
import type { Search } from './search.ts'
import { has } from './word-list.ts'

/** A run of letters in one text node, the value of a field that cannot be changed, or the name of a picture. */
export interface Piece {
  node: Text | Element
  text: string
  /** Where in the text node it begins, if that has several lines. */
  from?: number
  /** What stands between this piece and the one before it. */
  joint: '' | ' ' | typeof SEAM
}

/** Characters that turn the order around have no size and are not to be overlooked. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/

/** What a reader sees as one line of text: everything up to the next block or field. */
export class Line {
  readonly kind = 'line'
  readonly pieces: Piece[] = []
  readonly block: Element
  /** The read-only or disabled field whose value this is. */
  readonly input: HTMLElement | undefined
  /** No block begins or ends between this and what comes before. */
  readonly joined: boolean
  readonly #search: Search
  #raw: string | undefined
  #rawPlain: string | undefined
  #ofMoney: boolean | undefined
  #ofEnum: boolean | undefined
  #ofMode: boolean | undefined
  #control: boolean | undefined
  #question: Strength | undefined
  #text: string | undefined
  #plain: string | undefined
  #looked = false

  constructor(search: Search, block: Element, joined: boolean, input?: HTMLElement) {
    this.#search = search
    this.block = block
    this.joined = joined
    this.input = input
  }

  /** Everything in the line, seen or not: enough to say that a line is of no interest. */
  get raw(): string {
    this.#raw ??= this.pieces.map(({ text, joint }) => joint + text).join('')
    return this.#raw
  }

  /** How surely the words in it name a challenge, seen or not: cheap, and never too low. */
  get question(): Strength {
    this.#question ??= questionStrength(this.rawPlain)
    return this.#question
  }

  /** {@link raw} as the word lists expect it. */
  get rawPlain(): string {
    this.#rawPlain ??= plain(this.raw)
    return this.#rawPlain
  }

  /** Whether anything in it could be of money, seen or not. */
  get ofMoney(): boolean {
    this.#ofMoney ??= speaksOfMoney(this.rawPlain)
    return this.#ofMoney
  }

  /** Whether it names E-num, seen or not. */
  get ofEnum(): boolean {
    this.#ofEnum ??= has(ABOUT_ENUM, this.rawPlain)
    return this.#ofEnum
  }

  /** Whether it names a mode, seen or not. */
  get ofMode(): boolean {
    this.#ofMode ??= namesMode(this.rawPlain)
    return this.#ofMode
  }

  /** What of it is rendered. */
  get text(): string {
    if (this.#text === undefined) {
      const { sight } = this.#search
      this.#keep(({ node }) => {
        if (!isText(node)) return sight.shows(node)
        const element = parentElement(node)
        return element !== null && sight.rendered(element)
      })
      this.#text = this.pieces.map(({ text, joint }, at) => (at === 0 ? '' : joint) + text).join('')
    }
    return this.#text
  }

  /**
   * Looks closely whether every piece can be read: not clipped, tiny, off the page or of its background's
   * colour. From then on {@link text} is what is left. Costs too much to be asked of every line.
   */
  look(): void {
    if (this.#looked) return
    this.#looked = true
    const { sight } = this.#search
    if (
      this.#keep(({ node }) =>
        isText(node) ? TURNING.test(node.data) || sight.reads(node) : sight.shows(node),
      )
    ) {
      this.#text = undefined
      this.#plain = undefined
    }
  }

  /** Takes in another line's pieces, which a reader sees as part of this one. */
  append(other: Line): void {
    for (const [at, piece] of other.pieces.entries())
      this.pieces.push({ ...piece, joint: at === 0 ? SEAM : piece.joint })
    this.#raw = undefined
    this.#rawPlain = undefined
    this.#ofMoney = undefined
    this.#ofEnum = undefined
    this.#ofMode = undefined
    this.#control = undefined
    this.#question = undefined
    this.#text = undefined
    this.#plain = undefined
  }

  #keep(readable: (piece: Piece) => boolean): boolean {
    const seen = this.pieces.filter(readable)
    const fewer = seen.length < this.pieces.length
    if (fewer) {
      this.pieces.splice(0, this.pieces.length, ...seen)
      this.#control = undefined
    }
    return fewer
  }

  get plain(): string {
    this.#plain ??= plain(this.text)
    return this.#plain
  }

  /** A link's or a button's text and nothing else. */
  get control(): boolean {
    this.#control ??= this.pieces.every(({ node }) => inControl(node))
    return this.#control
  }

  get heading(): boolean {
    for (let at: Element | null = this.block; at; at = parentElement(at)) {
      if (/^(?:h[1-6]|legend|caption|summary)$/.test(at.localName) || at.getAttribute('role') === 'heading')
        return true
      if (/^(?:form|table|body|section|main|article|fieldset|div)$/.test(at.localName) && at !== this.block)
        return false
    }
    return false
  }

  /** The text node or field that the character at `index` of {@link text} stands in, and where in it. */
  at(index: number): { piece: Piece; offset: number } | undefined {
    let position = 0
    for (const [number, piece] of this.pieces.entries()) {
      if (number > 0) position += piece.joint.length
      if (index < position + piece.text.length) return { piece, offset: Math.max(0, index - position) }
      position += piece.text.length
    }
    return undefined
  }
}

interface FieldItem {
  kind: 'field'
  group: Group
  joined: boolean
}
/** A field or list that cannot take an answer, but separates what is around it. */
interface OtherItem {
  kind: 'other'
  element: Element
}
export interface PictureItem {
  kind: 'picture'
  element: HTMLImageElement | HTMLCanvasElement | SVGSVGElement
}
export type Item = Line | FieldItem | OtherItem | PictureItem

/** One stretch of the page around fields that could take an answer, in reading order. */
export interface Passage {
  items: Item[]
  groups: Group[]
  /** Elements that link to an `enum:` address. */
  links: Element[]
}

function inControl(node: Node): boolean {
  for (let at = parentElement(node); at; at = parentElement(at)) {
    if (at.localName === 'button' || (at.localName === 'a' && at.hasAttribute('href'))) return true
    const role = at.getAttribute('role')
    if (role === 'button' || role === 'link' || role === 'menuitem') return true
    if (kindOf(at) !== 'inline') return false
  }
  return false
}

/**
 * Reads the page around the given groups: some way back from each and some way ahead, each stretch once,
 * however many fields are in it.
 */
export function* readPassages(search: Search, groups: Group[]): Generator<void, Passage[]> {
  const passages: Passage[] = []
  let reader: Reader | undefined
  for (const group of groups) {
    if (reader?.passage.groups.includes(group)) continue
    const start = goBack(search, group.first, reader?.next ?? null)
    yield
    if (!reader || start !== reader.next) {
      reader = new Reader(search, start)
      passages.push(reader.passage)
    }
    yield* reader.readPast(group)
  }
  for (const passage of passages) passage.items = joinDigitBoxes(passage.items)
  return passages
}

/** The node where reading starts; `stop` itself when it is that near. */
function goBack(search: Search, field: Element, stop: Node | null): Node {
  const { top } = search
  let left = BACK
  let node: Node = field
  while (left > 0) {
    if (node === stop) return node
    const earlier = before(node, isOpaque)
    if (!earlier || earlier === top || earlier.nodeType === 9) return node
    node = earlier
    search.work.nodes++
    left -= isText(node) ? lengthOf(node.data.trim().length) : 1
  }
  return node
}

/** What a text of so many letters counts for, in nodes. */
const lengthOf = (letters: number): number => (letters === 0 ? BLANK : 1 + letters / LETTERS)

/** Turns nodes into lines, fields and pictures, and can go on from where it stopped. */
class Reader {
  readonly passage: Passage = { items: [], groups: [], links: [] }
  next: Node | null
  readonly #search: Search
  #line: Line | undefined
  #joint: Piece['joint'] = ''
  /** Whether a block began or ended since the last item. */
  #boundary = true

  constructor(search: Search, start: Node) {
    this.#search = search
    this.next = start
  }

  /** Reads until some way behind the group, and behind every other group met on the way. */
  *readPast(group: Group): Generator<void> {
    let found = this.passage.groups.includes(group)
    let left = AHEAD
    while (this.next && (!found || left > 0)) {
      const node: Node = this.next
      if (this.#search.work.nodes++ % MANY_NODES === 0) yield
      const known = this.passage.groups.length
      let inside: Node | null = null
      if (isText(node)) {
        left -= lengthOf(this.#write(node, node.data))
      } else {
        inside = this.#enter(node)
        left--
      }
      if (this.passage.groups.length > known) {
        found ||= this.passage.groups.includes(group)
        left = AHEAD
      }
      this.next = inside ?? this.#leave(node)
    }
  }

  #leave(from: Node): Node | null {
    let node: Node | null = from
    while (node) {
      if (isElement(node)) {
        const kind = kindOf(node)
        if (kind === 'inline') this.#seam()
        // A field or a picture stands in the line, it does not end it.
        else if (!flows(node, kind)) this.#endLine()
      }
      if (node === this.#search.top) return null
      const sibling: Node | null = nextSibling(node)
      if (sibling) return sibling
      node = parent(node)
    }
    return null
  }

  /** Takes the node in; gives its first child when that is to be read next. */
  #enter(node: Node): Node | null {
    if (!isElement(node)) return null
    const kind = kindOf(node)
    if (kind === 'unread' || node.hasAttribute('hidden')) return null
    switch (kind) {
      case 'break':
        this.#endLine()
        return null
      case 'picture':
        this.#picture(node as PictureItem['element'])
        return null
      case 'choice':
        this.#choice(node as HTMLSelectElement | HTMLTextAreaElement)
        return null
      case 'input':
        this.#input(node as HTMLInputElement)
        return null
      case 'inline':
        this.#seam()
        break
      case 'block':
        this.#endLine()
    }
    if (node.localName === 'a' && /^enum:/i.test(node.getAttribute('href') ?? ''))
      this.passage.links.push(node)
    if (isDrawnPicture(node)) this.#name(node, pictureWords(node))
    else if (isCell(node)) this.#name(node, cellWords(node))
    return firstChild(node)
  }

  #input(field: HTMLInputElement): void {
    const { groupOf } = this.#search
    if (field.type === 'hidden' || field.type === 'checkbox' || field.type === 'radio') return
    const group = groupOf.get(field)
    if (group) {
      if (field !== group.first) return
      this.#put({ kind: 'field', group, joined: !this.#boundary })
      this.passage.groups.push(group)
      return
    }
    if (/^(?:submit|button|reset|image|file|color|range)$/.test(field.type)) return
    if ((field.readOnly || field.disabled) && field.value) this.#value(field, field.value)
    else this.#put({ kind: 'other', element: field })
  }

  #choice(element: HTMLSelectElement | HTMLTextAreaElement): void {
    if (isArea(element) && (element.readOnly || element.disabled) && element.value)
      this.#value(element, element.value)
    else this.#put({ kind: 'other', element })
    const chosen = isArea(element) ? undefined : element.selectedOptions[0]?.text
    if (chosen && chosen.length < 40 && namesMode(plain(chosen))) this.#value(element, chosen)
  }

  #value(field: HTMLElement, text: string): void {
    const joined = !this.#boundary
    this.#closeLine()
    const line = new Line(this.#search, field, joined, field)
    line.pieces.push({ node: field, text: text.slice(0, 200), joint: '' })
    this.passage.items.push(line)
    this.#boundary = false
  }

  #put(item: Item): void {
    this.#closeLine()
    this.passage.items.push(item)
    this.#boundary = false
  }

  /** Takes a text in; gives how many letters it has. */
  #write(node: Text, data: string): number {
    const part =
      data.length > LONGEST_TEXT
        ? `${data.slice(0, LONGEST_TEXT / 2)} … ${data.slice(-LONGEST_TEXT / 2)}`
        : data
    const text = /[^\S ]| {2}/.test(part) ? part.replace(/\s+/g, ' ') : part
    const kept = text.trim()
    if (kept === '') {
      if (text !== '' && this.#line) this.#joint = ' '
      return 0
    }
    this.#line ??= this.#begin(node)
    const joint = text.startsWith(' ') ? ' ' : this.#joint
    this.#line.pieces.push({ node, text: kept, joint: this.#line.pieces.length === 0 ? '' : joint })
    this.#joint = text.endsWith(' ') ? ' ' : ''
    this.#boundary = false
    return kept.length
  }

  /** A picture stands in its line as an icon does: it is an item before the line, which goes on behind it. */
  #picture(element: PictureItem['element']): void {
    if (this.#line) {
      this.passage.items.splice(-1, 0, { kind: 'picture', element })
      this.#seam()
    } else this.#put({ kind: 'picture', element })
    this.#name(element, pictureWords(element))
  }

  /** A name that is no text stands in its line where it says anything of a prompt. */
  #name(node: Element, text: string): void {
    if (text === '') return
    this.#line ??= this.#begin(node)
    this.#line.pieces.push({ node, text, joint: this.#line.pieces.length === 0 ? '' : ' ' })
    this.#joint = ' '
    this.#boundary = false
  }

  #begin(node: Node): Line {
    const line = new Line(this.#search, blockOf(node), !this.#boundary)
    this.passage.items.push(line)
    this.#joint = ''
    return line
  }

  #seam(): void {
    if (this.#joint === '') this.#joint = SEAM
  }

  #closeLine(): void {
    this.#line = undefined
  }

  #endLine(): void {
    this.#line = undefined
    this.#boundary = true
  }
}

const isArea = (element: Element): element is HTMLTextAreaElement => element.localName === 'textarea'

function blockOf(node: Node): Element {
  let at = isElement(node) && isCell(node) ? node : parentElement(node)
  while (at && kindOf(at) === 'inline') {
    const above = parentElement(at)
    if (!above) break
    at = above
  }
  return at ?? (node.ownerDocument as Document).documentElement
}
