import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { damaged } from './error.ts'

const MAX_DEPTH = 64
const TEXT = '#text'
const ATTRIBUTE = '@'

/** An element: `#text`, `@Attribute` and child elements by local name, a list where there are several. */
export type Element = { readonly [name: string]: unknown }

/**
 * XML without a document type: so there are no entities but the five that XML itself knows and numbers.
 * @throws TransferError `damaged`
 */
export function parseXml(text: string): Element {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) {
    throw damaged(
      'The file defines a document type or entities of its own, which is refused: they are used in attacks.',
    )
  }
  checkDepth(text)
  const valid = XMLValidator.validate(text)
  if (valid !== true) {
    throw damaged(`The XML is damaged or cut off at line ${valid.err.line}. Export it again.`)
  }
  try {
    const parsed: unknown = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: ATTRIBUTE,
      textNodeName: TEXT,
      removeNSPrefix: true,
      parseTagValue: false,
      parseAttributeValue: false,
      processEntities: false,
      ignoreDeclaration: true,
      ignorePiTags: true,
    }).parse(text)
    return isElement(parsed) ? parsed : {}
  } catch (error) {
    throw damaged('The XML of the file is damaged.', error)
  }
}

function checkDepth(text: string): void {
  let depth = 0
  for (const [, closing, empty] of text.matchAll(/<(\/?)[A-Za-z_][^<>]*?(\/?)>/g)) {
    if (closing) depth--
    else if (!empty && ++depth > MAX_DEPTH)
      throw damaged('The file nests deeper than any export of keys does.')
  }
}

/** The child elements of that name, in order. */
export function children(parent: unknown, name: string): unknown[] {
  if (!isElement(parent) || !Object.hasOwn(parent, name)) return []
  const found = parent[name]
  return Array.isArray(found) ? found : [found]
}

/** The first child along a path of names. */
export function child(parent: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((element, name) => children(element, name)[0], parent)
}

/** The text inside an element, trimmed; undefined where there is no element or no text. */
export function textOf(element: unknown): string | undefined {
  const text = isElement(element) ? element[TEXT] : element
  return typeof text === 'string' && text.trim() !== '' ? decodeEntities(text.trim()) : undefined
}

export function attribute(element: unknown, name: string): string | undefined {
  const key = ATTRIBUTE + name
  if (!isElement(element) || !Object.hasOwn(element, key)) return undefined
  const value = element[key]
  return typeof value === 'string' ? decodeEntities(value) : undefined
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (whole, hex, decimal, name) => {
      if (name) return named[String(name).toLowerCase()] ?? whole
      const point = hex ? Number.parseInt(hex, 16) : Number(decimal)
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole
    },
  )
}
