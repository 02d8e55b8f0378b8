import type { Driver, Page } from './driver/driver.ts'
import { poll } from './driver/poll.ts'
import { SHOP } from './keeper/accounts.ts'
import type { Keeper } from './keeper/keeper.ts'
import type { Mode } from './keeper/settings.ts'

/** One person's way through the Keeper and the extension, by clicks and keys alone. */
export interface Story {
  driver: Driver
  keeper: Keeper
  /** Called with every screen that a person would stop at. */
  screen?: (name: string, page: Page) => Promise<void>
}

export const PERSON = { email: 'anna@example.org', password: 'correct horse' }
export const VAULT_PASSWORD = 'battery staple 42'
export const APPROVE = { role: 'button', name: 'Approve' }
export const REJECT = { role: 'button', name: 'Reject' }

/** The purse that the Keeper's shop takes dollars with. */
export const SHOP_PURSE = SHOP.purses.Z ?? ''

/** Says yes, in advance, to the browser's own question about the hosts that the Keeper's key is for. */
export async function allowKeeper({ driver, keeper: { origins } }: Story): Promise<void> {
  const patterns = [origins.main, origins.frame].map((origin) => {
    const { protocol, hostname } = new URL(origin)
    return `${protocol}//${hostname}/*`
  })
  await driver.grant(...new Set(patterns))
}

/** First run: the welcome page that opens by itself, and a password (null: none). */
export async function setUpVault({ driver, screen }: Story, password: string | null): Promise<void> {
  const welcome = await driver.waitForExtensionPage('welcome.html')
  if (password === null) {
    await welcome.click({ text: 'Without a password' })
    await screen?.('welcome', welcome)
    await welcome.click({ role: 'button', name: 'Go on without a password' })
  } else {
    await welcome.fill({ label: 'New password' }, password)
    await welcome.fill({ label: 'The same again' }, password)
    await screen?.('welcome', welcome)
    await welcome.click({ role: 'button', name: 'Set the password and go on' })
  }
  await welcome.waitFor({ text: 'Add your first key' })
  await screen?.('first-key', welcome)
  await welcome.close()
}

/** An account at the Keeper, logged in. */
export async function register(
  { driver, keeper, screen }: Story,
  { email, password } = PERSON,
): Promise<Page> {
  const site = await driver.open(`${keeper.url}/`)
  await site.setSize(1200, 860)
  await screen?.('keeper-start', site)
  await site.goto(`${keeper.url}/register`)
  await site.fill('input[name=email]', email)
  await site.fill('input[name=password]', password)
  await site.press('Enter')
  await site.waitUntil(() => location.pathname === '/')
  return site
}

/** The Security service shows a key; the toolbar popup finds it on the page and adds it. */
export async function addKeyFromPage({ driver, keeper, screen }: Story, site: Page): Promise<void> {
  await site.goto(`${keeper.url}/security/confirmation`)
  await site.click({ role: 'button', name: 'Add' })
  await site.waitFor('#key-link')
  await screen?.('security-service', site)
  const popup = await driver.clickToolbar(site)
  await popup.click({ role: 'button', name: 'Scan page for a key' })
  await popup.waitFor({ text: 'Add and allow on the site' })
  await screen?.('key-found', popup)
  await popup.click({ role: 'button', name: 'Add and allow on the site' })
  await popup.waitFor({ text: 'was added' })
  await popup.close()
}

/** Confirmation is switched on by a challenge and an answer. */
export async function switchOn(story: Story, site: Page): Promise<void> {
  await site.click('#enable')
  await site.click('#request')
  const approval = await approvalOf(story)
  await approval.waitFor(APPROVE)
  await story.screen?.('switch-on', approval)
  await approval.click(APPROVE)
  await answerIn(site, '#response')
  await story.screen?.('switch-on-answered', site)
  await close(approval)
  await site.click({ role: 'button', name: 'Authorize' })
  await site.waitFor('.chip.on')
}

/** A WebPro transfer to the shop, up to the page that shows the challenge. */
export async function startTransfer(
  { keeper }: Story,
  site: Page,
  { mode, amount, purse = SHOP_PURSE }: { mode: Mode; amount: string; purse?: string },
): Promise<void> {
  await site.goto(`${keeper.url}/light/transfer`)
  await site.fill('input[name=to]', purse)
  await site.fill('input[name=amount]', amount)
  await site.check(`input[name=mode][value=${mode}]`)
  await site.click({ role: 'button', name: 'Continue' })
  await site.waitFor('[data-enum-challenge]')
}

/** A whole WebPro transfer, approved and completed. */
export async function transfer(
  story: Story,
  site: Page,
  what: { mode: Mode; amount: string },
): Promise<void> {
  await startTransfer(story, site, what)
  const approval = await approvalOf(story)
  await approval.waitFor(APPROVE)
  await story.screen?.(`${what.mode}-prompt`, site)
  // Asleep at first, so that nobody approves by a click that was meant for something else.
  await approval.waitUntil(() => document.querySelector('[aria-disabled=true]') === null)
  await story.screen?.(`${what.mode}-approval`, approval)
  await approval.click(APPROVE)
  await answerIn(site, '#answer')
  await story.screen?.(`${what.mode}-answered`, site)
  await close(approval)
  await site.click({ role: 'button', name: 'Confirm' })
  await site.waitFor({ text: 'The transfer is done' })
  await story.screen?.(`${what.mode}-done`, site)
}

/** The approval, in the toolbar popup where the browser opens it by itself, else in its own window. */
export async function approvalOf({ driver }: Story): Promise<Page> {
  return poll(async () => {
    for (const page of await driver.pages()) {
      if (/\/ui\/(approval\/approval|popup\/popup)\.html/.test(await page.url())) return page
    }
    return undefined
  }, 'an approval')
}

/** Waits until seven digits stand in the field, and gives them back. */
export async function answerIn(site: Page, selector: string): Promise<string> {
  return site.waitUntil((field) => {
    const { value } = document.querySelector<HTMLInputElement>(field) ?? { value: '' }
    return /^\d{7}$/.test(value) ? value : ''
  }, selector)
}

/** Closes a window that may be closing by itself. */
export async function close(page: Page): Promise<void> {
  try {
    if (!(await page.closed())) await page.close()
  } catch (error) {
    if (!(await page.closed())) throw error
  }
}
