import { common, contains, parent } from './flat.ts'
import { SCOPE_LETTERS } from './limits.ts'
import type { Item, Passage } from './lines.ts'
import type { Search } from './search.ts'

/** The element that an item stands in. */
export function elementOf(item: Item): Element {
  return item.kind === 'line' ? item.block : item.kind === 'field' ? item.group.first : item.element
}

/** Where in the page an item begins. */
const placeOf = (item: Item): Node =>
  item.kind === 'line' ? (item.pieces[0]?.node ?? item.block) : elementOf(item)

/** The first item that lies in the element, or else the first behind it; -1 where the passage does not reach. */
export function indexOf(passage: Passage, element: Element): number {
  const { items } = passage
  for (const [at, item] of items.entries()) {
    if (contains(element, placeOf(item))) return at
  }
  for (const [at, item] of items.entries()) {
    if (element.compareDocumentPosition(placeOf(item)) & 4) return at
  }
  return -1
}

/**
 * What belongs to one prompt: everything in the largest element around its challenge and its field that
 * holds no other prompt's and is not the whole of a long page.
 * @param field its field's place among the items
 */
export function scopeOf(
  { items }: Passage,
  field: number,
  inside: Element[],
  outside: Element[],
  search: Search,
): Item[] {
  const [first, ...rest] = inside
  if (!first) return []
  let container: Node = first
  for (const element of rest) container = common(container, element) ?? container
  let stretch = stretchOf(items, container, field)
  for (;;) {
    const above = parent(container)
    if (!above || above === search.top || above.nodeType === 9) break
    if (outside.some((element) => contains(above, element))) break
    const wider = stretchOf(items, above, stretch.from, stretch.to)
    if (lettersIn(items, wider, above) > SCOPE_LETTERS) break
    container = above
    stretch = wider
  }
  const within = items.slice(stretch.from, stretch.to).filter((item) => contains(container, elementOf(item)))
  return outside.some((element) => contains(container, element)) ? between(within, inside, outside) : within
}

interface Stretch {
  from: number
  to: number
}

/** The items that begin within the container: they follow one another, and some of them are known. */
function stretchOf(items: Item[], container: Node, from: number, to = from): Stretch {
  const begins = (at: number): boolean => {
    const item = items[at]
    if (!item) return false
    // A line of which nothing can be seen has no beginning: what is behind it decides.
    return (item.kind === 'line' && item.pieces.length === 0) || contains(container, placeOf(item))
  }
  while (begins(from - 1)) from--
  while (begins(to)) to++
  return { from, to }
}

function lettersIn(items: Item[], { from, to }: Stretch, container: Node): number {
  let letters = 0
  for (let at = from; at < to && letters <= SCOPE_LETTERS; at++) {
    const item = items[at]
    if (item?.kind === 'line' && contains(container, item.block)) letters += item.raw.length
  }
  return letters
}

/** Where two prompts share one container: from behind the other one before to ahead of the other one after. */
function between(items: Item[], inside: Element[], outside: Element[]): Item[] {
  const holds = (item: Item, elements: Element[]) =>
    elements.some((element) => contains(element, placeOf(item)))
  const own = items.findIndex((item) => holds(item, inside))
  const isOther = (item: Item | undefined) => item === undefined || holds(item, outside)
  let [from, to] = [Math.max(0, own), own + 1]
  while (from > 0 && !isOther(items[from - 1])) from--
  while (to < items.length && !isOther(items[to])) to++
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
