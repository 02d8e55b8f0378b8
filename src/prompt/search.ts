import { canTakeAnswer, type Group, groupFields } from './fields.ts'
import type { Look, Work } from './types.ts'
import { Sight } from './visible.ts'

/** One search of one tree: what it works on, and what it has found out so far. */
export interface Search {
  root: Document | ShadowRoot
  document: Document
  sight: Sight
  work: Work
  /** Where what was looked at is written down, if anybody asked. */
  looks: Look[] | undefined
  /** Every field that was found, seen or not. */
  fields: HTMLInputElement[]
  /** Fields that could take an answer and are rendered, in reading order. */
  groups: Group[]
  groupOf: Map<HTMLInputElement, Group>
  /** Elements with `data-enum-challenge`. */
  marked: Element[]
}

const TYPED = new Set(['text', 'tel', 'number', 'password', 'search', 'url', 'email'])
const MARKED = '[data-enum-challenge]'
/** The plain elements that scripts give shadow roots to (HTML, `attachShadow`), but for text's. */
const HOSTS = [
  'div',
  'span',
  'section',
  'article',
  'main',
  'aside',
  'p',
  'header',
  'footer',
  'nav',
  'blockquote',
  'body',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
]
/** Up to so many elements, each is asked for its shadow root; beyond, custom elements only where some are in use. */
const FEW_ELEMENTS = 4000
const SAMPLE = 400

export interface SearchOptions {
  work?: Work | undefined
  looks?: Look[] | undefined
}

/** What a query of a tree gives: the elements that a search begins with, in document order. */
export interface Beginnings {
  fields: HTMLInputElement[]
  marked: Element[]
  /** The open shadow roots within, each once. */
  shadows: ShadowRoot[]
}

/**
 * What a search of the tree begins with. Each kind of element is asked for by itself: browsers keep such
 * lists ready, so that a page without a field costs next to nothing.
 */
export function beginningsIn(root: Document | ShadowRoot | Element, work?: Work): Beginnings {
  const found: Beginnings = { fields: [], marked: [], shadows: [] }
  const collect = (tree: Document | ShadowRoot | Element) => {
    if (work) work.queries++
    const places: { element: Element; shadow: ShadowRoot }[] = []
    const own = tree.nodeType === 1 ? (tree as Element).shadowRoot : null
    if (own) places.push({ element: tree as Element, shadow: own })
    for (const element of hostsIn(tree))
      if (element.shadowRoot) places.push({ element, shadow: element.shadowRoot })
    const inputs =
      'getElementsByTagName' in tree ? tree.getElementsByTagName('input') : tree.querySelectorAll('input')
    for (let at = 0, { length } = inputs; at < length; at++) {
      const element = inputs[at]
      if (!element) break
      // What a shadow root holds comes where its host stands.
      while (places[0] && places[0].element.compareDocumentPosition(element) & 4) enter(places.shift())
      if (TYPED.has(element.type)) found.fields.push(element)
    }
    for (const place of places) enter(place)
    // Without a field in it, a tree holds nothing that these could belong to.
    if (found.fields.length > 0 || tree !== root || root.nodeType === 1) {
      found.marked.push(...tree.querySelectorAll(MARKED))
    }
    if (tree.nodeType === 1) takeRoot(tree as Element, found)
  }
  const enter = (place: { shadow: ShadowRoot } | undefined) => {
    if (!place) return
    found.shadows.push(place.shadow)
    collect(place.shadow)
  }
  collect(root)
  return found
}

function takeRoot(element: Element, found: Beginnings): void {
  if (element.localName === 'input' && TYPED.has((element as HTMLInputElement).type))
    found.fields.push(element as HTMLInputElement)
  if (element.matches(MARKED)) found.marked.push(element)
}

/** The elements that may have a shadow root, in document order. */
function* hostsIn(tree: Document | ShadowRoot | Element): Generator<Element> {
  if (!('getElementsByTagName' in tree)) {
    yield* tree.querySelectorAll('*')
    return
  }
  const all = tree.getElementsByTagName('*')
  const { length } = all
  if (length > FEW_ELEMENTS && !usesCustomElements(all)) {
    const hosts: Element[] = []
    for (const name of HOSTS) {
      const named = tree.getElementsByTagName(name)
      for (let at = 0, { length: count } = named; at < count; at++) {
        const element = named[at]
        if (element?.shadowRoot) hosts.push(element)
      }
    }
    yield* hosts.sort((a, b) => (a.compareDocumentPosition(b) & 4 ? -1 : 1))
    return
  }
  for (let at = 0; at < length; at++) {
    const element = all[at]
    if (element?.shadowRoot) yield element
  }
}

/** An application of custom elements has one of them near the top, or near the end. */
function usesCustomElements(all: HTMLCollectionOf<Element>): boolean {
  const { length } = all
  for (let at = 0; at < length; at = at === SAMPLE ? Math.max(at + 1, length - SAMPLE) : at + 1) {
    if (all[at]?.localName.includes('-')) return true
  }
  return false
}

export function startSearch(root: Document | ShadowRoot, options: SearchOptions = {}): Search {
  const work = options.work ?? { queries: 0, nodes: 0, styles: 0 }
  return searchOf(root, beginningsIn(root, work), { ...options, work })
}

/** A search that begins with what is known already. */
export function searchOf(
  root: Document | ShadowRoot,
  { fields, marked }: Omit<Beginnings, 'shadows'>,
  { work = { queries: 0, nodes: 0, styles: 0 }, looks }: SearchOptions = {},
): Search {
  const document = root.nodeType === 9 ? (root as Document) : (root.ownerDocument as Document)
  const sight = new Sight(document, work)
  return { root, document, sight, work, looks, fields, groups: [], groupOf: new Map(), marked }
}

const A_FEW = 64

/** Keeps the fields that could take an answer and are rendered, as groups. Pauses after every few. */
export function* sortFields(search: Search): Generator<void, void> {
  const taking: HTMLInputElement[] = []
  for (const [at, field] of search.fields.entries()) {
    if (at % A_FEW === A_FEW - 1) yield
    if (canTakeAnswer(field) && !field.matches(':disabled') && search.sight.rendered(field))
      taking.push(field)
    else
      note(search, () => ({
        carrier: 'field',
        outcome: 'refused',
        reason: field.disabled
          ? 'disabled'
          : field.readOnly
            ? 'read-only'
            : canTakeAnswer(field)
              ? 'hidden'
              : 'type',
        message: 'This field cannot take an answer: it is disabled, read-only, hidden or of another type.',
        element: field,
      }))
  }
  search.groups = groupFields(taking, search)
  for (const group of search.groups) for (const field of group.fields) search.groupOf.set(field, group)
}

/** Writes down one refusal or find, with a path to the element; costs nothing when nobody asked. */
export function note(search: Search, look: () => Omit<Look, 'where'>): void {
  if (!search.looks) return
  const seen = look()
  search.looks.push({ ...seen, where: pathTo(seen.element) })
}

/** A short CSS path, for a person to find the element by. */
export function pathTo(element: Element): string {
  const steps: string[] = []
  for (let at: Element | null = element; at && steps.length < 4; at = at.parentElement) {
    if (at.id) {
      steps.unshift(`#${at.id}`)
      break
    }
    const name = at.getAttribute('name')
    const nth = at.parentElement ? [...at.parentElement.children].indexOf(at) + 1 : 1
    steps.unshift(name ? `${at.localName}[name="${name}"]` : `${at.localName}:nth-child(${nth})`)
  }
  return steps.join(' > ')
}
