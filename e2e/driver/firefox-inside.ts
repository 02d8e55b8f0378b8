/**
 * What runs inside Firefox's own process, with its privileges. Each function is sent as its source, so it may use
 * nothing from outside itself but what Firefox has there; the names below are the parts of it that are used.
 */

interface Context {
  id: number
  top: Context
  currentWindowGlobal: {
    innerWindowId: number
    documentURI: { spec: string }
    getActor(name: string): {
      executeScript(script: string, args: unknown[], options: object): Promise<unknown>
    }
    drawSnapshot(rect: null, scale: number, background: string): Promise<ImageBitmap>
  } | null
}
interface Browser extends Element {
  browserId: number
  currentURI: { spec: string }
  browsingContext: Context
  webProgress: { isLoadingDocument: boolean }
  fixupAndLoadURIString(url: string, options: object): void
  reload(): void
  focus(): void
  clientWidth: number
  clientHeight: number
}
interface BrowserWindow extends Window {
  gBrowser: {
    tabs: { linkedBrowser: Browser; selected: boolean }[]
    selectedTab: unknown
    addTab(url: string, options: object): { linkedBrowser: Browser }
    removeTab(tab: unknown): void
    getTabForBrowser(browser: Browser): unknown
  }
}
interface Extension {
  backgroundState?: string
  state: string
  tabManager: { getWrapper(tab: unknown): unknown }
  views: Set<{ viewType: string; xulBrowser: Browser }>
  shortcuts?: { onCommand(name: string): void }
  terminateBackground(options: object): Promise<void>
  wakeupBackground(): Promise<void>
}
declare const Services: {
  wm: {
    getEnumerator(type: string): Iterable<BrowserWindow>
    getMostRecentWindow(type: string): BrowserWindow
  }
  scriptSecurityManager: {
    getSystemPrincipal(): unknown
    createContentPrincipalFromOrigin(origin: string): unknown
  }
  qms: {
    clearStoragesForPrincipal(principal: unknown): { callback: () => void; resultCode: number }
  }
  focus: { activeWindow: unknown }
  console: { getMessageArray(): { message: string; sourceName?: string; logLevel: number }[] }
  prefs: { setBoolPref(name: string, value: boolean): void }
}
declare const BrowsingContext: {
  getCurrentTopByBrowserId(id: number): Context | null
  get(id: number): Context | null
}
declare const ChromeUtils: { importESModule(url: string): Record<string, unknown> }
declare const Components: {
  classes: Record<string, { getService(kind: unknown): unknown }>
  interfaces: Record<string, unknown>
}
declare const WebExtensionPolicy: { getByID(id: string): { extension: Extension } | null }

/** Every tab of every window, and every open toolbar popup, the newest last. */
export function listPages(): { browserId: number; url: string; popup: boolean }[] {
  const pages: { browserId: number; url: string; popup: boolean }[] = []
  for (const win of Services.wm.getEnumerator('navigator:browser')) {
    for (const { linkedBrowser } of win.gBrowser.tabs) {
      pages.push({ browserId: linkedBrowser.browserId, url: linkedBrowser.currentURI.spec, popup: false })
    }
    for (const browser of win.document.querySelectorAll<Browser>('browser.webextension-popup-browser')) {
      const panel = browser.closest('panel') as (Element & { state: string }) | null
      if (panel?.state !== 'open' && panel?.state !== 'showing') continue
      pages.push({ browserId: browser.browserId, url: browser.currentURI.spec, popup: true })
    }
  }
  return pages.sort((one, other) => one.browserId - other.browserId)
}

/** Opens an empty tab in front and gives its number. */
export function openTab(): number {
  // Popup windows have no toolbar; a person's new tab opens in one that has.
  const recent = Services.wm.getMostRecentWindow('navigator:browser')
  const windows = [recent, ...Services.wm.getEnumerator('navigator:browser')]
  const win = windows.find(({ toolbar }) => toolbar.visible) ?? recent
  const triggeringPrincipal = Services.scriptSecurityManager.getSystemPrincipal()
  const tab = win.gBrowser.addTab('about:blank', { triggeringPrincipal })
  win.gBrowser.selectedTab = tab
  return tab.linkedBrowser.browserId
}

/** Where a page stands, to see whether a load is over. `null` when the page is closed. */
export function loadState(browserId: number): { document: number; uri: string; loading: boolean } | null {
  const context = BrowsingContext.getCurrentTopByBrowserId(browserId)
  if (context === null) return null
  for (const win of Services.wm.getEnumerator('navigator:browser')) {
    for (const { linkedBrowser } of win.gBrowser.tabs) {
      if (linkedBrowser.browserId !== browserId) continue
      const now = context.currentWindowGlobal
      return {
        document: now?.innerWindowId ?? 0,
        uri: now?.documentURI.spec ?? 'about:blank',
        loading: linkedBrowser.webProgress.isLoadingDocument,
      }
    }
  }
  return null
}

/** Starts loading an address, or the same again without one. */
export function load([browserId, url]: [number, string | null]): void {
  for (const win of Services.wm.getEnumerator('navigator:browser')) {
    for (const { linkedBrowser } of win.gBrowser.tabs) {
      if (linkedBrowser.browserId !== browserId) continue
      const triggeringPrincipal = Services.scriptSecurityManager.getSystemPrincipal()
      if (url === null) linkedBrowser.reload()
      else linkedBrowser.fixupAndLoadURIString(url, { triggeringPrincipal })
    }
  }
}

/**
 * Runs a script in a document: `frames` are scripts that find the frame elements on the way down to it.
 * @param system with the privileges of Firefox instead of the page's
 * @returns the JSON that the script returns; `closed` when the page is no more
 */
export async function runInDocument([browserId, frames, script, system]: [
  number,
  string[],
  string,
  boolean,
]): Promise<{ closed?: true; json?: string | null }> {
  const run = (context: Context | null, source: string, privileged: boolean): Promise<unknown> => {
    const now = context?.currentWindowGlobal
    if (!now) throw new Error('The document is not there yet.')
    const options = { timeout: 60_000, ...(privileged ? { sandboxName: 'system', newSandbox: true } : {}) }
    return now.getActor('MarionetteCommands').executeScript(source, [], options)
  }
  let context = BrowsingContext.getCurrentTopByBrowserId(browserId)
  if (context === null) return { closed: true }
  try {
    for (const frame of frames) {
      const id = (await run(context, frame, true)) as number | null
      if (id === null) throw new Error('The frame is not there.')
      context = BrowsingContext.get(id)
    }
    return { json: (await run(context, script, system)) as string | null }
  } catch (error) {
    if (BrowsingContext.getCurrentTopByBrowserId(browserId) === null) return { closed: true }
    throw error
  }
}

/** The viewport of a page as the text of a PNG data URL; `null` when it is closed. */
export async function snapshot(browserId: number): Promise<string | null> {
  const now = BrowsingContext.getCurrentTopByBrowserId(browserId)?.currentWindowGlobal
  if (!now) return null
  const bitmap = await now.drawSnapshot(null, 1, 'white')
  const canvas = document.createElementNS('http://www.w3.org/1999/xhtml', 'canvas') as HTMLCanvasElement
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
  return canvas.toDataURL('image/png')
}

/** Brings a page's tab and window to the front. `false` while the window is not the active one yet. */
export function bringToFront(browserId: number): 'closed' | boolean {
  for (const win of Services.wm.getEnumerator('navigator:browser')) {
    for (const tab of win.gBrowser.tabs) {
      if (tab.linkedBrowser.browserId !== browserId) continue
      if (!tab.selected) win.gBrowser.selectedTab = tab
      if (Services.focus.activeWindow !== win) win.focus()
      return Services.focus.activeWindow === win && tab.selected
    }
  }
  return BrowsingContext.getCurrentTopByBrowserId(browserId) === null ? 'closed' : true
}

/** Gives a tab's page the keyboard, as a press on it does: a popup that has just closed may have left it to nobody. */
export function takeKeys(browserId: number): void {
  for (const win of Services.wm.getEnumerator('navigator:browser')) {
    for (const { linkedBrowser } of win.gBrowser.tabs) {
      if (linkedBrowser.browserId === browserId && win.document.activeElement !== linkedBrowser)
        linkedBrowser.focus()
    }
  }
}

/** Makes the window so large that the viewport has this size. */
export function resize([browserId, width, height]: [number, number, number]): void {
  for (const win of Services.wm.getEnumerator('navigator:browser')) {
    for (const { linkedBrowser } of win.gBrowser.tabs) {
      if (linkedBrowser.browserId !== browserId) continue
      win.resizeBy(width - linkedBrowser.clientWidth, height - linkedBrowser.clientHeight)
    }
  }
}

export function closePage(browserId: number): void {
  for (const win of Services.wm.getEnumerator('navigator:browser')) {
    for (const { linkedBrowser } of win.gBrowser.tabs) {
      if (linkedBrowser.browserId === browserId)
        win.gBrowser.removeTab(win.gBrowser.getTabForBrowser(linkedBrowser))
    }
    for (const browser of win.document.querySelectorAll<Browser>('browser.webextension-popup-browser')) {
      if (browser.browserId === browserId)
        (browser.closest('panel') as unknown as { hidePopup(): void }).hidePopup()
    }
  }
}

/** `running`, `stopped` or what is between; `undefined` while the extension has not started. */
export function backgroundState(id: string): string | undefined {
  const extension = WebExtensionPolicy.getByID(id)?.extension
  return extension?.state === 'Startup: Complete' ? extension.backgroundState : undefined
}

/** The number of the event page's browser while there is one; nothing is woken. */
export function runningBackground(id: string): number | null {
  for (const view of WebExtensionPolicy.getByID(id)?.extension.views ?? []) {
    if (view.viewType === 'background') return view.xulBrowser.browserId
  }
  return null
}

/** Ends the event page, whatever it is in the middle of. */
export async function terminateBackground(id: string): Promise<void> {
  const options = { ignoreDevToolsAttached: true, disableResetIdleForTest: true }
  await WebExtensionPolicy.getByID(id)?.extension.terminateBackground(options)
}

/** Ends the event page within the very call that stores an item with this state. */
export function terminateBackgroundAt([id, item, state]: [string, string, string]): void {
  const extension = WebExtensionPolicy.getByID(id)?.extension
  if (extension === undefined) throw new Error('The extension is not there.')
  type Stored = { state?: string; deserialize?(scope: object, keep: boolean): { state?: string } } | undefined
  type Listener = (changes: Record<string, { newValue?: Stored }>) => void
  const { extensionStorageSession } = ChromeUtils.importESModule(
    'resource://gre/modules/ExtensionStorage.sys.mjs',
  ) as { extensionStorageSession: { registerListener(extension: Extension, listener: Listener): () => void } }
  const forget = extensionStorageSession.registerListener(extension, (changes) => {
    for (const [name, { newValue }] of Object.entries(changes)) {
      const value = newValue?.deserialize === undefined ? newValue : newValue.deserialize(globalThis, true)
      if (!name.startsWith(item) || value?.state !== state) continue
      forget()
      void extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true })
      return
    }
  })
}

/** Wakes the event page if needed and gives the number of its browser. */
export async function backgroundPage(id: string): Promise<number | null> {
  const extension = WebExtensionPolicy.getByID(id)?.extension
  await extension?.wakeupBackground()
  for (const view of extension?.views ?? []) {
    if (view.viewType === 'background') return view.xulBrowser.browserId
  }
  return null
}

/** The click on the extension's button of the toolbar in the window in front. */
export async function triggerToolbar(id: string): Promise<void> {
  const { ExtensionParent } = ChromeUtils.importESModule(
    'resource://gre/modules/ExtensionParent.sys.mjs',
  ) as {
    ExtensionParent: {
      apiManager: {
        global: { browserActionFor(extension: Extension): { triggerAction(win: Window): Promise<void> } }
      }
    }
  }
  const extension = WebExtensionPolicy.getByID(id)?.extension
  if (extension === undefined) throw new Error('The extension is not there.')
  const win = Services.wm.getMostRecentWindow('navigator:browser')
  await ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(win)
}

/** A keyboard command, as the shortcut gives it. */
export function triggerCommand([id, name]: [string, string]): void {
  const extension = WebExtensionPolicy.getByID(id)?.extension
  if (extension?.shortcuts === undefined) throw new Error('The extension has no commands.')
  extension.shortcuts.onCommand(name)
}

/** Yes to every further question of `permissions.request`, without a dialog. */
export function allowEveryPermission(): void {
  Services.prefs.setBoolPref('extensions.webextOptionalPermissionPrompts', false)
}

/** Lets an extension run in private windows; it starts again for that. `false` while it is not there. */
export async function allowPrivate(id: string): Promise<boolean> {
  const { ExtensionPermissions } = ChromeUtils.importESModule(
    'resource://gre/modules/ExtensionPermissions.sys.mjs',
  ) as {
    ExtensionPermissions: {
      add(
        id: string,
        permissions: { origins: string[]; permissions: string[] },
        extension: unknown,
      ): Promise<void>
    }
  }
  const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs') as {
    AddonManager: { getAddonByID(id: string): Promise<{ reload(): Promise<void> }> }
  }
  const extension = WebExtensionPolicy.getByID(id)?.extension
  if (extension === undefined) return false
  await ExtensionPermissions.add(
    id,
    { permissions: ['internal:privateBrowsingAllowed'], origins: [] },
    extension,
  )
  await (await AddonManager.getAddonByID(id)).reload()
  return true
}

/** When the last touch of keyboard or mouse was, for Firefox's own service. */
export function setIdleTime(milliseconds: number): void {
  const { classes, interfaces } = Components
  const service = classes['@mozilla.org/widget/useridleservice;1']?.getService(
    interfaces.nsIUserIdleServiceInternal,
  ) as { resetIdleTimeOut(milliseconds: number): void }
  service.resetIdleTimeOut(milliseconds)
}

/** What is stored for an origin goes, as when a site's data is cleared. */
export async function clearDatabase(origin: string): Promise<void> {
  const principal = Services.scriptSecurityManager.createContentPrincipalFromOrigin(origin)
  await new Promise<void>((resolve, reject) => {
    const request = Services.qms.clearStoragesForPrincipal(principal)
    request.callback = () => (request.resultCode === 0 ? resolve() : reject(new Error('Not cleared.')))
  })
}

export async function removeOrigin([id, pattern]: [string, string]): Promise<void> {
  const { ExtensionPermissions } = ChromeUtils.importESModule(
    'resource://gre/modules/ExtensionPermissions.sys.mjs',
  ) as {
    ExtensionPermissions: {
      remove(
        id: string,
        permissions: { origins: string[]; permissions: string[] },
        extension: unknown,
      ): Promise<void>
    }
  }
  const extension = WebExtensionPolicy.getByID(id)?.extension
  await ExtensionPermissions.remove(id, { origins: [pattern], permissions: [] }, extension)
}

/** Chooses the entry with this label in the open context menu, in a submenu of the extension's too. `false` when there is none. */
export async function chooseMenu(label: string): Promise<boolean> {
  const win = Services.wm.getMostRecentWindow('navigator:browser')
  const menu = win.document.getElementById('contentAreaContextMenu') as unknown as Element & {
    state: string
    activateItem(item: Element): void
  }
  if (menu?.state !== 'open') return false
  const item = [...menu.querySelectorAll('menuitem')].find((entry) => entry.getAttribute('label') === label)
  if (item === undefined) return false
  const sub = item.closest('menupopup') as
    | (Element & { openPopup?: unknown; state: string; activateItem(item: Element): void })
    | null
  if (sub !== null && sub !== menu && sub.state !== 'open') {
    ;(item.closest('menu') as unknown as { openMenu(open: boolean): void }).openMenu(true)
    return false
  }
  ;(sub ?? menu).activateItem(item)
  return true
}

/** What Firefox says of an origin's documents and scripts, as `level: text`: uncaught errors, blocked resources. */
export function readErrors(origin: string): string[] {
  return Services.console
    .getMessageArray()
    .filter((message) => message.sourceName?.startsWith(origin) || message.message.includes(origin))
    .map((message) => `${message.logLevel === 2 ? 'warning' : 'error'}: ${message.message}`)
}

/** What an origin's scripts wrote to `console`; runs in the process of the extension's pages, which keeps it. */
export function readConsole(origin: string): string[] {
  const { classes, interfaces } = Components
  const storage = classes['@mozilla.org/consoleAPI-storage;1']?.getService(
    interfaces.nsIConsoleAPIStorage,
  ) as {
    getEvents(): { level: string; filename: string; arguments: unknown[] }[]
  }
  return storage
    .getEvents()
    .filter(({ filename }) => filename.startsWith(origin))
    .map((event) => `${event.level}: ${event.arguments.map(String).join(' ')}`)
}

export async function readClipboard(): Promise<string> {
  return Services.wm.getMostRecentWindow('navigator:browser').navigator.clipboard.readText()
}
