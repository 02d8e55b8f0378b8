import { ProtocolError, parseEnumUri } from '../protocol/index.ts'
import { noteDamagedLink } from './explanations.ts'
import type { Passage } from './lines.ts'
import type { Search } from './search.ts'
import type { Doubt, Transaction } from './types.ts'

/** What one `enum:` link asks for. */
export interface EnumLink {
  element: Element
  mode: 'authorization' | 'payment'
  challenge: string
  transaction?: Transaction
  /** The purse alone, while the amount is in doubt. */
  purse?: string
  doubts: Doubt[]
}

/** The visible `enum:` links of a passage that can be read. */
export function enumLinks(passage: Passage, search: Search): EnumLink[] {
  const links: EnumLink[] = []
  for (const element of passage.links) {
    if (!search.sight.shows(element)) continue
    const href = element.getAttribute('href') ?? ''
    const read = readEnumUri(href)
    if ('problem' in read) noteDamagedLink(search, read.problem, element)
    else links.push({ element, ...read })
  }
  return links
}

/** An `enum:` URI; an amount that can be read in two ways becomes a doubt instead of an error. */
export function readEnumUri(text: string): Omit<EnumLink, 'element'> | { problem: ProtocolError } {
  try {
    const { mode, challenge, ...money } = parseEnumUri(text)
    return 'purse' in money
      ? { mode, challenge, transaction: money, doubts: [] }
      : { mode, challenge, doubts: [] }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    // The reading without decimals: it cannot be taken for another when it is read again.
    const choice = error.choices.at(-1)
    const amount = /[?&](?:amount|a)=([^&#]*)/i.exec(text)
    if (error.code !== 'amount-ambiguous' || choice === undefined || !amount) return { problem: error }
    const settled = readEnumUri(
      text.replace(amount[0], `${amount[0].slice(0, -(amount[1] ?? '').length)}${choice}`),
    )
    if ('problem' in settled) return settled
    const doubts: Doubt[] = [{ about: 'amount', seen: [decode(amount[1] ?? '')], choices: error.choices }]
    const purse = settled.transaction?.purse
    return { mode: settled.mode, challenge: settled.challenge, doubts, ...(purse ? { purse } : {}) }
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
