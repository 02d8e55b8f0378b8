import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SHOP } from './accounts.ts'
import { challengeOn, confirmed, find, newcomer, reasonOn, type Visitor } from './browser-for-tests.ts'
import { type Keeper, startKeeper } from './keeper.ts'

const PURSE = SHOP.purses.Z!

let keeper: Keeper
let time = Date.UTC(2026, 10, 24, 12)

beforeAll(async () => {
  keeper = await startKeeper({ clock: () => time })
}, 120_000)
afterAll(() => keeper.close())

const transfer = async (visitor: Visitor, fields: Record<string, string> = {}) =>
  visitor.submit(await visitor.get('/light/transfer'), '/light/transfer', {
    to: PURSE,
    amount: '25.00',
    ...fields,
  })

const count = async () => (await keeper.ledger()).length

describe('a confirmed transfer', () => {
  it('is recorded once, as it was written down, in Payment mode', async () => {
    const { visitor, client } = await confirmed(keeper)
    const before = await count()
    const page = await transfer(visitor, { note: 'flowers' })
    const answer = client.pay(challengeOn(page), PURSE, '25.00')
    const done = await visitor.submit(page, /\/light\/confirm\//, { answer })
    expect(done.status).toBe(200)
    expect(done.html).toContain('The transfer is done')
    const ledger = await keeper.ledger()
    expect(ledger.length).toBe(before + 1)
    expect(ledger[0]).toMatchObject({
      to: PURSE,
      cents: 2_500,
      note: 'flowers',
      mode: 'payment',
      section: 'webpro',
    })
  })

  it('is recorded once in Authorization mode', async () => {
    const { visitor, client } = await confirmed(keeper)
    const before = await count()
    const page = await transfer(visitor, { mode: 'authorization' })
    await visitor.submit(page, /\/light\/confirm\//, { answer: client.authorize(challengeOn(page)) })
    const ledger = await keeper.ledger()
    expect(ledger.length).toBe(before + 1)
    expect(ledger[0]).toMatchObject({ mode: 'authorization' })
  })

  it('takes an answer that was written with a space', async () => {
    const { visitor, client } = await confirmed(keeper)
    const page = await transfer(visitor)
    const answer = client.pay(challengeOn(page), PURSE, '25.00')
    const done = await visitor.submit(page, /\/light\/confirm\//, {
      answer: `${answer.slice(0, 3)} ${answer.slice(3)}`,
    })
    expect(done.html).toContain('The transfer is done')
  })

  it('refuses a repeated answer, with the reason, and pays nothing twice', async () => {
    const { visitor, client } = await confirmed(keeper)
    const page = await transfer(visitor)
    const answer = client.pay(challengeOn(page), PURSE, '25.00')
    await visitor.submit(page, /\/light\/confirm\//, { answer })
    const before = await count()
    const again = await visitor.submit(page, /\/light\/confirm\//, { answer })
    expect(again.status).toBe(422)
    expect(reasonOn(again)).toBe('repeated')
    expect(await count()).toBe(before)
  })

  it('pays once when the same answer arrives twice at the same time', async () => {
    const { visitor, client } = await confirmed(keeper)
    const page = await transfer(visitor)
    const answer = client.pay(challengeOn(page), PURSE, '25.00')
    const before = await count()
    await Promise.all([1, 2, 3].map(() => visitor.submit(page, /\/light\/confirm\//, { answer })))
    expect(await count()).toBe(before + 1)
  })

  it('refuses a late answer, with the reason and a new challenge that works', async () => {
    const { visitor, client } = await confirmed(keeper)
    const page = await transfer(visitor)
    const before = await count()
    time += 10 * 60_000
    const late = await visitor.submit(page, /\/light\/confirm\//, {
      answer: client.pay(challengeOn(page), PURSE, '25.00'),
    })
    expect(reasonOn(late)).toBe('expired')
    expect(challengeOn(late)).not.toBe(challengeOn(page))
    expect(await count()).toBe(before)
    await visitor.submit(late, /\/light\/confirm\//, {
      answer: client.pay(challengeOn(late), PURSE, '25.00'),
    })
    expect(await count()).toBe(before + 1)
  })

  it.each([
    ['a wrong number', () => '0000000'],
    ['nothing', () => ''],
    ['text', () => '<script>'],
  ])('refuses %s, with the reason', async (_name, answer) => {
    const { visitor } = await confirmed(keeper)
    const page = await transfer(visitor)
    const before = await count()
    const refused = await visitor.submit(page, /\/light\/confirm\//, { answer: answer() })
    expect(reasonOn(refused)).toBe('wrong')
    expect(challengeOn(refused)).toBe(challengeOn(page))
    expect(await count()).toBe(before)
  })

  it('refuses in Payment mode the answer that belongs to Authorization mode', async () => {
    const { visitor, client } = await confirmed(keeper)
    const page = await transfer(visitor)
    const refused = await visitor.submit(page, /\/light\/confirm\//, {
      answer: client.authorize(challengeOn(page)),
    })
    expect(reasonOn(refused)).toBe('wrong')
  })

  it('slows guessing down, then locks it', async () => {
    const { visitor } = await confirmed(keeper)
    const page = await transfer(visitor)
    const reasons: string[] = []
    let shown = page
    for (let guess = 0; guess < 30 && reasons.at(-1) !== 'locked'; guess++) {
      shown = await visitor.submit(shown, /\/light\/confirm\//, { answer: '0000000' })
      reasons.push(reasonOn(shown))
      if (reasons.at(-1) === 'slow-down') time += 61_000
    }
    expect(reasons.slice(0, 3)).toEqual(['wrong', 'wrong', 'wrong'])
    expect(reasons).toContain('slow-down')
    expect(reasons.at(-1)).toBe('locked')
    expect(reasons.filter((reason) => reason === 'wrong').length).toBe(10)
  })
})

describe('the Keeper trusts its own record, not the page', () => {
  it('refuses a form that sends back another purse, whatever the answer', async () => {
    const { visitor, client } = await confirmed(keeper)
    const page = await transfer(visitor)
    const before = await count()
    const refused = await visitor.submit(page, /\/light\/confirm\//, {
      answer: client.pay(challengeOn(page), PURSE, '25.00'),
      shown_purse: SHOP.purses.E!,
    })
    expect(reasonOn(refused)).toBe('tampered')
    expect(await count()).toBe(before)
  })

  it('refuses the answer for what the page showed when the record says otherwise', async () => {
    const { visitor, client } = await confirmed(keeper)
    const other = await newcomer(keeper)
    const theirs = find(await other.visitor.get('/light/'), /(Z\d{12})</)
    // malware sent the thief's purse and shows the user the shop's
    const page = await transfer(visitor, { to: theirs })
    const refused = await visitor.submit(page, /\/light\/confirm\//, {
      answer: client.pay(challengeOn(page), PURSE, '25.00'),
    })
    expect(reasonOn(refused)).toBe('wrong')
  })

  it('refuses an old answer for a new transfer to somebody else', async () => {
    const { visitor, client } = await confirmed(keeper)
    const first = await transfer(visitor)
    const answer = client.pay(challengeOn(first), PURSE, '25.00')
    const second = await transfer(visitor, { amount: '26.00' })
    expect(reasonOn(await visitor.submit(second, /\/light\/confirm\//, { answer }))).toBe('wrong')
  })

  it('does not show or take an operation of another account', async () => {
    const { visitor } = await confirmed(keeper)
    const page = await transfer(visitor)
    const other = await newcomer(keeper)
    expect((await other.visitor.get(page.path)).status).toBe(404)
    expect((await other.visitor.post(page.path, { answer: '1234567' })).status).toBe(404)
  })

  it('refuses a form without this session’s token', async () => {
    const { visitor } = await confirmed(keeper)
    const refused = await visitor.post('/light/transfer', { csrf: 'forged', to: PURSE, amount: '1.00' })
    expect(refused.status).toBe(403)
    expect(reasonOn(refused)).toBe('form-expired')
  })

  it.each([
    [{ to: 'Z1' }, 'purse-invalid'],
    [{ to: 'Z999999999999' }, 'purse-unknown'],
    [{ to: SHOP.purses.E! }, 'purse-currency'],
    [{ amount: '0.00' }, 'amount-invalid'],
    [{ amount: '-5' }, 'amount-invalid'],
    [{ amount: '1.005' }, 'amount-invalid'],
    [{ amount: '99999.00' }, 'not-enough'],
    [{ from: PURSE }, 'purse-invalid'],
  ])('refuses the transfer %j as %s', async (fields, reason) => {
    const { visitor } = await confirmed(keeper)
    const refused = await transfer(visitor, fields)
    expect(reasonOn(refused)).toBe(reason)
  })
})
