/** One challenge, one answer: from two tabs, two pages of the extension, after kills and with an emptied journal. */
import { ask, expect, keyData, test } from '../fixtures.ts'
import { type HostileSite, startHostileSite, takenOver } from './hostile-site.ts'
import { answerTo, approval, clear, decided, listed, typedIn } from './reach.ts'

const HOST = 'wallet.test'
const PURSE = 'Z145179295679'
const COUNTING = 'OCRA-1:HOTP-SHA256-7:C-QN08'

let hostile: HostileSite
test.beforeAll(async () => {
  hostile = await startHostileSite()
})
test.afterAll(() => hostile.close())

test('never two answers for two transactions, never a counter moved twice', async ({ driver, user }) => {
  test.setTimeout(240_000)
  const { options, keyId, enrolment } = user
  const site = await takenOver(user, hostile, [HOST])
  const show = (challenge: string, amount: string) =>
    hostile.prompt(HOST, { challenge, purse: PURSE, amount })

  // Two tabs show one challenge for two amounts and are approved at the same moment.
  const challenge = '61000001'
  await site.goto(show(challenge, '25.00'))
  const small = await listed(options, 'pending', { challenge })
  const other = await driver.open(show(challenge, '2500.00'))
  await options.waitUntil(async () => {
    const reply = await chrome.runtime.sendMessage({ name: 'confirmations.list', body: {} })
    return reply.value.confirmations.length === 2
  })
  const large = (await ask(options, 'confirmations.list', {})).confirmations.find(({ id }) => id !== small.id)
  if (large === undefined) throw new Error('the second one is gone')
  const ends = await Promise.all([
    decided(options, small, approval(small, keyId)),
    decided(options, large, approval(large, keyId)),
  ])
  expect(ends.filter((end) => end === 'refused')).toHaveLength(1)
  const [winner, loser] = ends[0] === 'refused' ? ([large, small] as const) : ([small, large] as const)
  expect([await typedIn(site), await typedIn(other)]).not.toContain(answerTo(enrolment, loser))
  const lost = (await ask(options, 'confirmations.list', {})).confirmations.find(({ id }) => id === loser.id)
  expect(lost?.reason).toBe('answered-otherwise')
  await clear(options)
  await other.close()

  // The same after the worker was killed and the journal emptied; the very same transaction is answered again.
  await driver.killBackground()
  await ask(options, 'journal.clear', {})
  await driver.killBackground()
  await site.focus()
  const otherAmount = winner === small ? '2500.00' : '25.00'
  await site.goto(show(challenge, otherAmount))
  const later = await listed(options, 'pending', { challenge })
  expect(await decided(options, later, approval(later, keyId))).toBe('refused')
  expect(await typedIn(site)).toBe('')
  await expect(ask(options, 'answer.byHand', { keyId, challenge })).rejects.toThrow('answered-otherwise')
  const byHand = { keyId, challenge, transaction: { purse: PURSE, amount: winner.transaction?.amount ?? '' } }
  expect((await ask(options, 'answer.byHand', byHand)).answer).toBe(answerTo(enrolment, winner))
  await clear(options)

  // Popup and window at once: two pages of the extension press Approve on the same revision.
  await site.goto(show('61000002', '25.00'))
  await site.eval(() => {
    addEventListener('input', () => {
      document.body.dataset.typed = String(Number(document.body.dataset.typed ?? 0) + 1)
    })
  })
  const view = await listed(options, 'pending', { challenge: '61000002' })
  const second = await driver.openExtension('src/ui/options/options.html')
  await site.focus()
  const both = await Promise.all([
    decided(options, view, approval(view, keyId)),
    decided(second, view, approval(view, keyId)),
  ])
  expect(both).toEqual(['filled', 'filled'])
  expect(await site.eval(() => document.body.dataset.typed)).toBe('1')
  expect(await typedIn(site)).toBe(answerTo(enrolment, view))
  const entries = await ask(options, 'journal.list', {})
  expect(entries.filter(({ challenge }) => challenge === '61000002')).toHaveLength(1)
  // Approved there and rejected here: the second to come is told so.
  await clear(options)
  await site.goto(show('61000003', '25.00'))
  const torn = await listed(options, 'pending', { challenge: '61000003' })
  const fates = await Promise.all([
    decided(options, torn, approval(torn, keyId)),
    decided(second, torn, { decision: 'reject' }),
  ])
  const answered = fates[0] === 'filled'
  expect(fates).toContain(answered ? 'not-pending' : 'rejected')
  expect((await typedIn(site)) !== '').toBe(answered)
  await clear(options)

  // A suite that counts: one challenge from two pages at once, again after a kill, and on two tabs.
  const counting = await ask(options, 'keys.add', {
    key: {
      ...keyData({ ...enrolment, issuer: 'Counting', suite: COUNTING, origins: [] }),
      counter: '0',
    },
  })
  const body = { keyId: counting.id, challenge: '62000001' }
  const answers = await Promise.all([
    ask(options, 'answer.byHand', body),
    ask(second, 'answer.byHand', body),
    ask(options, 'answer.byHand', body),
  ])
  await driver.killBackground()
  answers.push(await ask(second, 'answer.byHand', body))
  expect(new Set(answers.map(({ answer }) => answer)).size).toBe(1)
  const counter = (await ask(options, 'keys.list', {})).find(({ id }) => id === counting.id)?.counter
  expect(counter).toBe('1')
})
