/** One `name=value` of a URI's query, the name decoded, the value as it stands there. */
export interface QueryPart {
  name: string
  raw: string
}

/** The parts of a query, in order. A name that cannot be decoded stands as it is: nobody knows it anyway. */
export function splitQuery(query: string): QueryPart[] {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=')
      const name = at < 0 ? part : part.slice(0, at)
      return { name: decode(name) ?? name, raw: at < 0 ? '' : part.slice(at + 1) }
    })
}

/** Undoes percent-encoding; `undefined` where it is broken or not UTF-8. */
export function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
