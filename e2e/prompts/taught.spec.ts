import { expect, test } from '../fixtures.ts'
import { accepted, answered } from './confirming.ts'

const DONE = '^/markup\\?done=1'

test('a page in no known language is taught', async ({ user }) => {
  const { story, site } = user
  const { driver, keeper } = story
  await site.goto(`${keeper.url}/markup/strange`)
  const popup = await driver.clickToolbar(site)
  await popup.click('details.small summary')
  await popup.click({ role: 'button', name: 'Teach this page' })
  for (const place of ['#skaitlis', '#pretskaitlis']) await site.click(place)
  // The bar's first choice, Authorization, has the focus; Payment is the next.
  await site.press('Tab')
  await site.press('Enter')
  for (const place of ['#maks', '#daudzums']) await site.click(place)
  await test.step('at once', async () => {
    await answered(story, site, '.answer')
    await site.click('.sample form button')
    await accepted(site, DONE)
  })
  await test.step('and the next time', async () => {
    await site.goto(`${keeper.url}/markup/strange`)
    await answered(story, site, '.answer')
    await site.click('.sample form button')
    await accepted(site, DONE)
  })
  expect(await keeper.ledger()).toMatchObject([{ mode: 'payment' }, { mode: 'payment' }])
})
