/** The extension API: promises in both browsers, without the polyfill's ten kilobytes in front of the popup. */
const found = (globalThis as { browser?: typeof chrome }).browser ?? globalThis.chrome

export const browser: typeof chrome = found

/** True in Firefox, whose extension pages have no passkeys and whose file picker closes a popup. */
export const isFirefox = (): boolean => location.protocol === 'moz-extension:'

/** Opens a page of the options, in the tab that already shows them when there is one. */
export async function openOptions(hash = ''): Promise<void> {
  const url = browser.runtime.getURL('src/ui/options/options.html')
  await browser.tabs.create({ url: hash === '' ? url : `${url}#${hash}` })
}
