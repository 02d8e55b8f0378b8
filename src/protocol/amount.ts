import { hasBidiControl } from './bidi.ts'
import { ProtocolError } from './error.ts'

/** What is known from elsewhere about how a text writes its amounts. */
export interface AmountHint {
  /** The page's decimal separator; decides between the two readings of a text like `1,234`. */
  decimal?: '.' | ','
}

const LONGEST_TEXT = 64
const MOST_WHOLE_DIGITS = 15
const MOST_DECIMALS = 8
const FEWEST_DECIMALS = 2

/**
 * The one way to write an amount: ASCII digits, a point, two decimals or, where there are more
 * significant ones, up to eight; no grouping, no sign, no leading zeros, more than zero.
 *
 * Reads what pages show: `1 234,56`, `1,234.56`, `1.234,56`, `1'234.50`, `1234.5`, spaces of every
 * width, full-width and Arabic-Indic digits. Nothing is guessed: where a text can mean two amounts,
 * as `1,234` does, and `hint` does not decide it, the error names both in `choices`.
 * @throws ProtocolError `amount-ambiguous` with `choices`, `amount-malformed`, `amount-sign`,
 *   `amount-zero`, `amount-too-large`, `amount-too-precise`, `amount-bidi`
 */
export function canonicalAmount(text: string, hint: AmountHint = {}): string {
  const pieces = split(plain(text))
  const asDecimal = readDecimal(pieces)
  const asWhole = readWhole(pieces)
  if (asDecimal === undefined && asWhole === undefined) throw malformed()
  if (asDecimal === undefined) return canonical(asWhole)
  if (asWhole === undefined) return canonical(asDecimal)
  const decimal = pieces.separators[0]
  if (hint.decimal !== undefined) return canonical(hint.decimal === decimal ? asDecimal : asWhole)
  const choices = [canonical(asDecimal), canonical(asWhole)]
  throw new ProtocolError(
    'amount-ambiguous',
    `This amount can be read in two ways: ${choices.join(' or ')}. Choose the right one.`,
    { choices },
  )
}

/**
 * Whether a text is an amount in its one canonical form. `1.234` is: where somebody has settled what an
 * ambiguous text means, that text stands for itself from then on.
 */
export function isCanonicalAmount(text: string): boolean {
  const match = /^(0|[1-9][0-9]*)\.([0-9]{2}[0-9]*)$/.exec(text)
  const [, whole = '', decimals = ''] = match ?? []
  if (!match || whole.length > MOST_WHOLE_DIGITS || decimals.length > MOST_DECIMALS) return false
  return !/^[0.]+$/.test(text) && (decimals.length === FEWEST_DECIMALS || !decimals.endsWith('0'))
}

/**
 * The amount of a payment that is settled: canonical text as it stands, other text as {@link canonicalAmount}
 * reads it.
 * @throws ProtocolError `amount-…`
 */
export function settledAmount(text: string): string {
  return isCanonicalAmount(text) ? text : canonicalAmount(text)
}

/** ASCII digits and separators only: ` ` and `'` group, `,` and `.` do either, `٫` and `٬` say which. */
function plain(text: string): string {
  if (typeof text !== 'string' || text.length > LONGEST_TEXT) throw malformed()
  if (hasBidiControl(text)) {
    throw new ProtocolError(
      'amount-bidi',
      'The amount holds hidden characters that change the order of its digits.',
    )
  }
  if (/[+\uff0b\u2212\p{Pd}]/u.test(text)) {
    throw new ProtocolError('amount-sign', 'An amount must not have a sign.')
  }
  const scripts = [/[0-9]/, /[０-９]/, /[٠-٩]/, /[۰-۹]/].filter((script) => script.test(text))
  if (scripts.length !== 1) throw malformed()
  return text
    .trim()
    .replace(/[０-９٠-٩۰-۹]/g, (digit) => String(digitValue(digit)))
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(/[’＇]/g, "'")
    .replace(/，/g, ',')
    .replace(/．/g, '.')
}

function digitValue(digit: string): number {
  const code = digit.charCodeAt(0)
  return code - (code >= 0xff10 ? 0xff10 : code >= 0x06f0 ? 0x06f0 : 0x0660)
}

interface Pieces {
  /** Runs of digits; one more than there are separators. */
  digits: string[]
  separators: string[]
}

function split(text: string): Pieces {
  if (!/^[0-9]+(?:[ ',.٫٬][0-9]+)*$/.test(text)) throw malformed()
  return { digits: text.match(/[0-9]+/g) ?? [], separators: text.match(/[^0-9]/g) ?? [] }
}

interface Reading {
  whole: string
  decimals: string
}

/** The last separator as the decimal one, all before it as grouping. */
function readDecimal({ digits, separators }: Pieces): Reading | undefined {
  const last = separators.at(-1)
  const decimals = digits.at(-1)
  if (last === undefined || decimals === undefined || !',.٫'.includes(last)) return undefined
  const before = { digits: digits.slice(0, -1), separators: separators.slice(0, -1) }
  if (before.separators.includes(last)) return undefined
  const whole = before.separators.length === 0 ? before.digits[0] : grouped(before)
  return whole === undefined ? undefined : { whole, decimals }
}

/** Every separator as grouping. */
function readWhole(pieces: Pieces): Reading | undefined {
  const whole = pieces.separators.length === 0 ? pieces.digits[0] : grouped(pieces)
  return whole === undefined ? undefined : { whole, decimals: '' }
}

/** Thousands, all separated alike: `1 234 567`; nothing where that is not what stands there. */
function grouped({ digits, separators }: Pieces): string | undefined {
  const [separator] = separators
  const [first = '', ...rest] = digits
  if (separator === '٫' || separators.some((other) => other !== separator)) return undefined
  if (first.length > 3 || /^0+$/.test(first) || rest.some((group) => group.length !== 3)) return undefined
  return digits.join('')
}

function canonical(reading: Reading | undefined): string {
  if (!reading) throw malformed()
  const decimals = reading.decimals.replace(/0+$/, '')
  if (reading.whole.length > MOST_WHOLE_DIGITS) {
    throw new ProtocolError(
      'amount-too-large',
      `An amount has at most ${MOST_WHOLE_DIGITS} digits before the point.`,
    )
  }
  if (decimals.length > MOST_DECIMALS) {
    throw new ProtocolError('amount-too-precise', `An amount has at most ${MOST_DECIMALS} decimals.`)
  }
  const whole = reading.whole.replace(/^0+(?=[0-9])/, '')
  if (whole === '0' && decimals === '') {
    throw new ProtocolError('amount-zero', 'The amount must be more than zero.')
  }
  return `${whole}.${decimals.padEnd(FEWEST_DECIMALS, '0')}`
}

function malformed(): ProtocolError {
  return new ProtocolError('amount-malformed', 'This is not an amount. Write it like 1234.56.')
}
