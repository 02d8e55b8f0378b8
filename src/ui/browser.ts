import polyfill from 'webextension-polyfill'

/** The extension API, as in `src/background/api.ts`. */
export const browser = polyfill as unknown as typeof chrome

/** Opens the options, in the tab that already shows them when there is one; or one part of them, in a new tab. */
export async function openOptions(part?: string): Promise<void> {
  if (part === undefined) await browser.runtime.openOptionsPage()
  else await browser.tabs.create({ url: browser.runtime.getURL(`src/ui/options/options.html#${part}`) })
}
