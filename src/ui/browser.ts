/** The extension API: promises in both browsers, without the polyfill's ten kilobytes in front of the popup. */
const found = (globalThis as { browser?: typeof chrome }).browser ?? globalThis.chrome

export const browser: typeof chrome = found

/** Opens the options, in the tab that already shows them when there is one; or one part of them, in a new tab. */
export async function openOptions(part?: string): Promise<void> {
  if (part === undefined) await browser.runtime.openOptionsPage()
  else await browser.tabs.create({ url: browser.runtime.getURL(`src/ui/options/options.html#${part}`) })
}
