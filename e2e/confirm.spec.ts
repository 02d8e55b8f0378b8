import { join } from 'node:path'
import type { Replies, RequestName, RequestOf } from '../src/messages.ts'
import { parseOtpauth } from '../src/protocol/index.ts'
import { makeCertificate } from './driver/certificate.ts'
import type { Driver, Page } from './driver/driver.ts'
import { test as base, expect } from './driver/test.ts'
import { SHOP } from './keeper/accounts.ts'
import { type Keeper, startKeeper } from './keeper/keeper.ts'

const test = base.extend<{ keeper: Keeper }>({
  /** `DIST` names another folder with builds than `dist`. */
  launchWith: async ({ target }, use) => {
    const builds = process.env.DIST
    await use(
      builds === undefined ? {} : { extension: join(builds, target === 'chromium' ? 'chrome' : 'firefox') },
    )
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright's fixtures need the pattern
  keeper: async ({}, use) => {
    const keeper = await startKeeper({
      tls: makeCertificate(),
      hosts: { main: 'keeper.test', frame: 'frame.test' },
    })
    await use(keeper)
    await keeper.close()
  },
})

/** Asks the worker as a page of the extension does. */
async function ask<N extends RequestName>(page: Page, name: N, body: RequestOf<N>): Promise<Replies[N]> {
  const reply = await page.eval((message) => chrome.runtime.sendMessage(message), { name, body })
  const checked = reply as { ok: true; value: Replies[N] } | { ok: false; error: { code: string } }
  if (!checked.ok) throw new Error(`${name}: ${JSON.stringify(checked.error)}`)
  return checked.value
}

/** Allows a host as the click that adds a key for it does. */
async function allow(driver: Driver, page: Page, pattern: string): Promise<void> {
  await driver.grant(pattern)
  await page.eval((origin) => {
    const button = document.body.appendChild(document.createElement('button'))
    button.id = 'allow-host'
    button.textContent = 'Allow'
    button.style.cssText = 'position: fixed; inset: 0 auto auto 0; z-index: 9'
    button.addEventListener('click', () => {
      void chrome.permissions.request({ origins: [origin] }).then(() => button.remove())
    })
  }, pattern)
  await page.click('#allow-host')
  await page.waitFor('#allow-host', { gone: true })
}

/** A user with an account at the Keeper, its key in the vault and confirmation by it switched on. */
async function enrol(driver: Driver, keeper: Keeper, surface: 'popup' | 'window') {
  const options = await driver.openExtension('src/ui/options/options.html')
  await allow(driver, options, 'https://keeper.test/*')
  await ask(options, 'vault.create', { password: null })
  const settings = await ask(options, 'settings.get', {})
  await ask(options, 'settings.set', { ...settings, approvalSurface: surface })

  const site = await driver.open(`${keeper.url}/register`)
  await site.fill('input[name=email]', 'anna@example.org')
  await site.fill('input[name=password]', 'correct horse')
  await site.press('Enter')
  await site.waitUntil(() => location.pathname !== '/register')
  await site.goto(`${keeper.url}/security/confirmation`)
  await site.click({ role: 'button', name: 'Add' })
  const { secret, origins, ...key } = parseOtpauth((await site.attr('#key-link', 'href')) ?? '')
  await ask(options, 'keys.add', {
    key: {
      ...key,
      counter: undefined,
      secret: Buffer.from(secret).toString('base64'),
      origins: origins ?? [],
    } as RequestOf<'keys.add'>['key'],
  })
  await ask(options, 'sites.sync', {})
  return { options, site }
}

for (const surface of ['window', 'popup'] as const) {
  test(`a key is added, confirmation switched on and a payment confirmed, in the ${surface}`, async ({
    driver,
    keeper,
  }) => {
    const { site } = await enrol(driver, keeper, surface)
    const approvalPage = surface === 'window' ? 'approval.html' : 'popup.html'
    await site.click('#enable')
    await site.click('#request')
    const first = await driver.waitForExtensionPage(approvalPage)
    await first.click({ role: 'button', name: 'Approve' })
    await site.waitUntil(() =>
      /^\d{7}$/.test(document.querySelector<HTMLInputElement>('#response')?.value ?? ''),
    )
    await site.click({ role: 'button', name: 'Authorize' })
    await site.waitFor('.chip.on')
    // A popup may have closed by itself when the page was clicked.
    if (!(await first.closed())) await first.close()

    const purse = SHOP.purses.Z ?? ''
    await site.goto(`${keeper.url}/light/transfer?to=${purse}&amount=25.00`)
    await site.click({ role: 'button', name: 'Continue' })
    const second = await driver.waitForExtensionPage(approvalPage)
    await second.waitUntil(
      (texts) => texts.every((text) => document.body.textContent.replaceAll(/\s/g, '').includes(text)),
      [purse, '25.00WMZ', 'anna@example.org'],
    )
    expect(await keeper.ledger()).toEqual([])
    await second.click({ role: 'button', name: 'Approve' })
    await site.waitUntil(() =>
      /^\d{7}$/.test(document.querySelector<HTMLInputElement>('#answer')?.value ?? ''),
    )
    await site.click({ role: 'button', name: 'Confirm' })
    await site.waitFor({ text: 'The transfer is done' })
    expect(await keeper.ledger()).toMatchObject([{ to: purse, cents: 2500, mode: 'payment' }])
  })
}
