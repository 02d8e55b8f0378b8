import type { ConfirmationView, Doubt, Transaction } from '../../../messages.ts'

/** What an approval would vouch for, as the choices made so far leave it. */
export interface Settled {
  challenge: string
  /** Absent in authorization mode, and in payment mode while purse or amount is still open. */
  transaction?: Transaction
}

/**
 * Applies the choices made so far, one index per doubt, in the way in which the worker will. It is sent along
 * with an approval, so that the worker answers what was shown or refuses.
 */
export function settledBy(view: ConfirmationView, choices: readonly (number | undefined)[]): Settled {
  let { challenge } = view
  const certain = view.transaction ?? (view.mode === 'payment' ? view.seen : undefined)
  let purse = certain?.purse
  let amount = certain?.amount
  view.doubts.forEach((doubt, at) => {
    const thing = thingOf(doubt, view)
    const index = choices[at]
    const choice = index === undefined ? undefined : doubt.choices[index]
    // What is in doubt is not shown as certain before it is settled.
    if (thing === 'purse') purse = choice
    else if (thing === 'amount') amount = choice
    else if (thing === 'challenge') challenge = choice ?? challenge
  })
  if (view.mode !== 'payment' || purse === undefined || amount === undefined) return { challenge }
  return { challenge, transaction: { purse, amount } }
}

/** A conflict names no thing; its choices, being canonical, tell. */
function thingOf({ about, choices }: Doubt, view: ConfirmationView): Exclude<Doubt['about'], 'conflict'> {
  if (about !== 'conflict') return about
  const purse = view.transaction?.purse ?? view.seen?.purse
  if (choices.some((choice) => /^\d+\.\d{2,8}$/.test(choice))) return 'amount'
  if (purse !== undefined && choices.includes(purse)) return 'purse'
  // Twelve digits are a purse without its letter, and a challenge may have twelve.
  if (choices.includes(view.challenge)) return 'challenge'
  return choices.some((choice) => /^[A-Z]?\d{12}$/.test(choice)) ? 'purse' : 'challenge'
}
