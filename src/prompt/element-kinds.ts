/** What reading makes of an element, by its name. */

/**
 * `unread` holds nothing that a reader sees as text, `break` ends a line, `inline` goes on with it, a `picture`, an
 * `input` and a `choice` (a list, a text of many lines) stand in it. Everything else is a `block`: a line of its own.
 */
export type Kind = 'unread' | 'break' | 'inline' | 'picture' | 'input' | 'choice' | 'block'

const NAMES: Record<Exclude<Kind, 'block'>, string> = {
  unread: `script style noscript template head iframe object embed audio video math datalist del s strike
  title link meta map`,
  break: 'br hr',
  inline: `a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark nobr output q samp
  small span strong sub sup time tt u var wbr slot ruby`,
  picture: 'img canvas svg',
  input: 'input',
  choice: 'select textarea',
}

const KINDS = new Map(
  Object.entries(NAMES).flatMap(([kind, names]) => names.split(/\s+/).map((name) => [name, kind as Kind])),
)

export const kindOf = (element: Element): Kind => {
  const kind = KINDS.get(element.localName) ?? 'block'
  // Other namespaces have an `input` of their own.
  return kind === 'input' && !('value' in element) ? 'block' : kind
}

const OPAQUE = new Set<Kind>(['unread', 'picture', 'input', 'choice'])

/** Whether what is in the element, if anything, is not read as part of the page. */
export const isOpaque = (element: Element): boolean => OPAQUE.has(kindOf(element))

const CELLS = new Set(['td', 'dd', 'li'])

/** Whether the element is a place for one value in a table or a list. */
export const isCell = ({ localName }: Element): boolean => CELLS.has(localName)

/** Whether the line that the element stands in goes on behind it. */
export const flows = (element: Element, kind: Kind): boolean =>
  kind === 'picture' ||
  kind === 'choice' ||
  (kind === 'input' && !/^(?:radio|checkbox)$/.test((element as HTMLInputElement).type))
