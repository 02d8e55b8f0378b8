import { readFile } from 'node:fs/promises'
import { crx, type ManifestV3Export } from '@crxjs/vite-plugin'
import { defineConfig, type Plugin, type UserConfig } from 'vite'

export type Browser = 'chrome' | 'firefox'
type Json = Record<string, unknown>

/** Pages that the manifest does not name, and so the build has to be told of. No web page can open them. */
const PAGES = {
  approval: 'src/ui/approval/approval.html',
  welcome: 'src/ui/welcome/welcome.html',
  clipboard: 'src/background/clipboard.html',
}

/** What one browser reads and the other complains about is taken out of the one manifest. */
function manifestFor(browser: Browser, manifest: Json): Json {
  const own: Json = { ...manifest }
  if (browser === 'chrome') {
    delete own.browser_specific_settings
  } else {
    delete own.minimum_chrome_version
    own.permissions = (own.permissions as string[]).filter((permission) => permission !== 'offscreen')
  }
  return own
}

/**
 * Preact carries one assignment to `innerHTML`, for `dangerouslySetInnerHTML`. Nothing here uses that, and
 * addons.mozilla.org asks about every such assignment, so it goes. Fails when Preact no longer has it as
 * expected: then look again at what it does instead.
 */
function withoutInnerHtml(): Plugin {
  return {
    name: 'without-inner-html',
    enforce: 'pre',
    transform(code, id) {
      if (!/node_modules\/preact\/dist\/preact\.mjs$/.test(id)) return null
      const parts = code.split(/\w+\.innerHTML=\w+\.__html/)
      if (parts.length !== 2)
        throw new Error(`${id}: expected one assignment to innerHTML, found ${parts.length - 1}`)
      return { code: parts.join('void 0'), map: null }
    },
  }
}

/** `vite build --mode chrome` or `--mode firefox`: everything but the injected scripts (`scripts/build.mjs`). */
export default defineConfig(async ({ mode }): Promise<UserConfig> => {
  if (mode !== 'chrome' && mode !== 'firefox') {
    throw new Error(`Build for "chrome" or "firefox", not "${mode}": npm run build`)
  }
  const manifest = manifestFor(
    mode,
    JSON.parse(await readFile(new URL('./manifest.json', import.meta.url), 'utf8')) as Json,
  )
  return {
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    plugins: [withoutInnerHtml(), crx({ manifest: manifest as unknown as ManifestV3Export, browser: mode })],
    build: {
      outDir: `dist/${mode}`,
      target: mode === 'chrome' ? 'chrome127' : 'firefox153',
      // The polyfill fetches, and `connect-src 'none'` forbids that.
      modulePreload: false,
      // A small picture in a style sheet would otherwise become text that no reviewer can see.
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      rollupOptions: { input: PAGES },
    },
  }
})
