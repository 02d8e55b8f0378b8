import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const bundles = new Map<string, Promise<string>>()

/** The scripts that pages may ask for, `client/<name>`, and where their sources are. */
const SOURCES: Record<string, string> = {
  'spa.js': 'client/spa.tsx',
  'shadow.js': 'client/shadow.ts',
  'split.js': 'client/split.ts',
  'reveal.js': 'client/reveal.ts',
  'replace.js': 'client/replace.ts',
  'canvas.js': 'client/canvas.ts',
  'attack.js': 'client/attack.ts',
  'authors.js': 'client/authors.ts',
  'authors-preview.js': 'client/authors-preview.ts',
}

/** One page's script as a single file, built when it is first asked for; undefined for a name it does not know. */
export function bundle(name: string): Promise<string> | undefined {
  const source = SOURCES[name]
  if (source === undefined) return undefined
  const known = bundles.get(name)
  if (known !== undefined) return known
  const built = bundleFile(fileURLToPath(new URL(`./${source}`, import.meta.url)))
  bundles.set(name, built)
  return built
}

/** A module and all that it imports, for a page, as one module. */
export async function bundleFile(entry: string): Promise<string> {
  const output = await build({
    root: ROOT,
    configFile: false,
    envFile: false,
    publicDir: false,
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      lib: { entry, formats: ['es'], fileName: 'page' },
    },
  })
  const [result] = Array.isArray(output) ? output : [output]
  if (result === undefined || !('output' in result)) throw new Error(`${entry} was not built.`)
  return result.output[0].code
}
