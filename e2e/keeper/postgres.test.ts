/** The same Keeper on PostgreSQL, in two processes' worth of instances that share one database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findPostgres, startPostgres } from '../../src/verifier/postgres.test-kit.ts'
import { SHOP } from './accounts.ts'
import { challengeOn, confirmed, reasonOn } from './browser-for-tests.ts'
import { type Keeper, startKeeper } from './keeper.ts'

const PURSE = SHOP.purses.Z!
const postgres = findPostgres()

describe.skipIf('missing' in postgres)('two Keepers on one PostgreSQL', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>
  let one: Keeper
  let two: Keeper

  beforeAll(async () => {
    if ('missing' in postgres) return
    server = await startPostgres(postgres.bin)
    ;[one, two] = await Promise.all([
      startKeeper({ databaseUrl: server.url }),
      startKeeper({ databaseUrl: server.url }),
    ])
  }, 120_000)
  afterAll(async () => {
    await one?.close()
    await two?.close()
    await server?.stop()
  })

  it('record a transfer once, whichever of them takes the answers', async () => {
    const { visitor, client } = await confirmed(one)
    const page = await visitor.submit(await visitor.get('/light/transfer'), '/light/transfer', {
      to: PURSE,
      amount: '25.00',
    })
    const answer = client.pay(challengeOn(page), PURSE, '25.00')
    // the session and its form token are as good at the other one
    const elsewhere = await visitor.get(two.url + page.path)
    expect(challengeOn(elsewhere)).toBe(challengeOn(page))
    const before = (await two.ledger()).length
    const token = /name="csrf" value="([^"]+)"/.exec(elsewhere.html)?.[1] ?? ''
    await Promise.all(
      [one, two, one, two].map((keeper) => visitor.post(keeper.url + page.path, { answer, csrf: token })),
    )
    const ledger = await one.ledger()
    expect(ledger.length).toBe(before + 1)
    expect(ledger[0]).toMatchObject({ to: PURSE, cents: 2_500, mode: 'payment' })
    expect(reasonOn(await visitor.post(two.url + page.path, { answer, csrf: token }))).toBe('repeated')
  })

  it('refuse a wrong answer and keep the money', async () => {
    const { visitor } = await confirmed(two)
    const page = await visitor.submit(await visitor.get('/mini/transfer'), '/mini/transfer', {
      to: PURSE,
      amount: '5.00',
    })
    expect(reasonOn(await visitor.submit(page, /mini\/confirm/, { answer: '0000000' }))).toBe('wrong')
  })
})
