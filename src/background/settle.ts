import type { Doubt, PromptReport, Transaction } from '../messages.ts'
import { canonicalPurse, isCanonicalAmount, ProtocolError } from '../protocol/index.ts'
import { Refusal } from './refusal.ts'

/** A prompt with nothing left to ask. */
export interface Settled {
  challenge: string
  transaction?: Transaction
  field?: number
}

/**
 * Applies the choices that the user made, one index per doubt in order.
 * @throws Refusal `doubt-open` where a choice is missing, there is none to make, or it is no purse or amount as
 *   they are answered: what is shown is, letter by letter, what is vouched for
 */
export function settle(prompt: PromptReport, choices: number[]): Settled {
  let { challenge } = prompt
  let field: number | undefined
  let purse = prompt.transaction?.purse ?? (prompt.mode === 'payment' ? prompt.seen?.purse : undefined)
  let amount = prompt.transaction?.amount ?? (prompt.mode === 'payment' ? prompt.seen?.amount : undefined)
  prompt.doubts.forEach((doubt, place) => {
    const index = choices[place]
    const choice = index === undefined ? undefined : doubt.choices[index]
    if (index === undefined || choice === undefined) throw open(doubt)
    switch (settledThing(doubt, prompt)) {
      case 'field':
        field = index
        break
      case 'purse':
        purse = choice
        break
      case 'amount':
        amount = choice
        break
      case 'challenge':
        challenge = choice
    }
  })
  const settled: Settled = { challenge }
  if (field !== undefined) settled.field = field
  if (prompt.mode === 'payment') {
    if (purse === undefined || amount === undefined || !isPurse(purse) || !isCanonicalAmount(amount)) {
      throw new Refusal('doubt-open', 'The page does not say for certain who gets how much.')
    }
    settled.transaction = { purse, amount }
  }
  return settled
}

/** A conflict names no thing; its choices, being canonical, tell. */
function settledThing(
  { about, choices }: Doubt,
  { challenge, transaction, seen }: PromptReport,
): Exclude<Doubt['about'], 'conflict'> {
  if (about !== 'conflict') return about
  const purse = transaction?.purse ?? seen?.purse
  if (choices.some((choice) => /^\d+\.\d{2,8}$/.test(choice))) return 'amount'
  if (purse !== undefined && choices.includes(purse)) return 'purse'
  // Twelve digits are a purse without its letter, and a challenge may have twelve.
  if (choices.includes(challenge)) return 'challenge'
  return choices.some(isPurse) ? 'purse' : 'challenge'
}

function isPurse(text: string): boolean {
  try {
    return canonicalPurse(text) === text
  } catch (error) {
    if (error instanceof ProtocolError) return false
    throw error
  }
}

function open({ about, seen }: Doubt): Refusal {
  return new Refusal('doubt-open', `Settle first which ${about} is right.`, { about, seen })
}
