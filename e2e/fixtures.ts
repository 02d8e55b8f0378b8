import type { Replies, RequestName, RequestOf } from '../src/messages.ts'
import { answerAuthorization, type Enrolment, parseOtpauth } from '../src/protocol/index.ts'
import { makeCertificate } from './driver/certificate.ts'
import type { Driver, Page } from './driver/driver.ts'
import { test as base } from './driver/test.ts'
import { type Keeper, startKeeper } from './keeper/keeper.ts'
import { allowKeeper, register, type Story } from './steps.ts'

export { expect } from './driver/test.ts'

/** A user whose key is in the vault and whose confirmation is switched on, on the Keeper's start page. */
export interface User {
  story: Story
  site: Page
  /** A page of the extension, to ask the worker from. */
  options: Page
  enrolment: Enrolment
  keyId: string
}

interface Preparation {
  /** Null: no password. */
  password: string | null
  surface: 'popup' | 'window'
}

interface Fixtures {
  keeper: Keeper
  /** How `user` is prepared: `test.use({ prepared: { password: 'secret', surface: 'window' } })`. */
  prepared: Preparation
  user: User
}

/** The driver's `test`, with a Keeper on `https://keeper.test` and a user who is past first run and enrolment. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright's fixtures need the pattern
  keeper: async ({}, use) => {
    const keeper = await startKeeper({
      tls: makeCertificate(),
      hosts: { main: 'keeper.test', frame: 'frame.test', sites: 'sites.test' },
      control: true,
    })
    await use(keeper)
    await keeper.close()
  },
  prepared: [{ password: null, surface: 'window' }, { option: true }],
  user: async ({ driver, keeper, prepared }, use) => {
    await use(await prepare({ driver, keeper }, prepared))
  },
})

/** Asks the worker as a page of the extension does. */
export async function ask<N extends RequestName>(
  page: Page,
  name: N,
  body: RequestOf<N>,
): Promise<Replies[N]> {
  const reply = await page.eval((message) => chrome.runtime.sendMessage(message), { name, body })
  const checked = reply as { ok: true; value: Replies[N] } | { ok: false; error: { code: string } }
  if (!checked.ok) throw new Error(`${name}: ${JSON.stringify(checked.error)}`)
  return checked.value
}

/** A key as it is sent to the worker. */
export function keyData({ secret, counter, origins, ...key }: Enrolment): RequestOf<'keys.add'>['key'] {
  return {
    ...key,
    secret: Buffer.from(secret).toString('base64'),
    ...(counter === undefined ? {} : { counter: String(counter) }),
    ...(origins === undefined ? {} : { origins }),
  } as RequestOf<'keys.add'>['key']
}

/** The permission by a click, as the button that adds a key for a site does. */
export async function requestHosts(driver: Driver, page: Page, origins: string[]): Promise<void> {
  for (const origin of origins) await driver.grant(origin)
  await page.eval((hosts) => {
    const button = document.body.appendChild(document.createElement('button'))
    button.id = 'request-hosts'
    button.style.cssText = 'position: fixed; inset: 0 auto auto 0; z-index: 9; width: 40px; height: 40px'
    button.addEventListener('click', () => {
      void chrome.permissions.request({ origins: hosts }).then(() => button.remove())
    })
  }, origins)
  await page.click('#request-hosts')
  await page.waitFor('#request-hosts', { gone: true })
}

/** The Keeper's own side by hand, with the answer computed here: the extension has no key yet and stays silent. */
async function switchOnByHand(keeper: Keeper, site: Page): Promise<Enrolment> {
  await site.goto(`${keeper.url}/security/confirmation`)
  await site.click({ role: 'button', name: 'Add' })
  const enrolment = parseOtpauth((await site.attr('#key-link', 'href')) ?? '')
  await site.click('#enable')
  await site.click('#request')
  const challenge = (await site.text('.challenge')).trim()
  const { suite = '', secret } = enrolment
  await site.fill('#response', answerAuthorization({ suite, secret, challenge }))
  await site.click({ role: 'button', name: 'Authorize' })
  await site.waitFor('.chip.on')
  return enrolment
}

async function prepare(story: Story, { password, surface }: Preparation): Promise<User> {
  const { driver, keeper } = story
  const site = await register(story)
  const enrolment = await switchOnByHand(keeper, site)
  const options = await driver.openExtension('src/ui/options/options.html')
  await allowKeeper(story)
  await requestHosts(
    driver,
    options,
    (enrolment.origins ?? []).map((origin) => `${new URL(origin).protocol}//${new URL(origin).hostname}/*`),
  )
  await ask(options, 'vault.create', { password })
  await ask(options, 'settings.set', {
    ...(await ask(options, 'settings.get', {})),
    approvalSurface: surface,
  })
  const { id: keyId } = await ask(options, 'keys.add', { key: keyData(enrolment) })
  await ask(options, 'sites.sync', {})
  await site.focus()
  return { story, site, options, enrolment, keyId }
}
