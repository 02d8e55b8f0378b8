import { common, contains, parent } from './flat.ts'
import type { Item, Passage } from './lines.ts'
import type { Search } from './search.ts'

const SCOPE_LETTERS = 2000

/** The element that an item stands in. */
export function elementOf(item: Item): Element {
  return item.kind === 'line' ? item.block : item.kind === 'field' ? item.group.first : item.element
}

/** The first item that lies in the element, or else the first behind it; -1 where the passage does not reach. */
export function indexOf(passage: Passage, element: Element): number {
  const { items } = passage
  for (const [at, item] of items.entries()) {
    const node = item.kind === 'line' ? (item.pieces[0]?.node ?? item.block) : elementOf(item)
    if (contains(element, node)) return at
  }
  for (const [at, item] of items.entries()) {
    const node = item.kind === 'line' ? (item.pieces[0]?.node ?? item.block) : elementOf(item)
    if (element.compareDocumentPosition(node) & 4) return at
  }
  return -1
}

/**
 * What belongs to one prompt: everything in the largest element around its challenge and its field that
 * holds no other prompt's and is not the whole of a long page.
 */
export function scopeOf(passage: Passage, inside: Element[], outside: Element[], search: Search): Item[] {
  const [first, ...rest] = inside
  if (!first) return []
  let container: Node = first
  for (const element of rest) container = common(container, element) ?? container
  for (;;) {
    const above = parent(container)
    if (!above || above === search.root || above.nodeType === 9) break
    if (outside.some((element) => contains(above, element))) break
    if (lettersIn(passage, above) > SCOPE_LETTERS) break
    container = above
  }
  const within = passage.items.filter((item) => contains(container, elementOf(item)))
  return outside.some((element) => contains(container, element)) ? between(within, inside, outside) : within
}

function lettersIn(passage: Passage, container: Node): number {
  let letters = 0
  for (const item of passage.items)
    if (item.kind === 'line' && contains(container, item.block)) letters += item.raw.length
  return letters
}

/** Where two prompts share one container: from behind the other one before to ahead of the other one after. */
function between(items: Item[], inside: Element[], outside: Element[]): Item[] {
  const holds = (item: Item, elements: Element[]) =>
    elements.some((element) => {
      const node = item.kind === 'line' ? (item.pieces[0]?.node ?? item.block) : elementOf(item)
      return (
        node === element || contains(element, node) || (item.kind === 'field' && item.group.first === element)
      )
    })
  const own = items.findIndex((item) => holds(item, inside))
  let from = 0
  let to = items.length
  for (const [at, item] of items.entries()) {
    if (!holds(item, outside)) continue
    if (at < own) from = at + 1
    else if (at > own) {
      to = Math.min(to, at)
    }
  }
  return items.slice(from, to)
}

/** The few lines just before the scope, which may head it, as long as they belong to no other prompt. */
export function headOf(passage: Passage, scope: Item[], outside: Element[]): Item[] {
  const [first] = scope
  const end = first ? passage.items.indexOf(first) : -1
  const head: Item[] = []
  for (let at = end - 1; at >= 0 && head.length < 4; at--) {
    const item = passage.items[at]
    if (!item || item.kind === 'field' || item.kind === 'other') break
    if (outside.some((element) => contains(element, elementOf(item)) || contains(elementOf(item), element)))
      break
    head.unshift(item)
  }
  return head
}
