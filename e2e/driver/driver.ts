/**
 * One way to drive the built extension in a real Chromium and a real Firefox, so that a story is written once.
 *
 * ```ts
 * import { expect, test } from './driver/test.ts'
 *
 * test('a key is added by hand', async ({ driver }) => {
 *   await driver.waitForExtensionPage('welcome.html')         // first run opens it, in front
 *   await driver.grant('https://keeper.test/*')               // the answer to the browser's own dialog
 *   const options = await driver.openExtension('src/ui/options/options.html')
 *   await options.click({ role: 'button', name: 'Add a key' })
 *   await options.fill({ label: 'Secret' }, 'GEZDGNBVGY3TQOJQ')
 *   await options.press('Enter')
 *   await options.waitFor('.key', { text: 'Keeper' })
 *
 *   const site = await driver.open(`https://keeper.test:${port}/login`)
 *   const approval = await driver.waitForExtensionPage('approval.html') // its own window or the toolbar popup
 *   await driver.killBackground()                             // the worker dies as it does after 30 idle seconds
 *   await approval.click({ role: 'button', name: 'Approve' })
 *   await site.waitUntil(() => document.querySelector('input')?.value !== '')
 * })
 * ```
 *
 * `npx playwright test -c e2e/playwright.config.ts login --project firefox` runs the stories of `login` in Firefox.
 * Clicks and keys are the browser's own, trusted ones; before each the page's tab and window come to the front, as
 * they do under a person's hands. Every wait polls a condition until a deadline and then says what it waited for and
 * what stood there: a story never sleeps. All host names (`keeper.test`, `anything.test`) lead to 127.0.0.1, and any
 * certificate is accepted: `certificate.ts` makes one.
 */

/** What stands for an element: CSS, or what a person would name. All look into open shadow roots; the first visible one counts. */
export type Selector =
  | string
  /** The innermost element whose visible text is this, or, when none is, contains it. */
  | { text: string }
  /** ARIA role, written or implied by the tag, and accessible name: the same, or, when none is, containing it. */
  | { role: string; name?: string }
  /** A field by its label, `aria-label` or placeholder. */
  | { label: string }

export interface Wait {
  /** Milliseconds until it gives up; 15,000 unless told. */
  timeout?: number
}

/** A tab, a window, a toolbar popup or a frame, and what a person and a test do with it. */
export interface Page {
  url(): Promise<string>
  title(): Promise<string>
  /** Loads an address and waits until it has loaded. */
  goto(url: string): Promise<void>
  reload(): Promise<void>

  /** Waits until the element is there, visible, enabled and still, then presses and releases the mouse on it. */
  click(selector: Selector, options?: Wait): Promise<void>
  /** Replaces what is in a field, as select-all and typing do. */
  fill(selector: Selector, text: string, options?: Wait): Promise<void>
  /** Types after what is in a field, key by key. */
  type(selector: Selector, text: string, options?: Wait): Promise<void>
  /** Presses a key, with modifiers if wanted, where the focus is: `Enter`, `Escape`, `Tab`, `Shift+Tab`, `a`. */
  press(key: string): Promise<void>
  /** Holds a key down until it has repeated so often, and lets go. */
  hold(key: string, repeats: number): Promise<void>
  /** Chooses the option of a `select` with this value or this text. */
  select(selector: Selector, option: string): Promise<void>
  /** Ticks a checkbox, switch or radio button, or takes the tick away; nothing happens when it is so already. */
  check(selector: Selector, on?: boolean): Promise<void>
  /** Gives files to a file field. */
  setInputFiles(selector: Selector, paths: string[]): Promise<void>

  /** The visible text of an element; waits for the element. */
  text(selector: Selector): Promise<string>
  /** The value of a field; waits for the field. */
  value(selector: Selector): Promise<string>
  /** An attribute, or `null`; waits for the element. */
  attr(selector: Selector, name: string): Promise<string | null>
  /** Whether an element is there now, seen or not. */
  exists(selector: Selector): Promise<boolean>
  /** Whether an element can be seen now. */
  visible(selector: Selector): Promise<boolean>
  /** How many elements match now. */
  count(selector: Selector): Promise<number>
  /** Waits until the element can be seen (and its text contains `text`), or, with `gone`, cannot be seen any more. */
  waitFor(selector: Selector, options?: Wait & { text?: string | RegExp; gone?: boolean }): Promise<void>
  /** Waits until a function that runs in the page returns something true, and returns that. */
  waitUntil<R, A = undefined>(condition: (arg: A) => R | Promise<R>, arg?: A, options?: Wait): Promise<R>
  /** Runs a function in the page's own world. It sees nothing of the test's scope; argument and result are JSON. */
  eval<R, A = undefined>(script: (arg: A) => R | Promise<R>, arg?: A): Promise<R>

  /** The page within an `iframe`, whatever its origin; it is looked up again at each use. */
  frame(selector: Selector): Page
  /** A picture of what is visible, as PNG bytes, also written to `path` when one is given. */
  screenshot(path?: string): Promise<Buffer>
  /** What axe-core finds wrong with the page as it stands. */
  axe(): Promise<{ id: string; impact: string | null; help: string; nodes: string[] }[]>

  /** Brings its tab and its window to the front. */
  focus(): Promise<void>
  /** Sets the size of the viewport, in CSS pixels, as nearly as the browser's window allows. */
  setSize(width: number, height: number): Promise<void>
  close(): Promise<void>
  /** Whether it has been closed. */
  closed(): Promise<boolean>
}

export interface LaunchOptions {
  /** The folder of the built extension; `chrome` or `firefox` in `dist`, or in the folder that `DIST` names, unless told. */
  extension?: string
  /** The user's language, as the browser has it: `en`, `ru`, `uk`, `vi`. English unless told. */
  locale?: string
  /** Light or dark. Light unless told. */
  colorScheme?: 'light' | 'dark'
  /** An existing profile to start with, for stories about what a later start finds. A new one unless told. */
  profileDir?: string
  /** A profile whose files a new one begins with. Chromium begins without. */
  profileFrom?: string
  /** Whether the extension may run in private windows, as the user can say in the browser's settings. */
  allowPrivate?: boolean
  /** Folders of further extensions, for stories about what others may do to ours. */
  others?: string[]
  /** So many bytes are stored at most. Chromium spares extensions with `unlimitedStorage`. */
  storageLimit?: number
  /** Further preferences, by the name Firefox gives them; Chromium ignores them. */
  firefoxPrefs?: Record<string, string | number | boolean>
}

export interface Driver {
  readonly browser: 'chromium' | 'firefox'
  /** The extension's own id, and the origin its pages have. */
  readonly extensionId: string
  readonly extensionOrigin: string
  /** Where this profile's files lie. */
  readonly profileDir: string

  /** The address of a file of the extension: `extensionUrl('src/ui/options/options.html')`. */
  extensionUrl(path: string): string
  /** The origin of another extension, by its folder, as given at launch. */
  originOf(extension: string): string
  /** A new tab in front, with this address loaded. */
  open(url: string): Promise<Page>
  /** A new private window with this address loaded. Needs `allowPrivate` at launch. */
  openPrivate(url: string): Promise<Page>
  /** A new tab with a page of the extension. */
  openExtension(path: string): Promise<Page>
  /** Every open tab and window, and the toolbar popup when it is open. */
  pages(): Promise<Page[]>
  /** Waits for a page of the extension, in a tab, a window of its own or the toolbar popup, whose address contains `part`. */
  waitForExtensionPage(part: string, options?: Wait): Promise<Page>
  /** Brings a page's tab and window to the front. */
  activate(page: Page): Promise<void>

  /**
   * Answers yes, in advance, to the browser's own question about these hosts: the extension's `permissions.request`
   * from a click then resolves `true` without a dialog. Firefox says yes to every question from then on; in
   * Chromium the permission is there at once.
   */
  grant(...patterns: string[]): Promise<void>
  /** Withdraws a host permission, as the user can in the browser's own settings. */
  withdraw(pattern: string): Promise<void>

  /** A click on the extension's toolbar button with this page in front: `activeTab` holds for it. Returns the popup. */
  clickToolbar(page: Page): Promise<Page>
  /**
   * Chooses an entry of the extension's context menu by its id (Chromium) and title (Firefox).
   * Chromium cannot open its menu without a screen: the worker is handed the event, and `activeTab` is not granted.
   */
  clickMenu(page: Page, entry: { id: string; title: string }, on?: Selector): Promise<void>
  /** Gives a keyboard command of the manifest to the extension, as its shortcut does. */
  command(name: string): Promise<void>

  /** Ends the service worker (Firefox: the event page) as the browser does when it has been idle. */
  killBackground(): Promise<void>
  /**
   * The same at a moment of its own work: as soon as it has stored, in `storage.session`, an item whose name begins
   * so and whose `state` is this. Resolves once that is prepared, with what waits until it has happened.
   */
  killBackgroundAt(moment: { item: string; state: string }): Promise<() => Promise<void>>
  /** Whether the worker (or event page) is running now. */
  backgroundRuns(): Promise<boolean>
  /** Runs a function in the worker, waking it if needed; argument and result are JSON. */
  background<R, A = undefined>(script: (arg: A) => R | Promise<R>, arg?: A): Promise<R>

  /** Has the browser say that the computer is idle or used again, or (Chromium alone tells that) its screen locked. */
  idle(state: 'idle' | 'active' | 'locked'): Promise<void>
  /** Empties the extension's IndexedDB under its hands, as the browser does when it clears a site's data. */
  clearDatabase(): Promise<void>
  /**
   * Replaces the running extension by another version of itself, as an update does: its pages close, the others
   * stay. Its folder's manifest is changed, so launch with a copy of the build.
   */
  update(version: string): Promise<void>

  /**
   * What the extension's pages and worker have said so far, as `level: text`: `console`, uncaught errors, and what
   * the browser says of them (a Content Security Policy that forbade something). Starts anew with `restart`.
   */
  log(): Promise<string[]>

  /** What is on the clipboard, as text. */
  clipboard(): Promise<string>

  /**
   * Closes the browser and starts it again with the same profile and the same extension. Pages from before are gone.
   * @param whileClosed what happens to the profile in between
   */
  restart(whileClosed?: () => void): Promise<void>
  /** Closes the browser and removes the profile, unless it was given at launch. */
  close(): Promise<void>
}

/** What could not be done, and what stood there instead. */
export class DriverError extends Error {
  override name = 'DriverError'
}
