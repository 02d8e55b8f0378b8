/** What an answer is for: `payment` binds it to a purse and an amount, `authorization` does not. */
export type Mode = 'authorization' | 'payment'

/** What a payment's answer is bound to. Both texts are canonical. */
export interface Transaction {
  purse: string
  amount: string
}

/** Something that the page alone cannot settle and the user is asked about. */
export interface Doubt {
  about: 'amount' | 'purse' | 'field' | 'challenge' | 'conflict'
  /** What stands on the page, as it stands there. */
  seen: string[]
  /** What the user may choose from, canonical where the thing has a canonical form; empty: nothing to choose. */
  choices: string[]
}

/**
 * In authorization mode, money that stands beside the challenge: shown to the user as not protected by the
 * answer. In payment mode, the settled part of a transaction of which another part is in doubt.
 */
export interface MoneySeen {
  /** Canonical. */
  purse?: string
  /** Canonical; absent while it can be read in two ways. */
  amount?: string
  /** As the page writes it: `WMZ`, `USD`, `€`. */
  currency?: string
}

/** One place on a page that shows a challenge and has a field for the answer. */
export interface Prompt {
  mode: Mode
  /** As the carrier gives it, spaces and dashes removed, leading zeros kept. */
  challenge: string
  /** In payment mode absent only while a doubt about it stands; never there in authorization mode. */
  transaction?: Transaction
  /** Currency of the payment as the page writes it, for display only. */
  currency?: string
  /** OCRA session information, when the carrier gives it. */
  session?: string
  /** E-mail address or WMID, when the page shows whose prompt it is. */
  account?: string
  source: 'markup' | 'uri' | 'qr' | 'text'
  /** One field, or one per digit in reading order. Never sent across a message. */
  fields: HTMLInputElement[]
  doubts: Doubt[]
  seen?: MoneySeen
}

/** A picture beside a field that could take an answer, where nothing else gave a challenge. */
export interface QrCandidate {
  picture: HTMLImageElement | HTMLCanvasElement | SVGSVGElement
  /** One field, or one per digit. */
  fields: HTMLInputElement[]
  /** A picture from another origin cannot be read from the page's side: it wants a screenshot. */
  crossOrigin: boolean
  /** What the page's words say about the mode, as far as they say anything. */
  mode?: Mode
  account?: string
}

/** What stands in a document. */
export interface Standing {
  prompts: Prompt[]
  candidates: QrCandidate[]
}

/** One thing that was looked at, with what became of it. */
export interface Look {
  carrier: 'markup' | 'keeper' | 'link' | 'text' | 'picture' | 'field'
  outcome: 'found' | 'refused'
  /** For programs: `prompt`, what `Refusal` names behind the carrier, or what is wrong with an `enum:` link. */
  reason: string
  /** For the site's author: what is wrong and how to put it right. */
  message: string
  /** What the message quotes: a label, an element's name, a mode. */
  about?: string
  /** A short CSS path of the element. */
  where: string
  element: Element
}

export interface Explanation {
  prompts: Prompt[]
  looks: Look[]
}

/** Counts the work that a search does; see `bench/prompt.ts`. */
export interface Work {
  queries: number
  nodes: number
  styles: number
}
