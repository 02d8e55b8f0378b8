import { canonicalAmount } from '../../src/protocol/index.ts'
import { Refusal } from './refusal.ts'

/** Hundredths of what a person typed. Throws `amount-invalid` for what is no amount or finer than a hundredth. */
export function centsOf(text: string): number {
  let canonical: string
  try {
    canonical = canonicalAmount(text)
  } catch {
    throw new Refusal('amount-invalid')
  }
  const [whole = '', fraction = ''] = canonical.split('.')
  const cents = Number(whole) * 100 + Number(fraction)
  if (fraction.length !== 2 || !Number.isSafeInteger(cents)) throw new Refusal('amount-invalid')
  return cents
}

/** The canonical text of so many hundredths: `1234.56`. */
export const amountText = (cents: number): string =>
  `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`

const CURRENCIES: Record<string, string> = { Z: 'WMZ', E: 'WME', R: 'WMR' }

/** The currency of a purse, as the wallet writes it. */
export const currencyOf = (purse: string): string => CURRENCIES[purse.charAt(0)] ?? 'WM'
