/** What the window is told to show of a confirmation, with the real vault. */
import { expect, test } from 'vitest'
import { createdTrial, ocraKey } from '../vault/trial.test-kit.ts'
import { PAYMENT, PLACE, pending } from './sample.test-kit.ts'
import { knownBy, viewOf } from './views.ts'

const KNOWN = 'Z123456789012'
const OTHER = 'Z999999999999'
const inDoubt = (about: 'conflict' | 'purse') => ({ about, seen: [KNOWN, OTHER], choices: [KNOWN, OTHER] })

async function vaultWith(...origins: string[][]) {
  const { vault } = await createdTrial()
  const ids: string[] = []
  for (const [at, own] of origins.entries()) {
    const secret = new Uint8Array(32).fill(7 + at)
    const { id } = await vault.addKey(ocraKey({ account: `${at}`, secret, origins: own }))
    ids.push(id)
  }
  return { vault, ids }
}

test('every purse that the user may choose comes with what is known of that very one', async () => {
  const { vault, ids } = await vaultWith([PLACE.origin])
  await vault.recipients.confirm(KNOWN)
  const { transaction: _, ...open } = PAYMENT
  for (const prompt of [
    { ...PAYMENT, doubts: [inDoubt('conflict')] },
    { ...open, seen: { amount: '25.00' }, doubts: [inDoubt('purse')] },
  ]) {
    const { recipients } = await viewOf(vault, await knownBy(vault), pending({ prompt, keyIds: ids }))
    expect(recipients).toMatchObject([
      { purse: KNOWN, status: 'known' },
      { purse: OTHER, status: 'new' },
    ])
  }
})

test('what was in doubt is shown afterwards as it was settled', async () => {
  const { vault, ids } = await vaultWith([PLACE.origin])
  const prompt = { ...PAYMENT, doubts: [inDoubt('conflict')] }
  const approval = {
    keyId: ids[0] ?? '',
    challenge: '55556666',
    transaction: { purse: OTHER, amount: '25.00' },
  }
  const filled = pending({ prompt, keyIds: ids, state: 'filled', approval })
  expect(await viewOf(vault, await knownBy(vault), filled)).toMatchObject({
    challenge: '55556666',
    transaction: approval.transaction,
  })
})

test('a site around it, or one that gets the answer, passes only where every key that may answer has it', async () => {
  const elsewhere = 'https://elsewhere.test'
  const { vault, ids } = await vaultWith([PLACE.origin, elsewhere], [PLACE.origin])
  const prompt = { ...PAYMENT, destinations: [{ url: `${elsewhere}/take`, method: 'post', target: '' }] }
  const asked = async (keyIds: string[]) => {
    const known = await knownBy(vault)
    return viewOf(vault, known, pending({ prompt, keyIds, ancestors: [elsewhere] }))
  }
  expect(await asked(ids.slice(0, 1))).toMatchObject({ unknownAncestors: [], sendsElsewhere: [] })
  expect(await asked(ids)).toMatchObject({ unknownAncestors: [elsewhere], sendsElsewhere: [elsewhere] })
})
