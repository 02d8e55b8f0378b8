import { afterAll, beforeAll, expect, it } from 'vitest'
import { SHOP } from './accounts.ts'
import { type Client, challengeOn, confirmed, find, reasonOn, type Visitor } from './browser-for-tests.ts'
import { type Keeper, startKeeper } from './keeper.ts'

let keeper: Keeper
let visitor: Visitor
let client: Client

beforeAll(async () => {
  keeper = await startKeeper({ control: true })
  ;({ visitor, client } = await confirmed(keeper))
}, 120_000)
afterAll(() => keeper.close())

it('lists its hostile pages, and each of them opens', async () => {
  const list = await visitor.get('/attack')
  const links = [...list.html.matchAll(/href="(\/attack\/[^"]+)"/g)].map(([, href]) =>
    href!.replace(/&amp;/g, '&'),
  )
  expect(links.length).toBeGreaterThan(30)
  for (const link of links) expect((await visitor.get(link)).status, link).toBe(200)
})

it('refuses as wrong the answer for a recipient that only the page shows', async () => {
  const page = await visitor.get('/attack/relay')
  const before = (await keeper.ledger()).length
  expect(page.html).toContain(SHOP.purses.Z)
  const refused = await visitor.submit(page, /confirm/, {
    answer: client.pay(challengeOn(page), SHOP.purses.Z!, '25.00'),
  })
  expect(reasonOn(refused)).toBe('wrong')
  expect((await keeper.ledger()).length).toBe(before)
})

it('confirms for real what a page shows before it changes', async () => {
  const page = await visitor.get('/attack/swap?what=amount')
  const answer = client.pay(challengeOn(page), SHOP.purses.Z!, '25.00')
  await visitor.submit(page, /confirm/, { answer })
  expect((await keeper.ledger())[0]).toMatchObject({ section: 'attack', cents: 2_500 })
})

it('frames nothing but pages of an extension', async () => {
  const page = await visitor.get('/attack/clickjack?frame=javascript:alert(1)')
  expect(page.html).not.toContain('id="target"')
  const framed = await visitor.get('/attack/clickjack?frame=chrome-extension://abcdef/approval.html')
  expect(find(framed, /id="target" src="([^"]+)"/)).toBe('chrome-extension://abcdef/approval.html')
})

it('is not there unless it was asked for', async () => {
  const honest = await startKeeper()
  try {
    for (const path of ['/attack', '/attack/swap', '/attack/flood']) {
      expect((await fetch(honest.url + path)).status).toBe(404)
    }
  } finally {
    await honest.close()
  }
})
