import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { firefoxPath } from '../browsers.ts'
import { DrivenPage } from './driven-page.ts'
import {
  type Driver,
  DriverError,
  type LaunchOptions,
  type Page,
  type Selector,
  type Wait,
} from './driver.ts'
import { call } from './expression.ts'
import {
  allowEveryPermission,
  allowPrivate,
  backgroundPage,
  backgroundState,
  chooseMenu,
  clearDatabase,
  listPages,
  openTab,
  readClipboard,
  readConsole,
  readErrors,
  removeOrigin,
  runningBackground,
  setIdleTime,
  terminateBackground,
  terminateBackgroundAt,
  triggerCommand,
  triggerToolbar,
} from './firefox-inside.ts'
import { asScript, FirefoxSurface, windowIsGone } from './firefox-surface.ts'
import { Marionette, MarionetteError } from './marionette.ts'
import { poll } from './poll.ts'
import { setVersion } from './set-version.ts'

/** Running Firefoxes, ended when the test process ends, however it ends. */
const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) kill(child)
})

/** Ends Firefox and the processes it started. */
function kill(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
}

/** The id that a built extension names in its manifest. */
function idOf(extension: string): string {
  const { browser_specific_settings } = JSON.parse(
    readFileSync(join(extension, 'manifest.json'), 'utf8'),
  ) as {
    browser_specific_settings?: { gecko?: { id?: string } }
  }
  const id = browser_specific_settings?.gecko?.id
  if (id === undefined) throw new DriverError(`${extension}/manifest.json names no gecko id.`)
  return id
}

/** The host of an extension's pages: different in each profile, the same after a restart. */
function uuidFor(id: string, profileDir: string): string {
  const hex = createHash('sha256').update(`${id} ${profileDir}`).digest('hex')
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')
}

/** What a Firefox under test needs: no first-run pages, no network of its own, our extension without a signature. */
function prefsFor(
  uuids: Record<string, string>,
  { locale = 'en-US', colorScheme = 'light', storageLimit, firefoxPrefs }: LaunchOptions,
) {
  return {
    'marionette.port': 0,
    'network.dns.forceResolve': '127.0.0.1',
    'network.proxy.type': 0,
    'extensions.webextensions.uuids': JSON.stringify(uuids),
    'xpinstall.signatures.required': false,
    'extensions.autoDisableScopes': 0,
    'extensions.startupScanScopes': 15,
    'extensions.getAddons.cache.enabled': false,
    'extensions.update.enabled': false,
    'extensions.systemAddon.update.enabled': false,
    'extensions.quarantinedDomains.enabled': false,
    'intl.locale.requested': locale,
    'intl.accept_languages': locale,
    'layout.css.prefers-color-scheme.content-override': colorScheme === 'dark' ? 0 : 1,
    'extensions.activeThemeID':
      colorScheme === 'dark' ? 'firefox-compact-dark@mozilla.org' : 'firefox-compact-light@mozilla.org',
    'browser.startup.page': 0,
    'browser.startup.homepage': 'about:blank',
    'browser.startup.homepage_override.mstone': 'ignore',
    'browser.startup.couldRestoreSession.count': -1,
    'browser.sessionstore.resume_from_crash': false,
    'browser.shell.checkDefaultBrowser': false,
    'browser.aboutwelcome.enabled': false,
    'browser.tabs.warnOnClose': false,
    'browser.tabs.closeWindowWithLastTab': false,
    'browser.newtabpage.enabled': false,
    'browser.safebrowsing.update.enabled': false,
    'browser.region.network.url': '',
    'browser.topsites.contile.enabled': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'datareporting.usage.uploadEnabled': false,
    'toolkit.telemetry.server': '',
    'toolkit.startup.max_resumed_crashes': -1,
    'app.normandy.enabled': false,
    'app.update.disabledForTesting': true,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'network.trr.mode': 5,
    'services.settings.server': 'data:,#remote-settings-dummy/v1',
    'termsofuse.bypassNotification': true,
    'ui.prefersReducedMotion': 1,
    'ui.popup.disable_autohide': false,
    'security.notification_enable_delay': 0,
    'dom.disable_open_during_load': false,
    ...(storageLimit === undefined
      ? {}
      : { 'dom.quotaManager.temporaryStorage.fixedLimit': Math.round(storageLimit / 1024) }),
    ...firefoxPrefs,
  }
}

function writePrefs(profileDir: string, prefs: Record<string, unknown>): void {
  const lines = Object.entries(prefs).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  )
  writeFileSync(join(profileDir, 'user.js'), lines.join(''))
}

interface Running {
  child: ChildProcess
  marionette: Marionette
}

/** `Driver` for Firefox, over Marionette. Everything runs through the browser's own process, by the number of a page's browser. */
export class FirefoxDriver implements Driver {
  readonly browser = 'firefox'
  readonly extensionId: string
  readonly extensionOrigin: string
  #pages = new Map<number, DrivenPage>()
  #queue: Promise<unknown> = Promise.resolve()

  private constructor(
    readonly profileDir: string,
    readonly extension: string,
    readonly options: LaunchOptions,
    private child: ChildProcess,
    private marionette: Marionette,
  ) {
    this.extensionId = idOf(extension)
    this.extensionOrigin = this.originOf(extension)
  }

  static async launch(options: LaunchOptions = {}): Promise<FirefoxDriver> {
    const extension = resolve(options.extension ?? `${process.env.DIST ?? 'dist'}/firefox`)
    const profileDir = options.profileDir ?? mkdtempSync(join(tmpdir(), 'answerkey-firefox-'))
    if (options.profileFrom !== undefined && options.profileDir === undefined) {
      // The lock names the process that had it.
      const filter = (path: string) => basename(path) !== 'lock'
      cpSync(options.profileFrom, profileDir, { recursive: true, filter })
    }
    // Installed as a user's extensions are, not for one session, so that they are there after a restart.
    mkdirSync(join(profileDir, 'extensions'), { recursive: true })
    const uuids: Record<string, string> = {}
    for (const folder of [extension, ...(options.others ?? [])]) {
      const id = idOf(folder)
      uuids[id] = uuidFor(id, profileDir)
      writeFileSync(join(profileDir, 'extensions', id), resolve(folder))
    }
    writePrefs(profileDir, prefsFor(uuids, options))
    const { child, marionette } = await FirefoxDriver.#start(profileDir)
    const driver = new FirefoxDriver(profileDir, extension, options, child, marionette)
    try {
      if (options.allowPrivate === true) {
        // Where every window is private, it does not start before it may run there.
        await poll(
          async () => (await driver.inside(allowPrivate, driver.extensionId)) || undefined,
          `the extension in ${extension} to be there`,
        )
      }
      await driver.#ready(options.profileDir === undefined ? ['running'] : ['running', 'stopped'])
    } catch (error) {
      await driver.close()
      throw error
    }
    return driver
  }

  /** A new profile in which Firefox was started and ended once, without our extension. */
  static async startedOnce(): Promise<string> {
    const profileDir = mkdtempSync(join(tmpdir(), 'answerkey-started-'))
    writePrefs(profileDir, prefsFor({}, {}))
    await FirefoxDriver.#end(await FirefoxDriver.#start(profileDir))
    return profileDir
  }

  static async #start(profileDir: string): Promise<Running> {
    const portFile = join(profileDir, 'MarionetteActivePort')
    rmSync(portFile, { force: true })
    const child = spawn(
      firefoxPath(),
      [
        ...(process.env.HEADED === '1' ? [] : ['--headless']),
        '--no-remote',
        '--marionette',
        '--remote-allow-system-access',
        '--profile',
        profileDir,
      ],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
        detached: true,
        env: {
          ...process.env,
          MOZ_HEADLESS_WIDTH: '1280',
          MOZ_HEADLESS_HEIGHT: '900',
          MOZ_CRASHREPORTER_DISABLE: '1',
        },
      },
    )
    running.add(child)
    let said = ''
    child.stderr?.on('data', (data: Buffer) => {
      said = (said + data.toString('utf8')).slice(-2_000)
    })
    try {
      const marionette = await poll(
        async () => {
          if (child.exitCode !== null) throw new DriverError(`Firefox ended with ${child.exitCode}: ${said}`)
          const port = existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : 0
          return port > 0 ? await Marionette.connect(port) : undefined
        },
        'Firefox to start',
        60_000,
        async () => said,
      )
      await marionette.send('WebDriver:NewSession', {
        acceptInsecureCerts: true,
        unhandledPromptBehavior: 'ignore',
        timeouts: { script: 60_000 },
      })
      await marionette.send('Marionette:SetContext', { value: 'chrome' })
      return { child, marionette }
    } catch (error) {
      kill(child)
      running.delete(child)
      throw error
    }
  }

  /** At the first start the event page runs; at a later one it may wait for an event. */
  async #ready(states: string[]): Promise<void> {
    await poll(
      async () => {
        const state = await this.inside(backgroundState, this.extensionId)
        return (state !== undefined && states.includes(state)) || undefined
      },
      `the extension in ${this.extension} to start`,
      30_000,
      async () => String(await this.inside(backgroundState, this.extensionId)),
    )
  }

  /** Runs a function of `firefox-inside.ts` in Firefox's own process; one at a time, in order. */
  inside<R, A = undefined>(fn: (arg: A) => R | Promise<R>, arg?: A): Promise<R> {
    const script = asScript(fn as (arg: never) => unknown, arg)
    const result = this.#queue.then(async () => {
      const send = () =>
        this.marionette.send<{ value: string | null }>('WebDriver:ExecuteScript', { script, args: [] })
      const { value } = await send().catch(async (error: unknown) => {
        if (!windowIsGone(error)) throw error
        // Scripts run through one of Firefox's windows; that one was closed.
        const [handle] = await this.marionette.send<string[]>('WebDriver:GetWindowHandles')
        await this.marionette.send('WebDriver:SwitchToWindow', { handle, focus: false })
        return send()
      })
      return (value === null ? undefined : JSON.parse(value)) as R
    })
    this.#queue = result.catch(() => {})
    return result
  }

  #page(browserId: number): DrivenPage {
    const page = this.#pages.get(browserId) ?? new DrivenPage(new FirefoxSurface(this, browserId))
    this.#pages.set(browserId, page)
    return page
  }

  extensionUrl = (path: string): string => `${this.extensionOrigin}/${path.replace(/^\//, '')}`

  async open(url: string): Promise<Page> {
    const page = this.#page(await this.inside(openTab))
    await page.goto(url)
    return page
  }

  openExtension = (path: string): Promise<Page> => this.open(this.extensionUrl(path))
  originOf = (extension: string): string => `moz-extension://${uuidFor(idOf(extension), this.profileDir)}`

  async openPrivate(url: string): Promise<Page> {
    const before = new Set((await this.inside(listPages)).map(({ browserId }) => browserId))
    await this.marionette.send('WebDriver:NewWindow', { type: 'window', private: true, focus: true })
    const opened = await poll(
      async () => (await this.inside(listPages)).find(({ browserId }) => !before.has(browserId)),
      'a private window',
    )
    const page = this.#page(opened.browserId)
    await page.goto(url)
    return page
  }

  async pages(): Promise<Page[]> {
    return (await this.inside(listPages)).map(({ browserId }) => this.#page(browserId))
  }

  waitForExtensionPage(part: string, { timeout }: Wait = {}): Promise<Page> {
    return poll(
      async () => {
        const found = (await this.inside(listPages))
          .reverse()
          .find(({ url }) => url.startsWith(this.extensionOrigin) && url.includes(part))
        return found === undefined ? undefined : this.#page(found.browserId)
      },
      `a page of the extension with "${part}" in its address`,
      timeout,
      async () => (await this.inside(listPages)).map(({ url }) => url).join(', '),
    )
  }

  activate = (page: Page): Promise<void> => page.focus()
  grant = (..._patterns: string[]): Promise<void> => this.inside(allowEveryPermission)
  withdraw = (pattern: string): Promise<void> => this.inside(removeOrigin, [this.extensionId, pattern])

  async clickToolbar(page: Page): Promise<Page> {
    await page.focus()
    await this.inside(triggerToolbar, this.extensionId)
    const popup = await poll(
      async () =>
        (await this.inside(listPages)).find(
          ({ popup, url }) => popup && url.startsWith(this.extensionOrigin),
        ),
      'the toolbar popup to open',
    )
    const opened = this.#page(popup.browserId)
    await opened.waitUntil(() => document.readyState === 'complete')
    return opened
  }

  async clickMenu(page: Page, { title }: { id: string; title: string }, on?: Selector): Promise<void> {
    await page.focus()
    await ((page as DrivenPage).surface as FirefoxSurface).contextMenu(on ?? null)
    await poll(
      async () => (await this.inside(chooseMenu, title)) || undefined,
      `the entry "${title}" in the context menu`,
    )
  }

  command = (name: string): Promise<void> => this.inside(triggerCommand, [this.extensionId, name])

  idle = async (state: 'idle' | 'active' | 'locked'): Promise<void> => {
    if (state === 'locked') throw new DriverError('Firefox does not tell that the screen was locked.')
    await this.inside(setIdleTime, state === 'idle' ? 3_600_000 : 0)
  }

  clearDatabase = (): Promise<void> => this.inside(clearDatabase, this.extensionOrigin)

  async update(version: string): Promise<void> {
    setVersion(this.extension, version)
    await this.marionette.send('Addon:Install', { path: resolve(this.extension), temporary: true })
    await this.#ready(['running', 'stopped'])
  }

  backgroundRuns = async (): Promise<boolean> =>
    (await this.inside(backgroundState, this.extensionId)) === 'running'

  async killBackground(): Promise<void> {
    const before = await this.inside(runningBackground, this.extensionId)
    await this.inside(terminateBackground, this.extensionId)
    await this.#hasEnded(before)
  }

  async killBackgroundAt({ item, state }: { item: string; state: string }): Promise<() => Promise<void>> {
    const before = await this.#backgroundPage()
    await this.inside(terminateBackgroundAt, [this.extensionId, item, state])
    return () => this.#hasEnded(before)
  }

  async #hasEnded(before: number | null): Promise<void> {
    await poll(async () => {
      if ((await this.inside(backgroundState, this.extensionId)) === 'stopped') return true
      // A message that was under way may have started it anew already.
      const now = await this.inside(runningBackground, this.extensionId)
      return now !== null && now !== before ? true : undefined
    }, 'the event page to end')
  }

  async background<R, A = undefined>(script: (arg: A) => R | Promise<R>, arg?: A): Promise<R> {
    const page = new FirefoxSurface(this, await this.#backgroundPage())
    return (await page.evaluate(call(script as (arg: never) => unknown, arg))) as R
  }

  async #backgroundPage(): Promise<number> {
    const browserId = await this.inside(backgroundPage, this.extensionId)
    if (browserId === null || browserId === undefined)
      throw new DriverError('The extension has no event page.')
    return browserId
  }

  async log(): Promise<string[]> {
    const pages = (await this.inside(listPages)).filter(({ url }) => url.startsWith(this.extensionOrigin))
    const page =
      pages[0]?.browserId ?? ((await this.backgroundRuns()) ? await this.#backgroundPage() : undefined)
    const said =
      page === undefined
        ? []
        : await new FirefoxSurface(this, page).privileged<string[]>(readConsole, this.extensionOrigin)
    return [...said, ...(await this.inside(readErrors, this.extensionOrigin))]
  }

  clipboard = (): Promise<string> => this.inside(readClipboard)

  static async #end({ child, marionette }: Running): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve()
      else child.once('exit', () => resolve())
    })
    // Where it does not end by itself it is ended.
    const impatient = setTimeout(() => kill(child), 10_000)
    await marionette.send('Marionette:Quit', { flags: ['eForceQuit'] }).catch((error: unknown) => {
      if (error instanceof MarionetteError) kill(child)
    })
    await ended
    clearTimeout(impatient)
    marionette.close()
    running.delete(child)
  }

  #quit = (): Promise<void> => FirefoxDriver.#end({ child: this.child, marionette: this.marionette })

  async restart(whileClosed?: () => void): Promise<void> {
    await this.#quit()
    whileClosed?.()
    this.#pages.clear()
    this.#queue = Promise.resolve()
    const { child, marionette } = await FirefoxDriver.#start(this.profileDir)
    this.child = child
    this.marionette = marionette
    await this.#ready(['running', 'stopped'])
  }

  async close(): Promise<void> {
    await this.#quit()
    if (this.options.profileDir === undefined)
      rmSync(this.profileDir, { recursive: true, force: true, maxRetries: 5 })
  }
}
