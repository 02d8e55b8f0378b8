import type { Replies, RequestName, RequestOf } from '../src/messages.ts'
import { type Enrolment, parseOtpauth } from '../src/protocol/index.ts'
import { makeCertificate } from './driver/certificate.ts'
import type { Driver, Page } from './driver/driver.ts'
import { test as base } from './driver/test.ts'
import { switchOn, Visitor } from './keeper/browser-for-tests.ts'
import { type Keeper, startKeeper } from './keeper/keeper.ts'
import { clear, openStore, type Store } from './keeper/store.ts'
import { PERSON, type Story } from './steps.ts'

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

interface ForAllStories {
  tls: ReturnType<typeof makeCertificate>
  /** Each story's Keeper finds it empty. */
  store: Store
}

/**
 * The driver's `test`, with a Keeper on `https://keeper.test` and a user who is past first run and enrolment. Every
 * spec extends this one, without fixtures of a whole worker: for others Playwright would start its workers anew.
 */
export const test = base.extend<Fixtures, ForAllStories>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright's fixtures need the pattern
  tls: [async ({}, use) => use(makeCertificate()), { scope: 'worker' }],
  store: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright's fixtures need the pattern
    async ({}, use) => {
      const store = await openStore()
      await use(store)
      await store.close()
    },
    { scope: 'worker' },
  ],
  keeper: async ({ tls, store }, use) => {
    await clear(store)
    const keeper = await startKeeper({
      tls,
      store,
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
  await driver.grant(...origins)
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

/** The Keeper's own side is done without a browser, with the answer computed here. */
async function prepare(story: Story, { password, surface }: Preparation): Promise<User> {
  const { driver, keeper } = story
  const visitor = new Visitor(keeper, 'en', keeper.fetch)
  await visitor.post('/register', PERSON)
  const enrolment = parseOtpauth(await switchOn(visitor))
  const [session] = visitor.cookies()
  const site = await driver.open(`${keeper.url}/attack/go-on?session=${session?.value}`)
  await site.setSize(1200, 860)
  const options = await driver.openExtension('src/ui/options/options.html')
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
