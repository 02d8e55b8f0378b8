/**
 * Builds the extension: `npm run build` writes `dist/chrome` and `dist/firefox`; names of browsers build only
 * those; `--zip` also writes `dist/answerkey-<browser>.zip`; `--out DIR` builds somewhere else than `dist`.
 */
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { packagesIn } from './packages.mjs'
import { writeZip } from './zip.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const BROWSERS = ['chrome', 'firefox']
/** Each becomes one self-contained classic script that the worker injects by its name. */
const INJECTED = ['content', 'decoder', 'picker']

const { values, positionals } = parseArgs({
  options: { zip: { type: 'boolean', default: false }, out: { type: 'string', default: 'dist' } },
  allowPositionals: true,
})
const browsers = positionals.length > 0 ? positionals : BROWSERS
const out = resolve(values.out)

/** The modules whose code came into some file of what is built. */
const modules = new Set()
const noteModules = {
  name: 'note-modules',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      for (const [id, { renderedLength }] of Object.entries(file.modules ?? {}))
        if (renderedLength > 0) modules.add(id)
    }
  },
}

/** The injected scripts are ours alone: in `web_accessible_resources` any page could ask for them and so learn that we are here. */
async function buildInjected(browser, outDir) {
  for (const name of INJECTED) {
    await build({
      configFile: false,
      root,
      mode: browser,
      publicDir: false,
      logLevel: 'warn',
      plugins: [noteModules],
      build: {
        outDir,
        emptyOutDir: false,
        target: browser === 'chrome' ? 'chrome127' : 'firefox153',
        reportCompressedSize: false,
        lib: {
          entry: join(root, `src/content/${name}.ts`),
          formats: ['iife'],
          name: 'answerkey',
          fileName: () => `${name}.js`,
        },
      },
    })
  }
}

/** What a built extension must not have, however it came in. Throws with the reason. */
async function check(outDir) {
  const manifest = JSON.parse(await readFile(join(outDir, 'manifest.json'), 'utf8'))
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const wrong = (reason) => new Error(`${relative(root, join(outDir, 'manifest.json'))}: ${reason}`)
  if (manifest.version !== version)
    throw wrong(`version ${manifest.version}, but package.json says ${version}`)
  if (manifest.web_accessible_resources !== undefined)
    throw wrong('web_accessible_resources shows us to every page')
  if (manifest.host_permissions !== undefined) throw wrong('host_permissions asks for hosts at install')
  if (manifest.content_scripts !== undefined)
    throw wrong('content_scripts runs before the user allowed a site')
  if (Object.keys(manifest.commands ?? {}).length > 4) throw wrong('more than four commands')
  for (const locale of await readdir(join(outDir, '_locales'))) {
    const messages = JSON.parse(await readFile(join(outDir, '_locales', locale, 'messages.json'), 'utf8'))
    for (const [, name] of JSON.stringify(manifest).matchAll(/__MSG_(\w+?)__/g)) {
      if (messages[name] === undefined) throw wrong(`_locales/${locale}/messages.json has no "${name}"`)
    }
  }
  if (/unsafe-|https?:/.test(manifest.content_security_policy.extension_pages))
    throw wrong('the CSP is too wide')
}

/** Every file below a folder, by its path in it, sorted. */
async function filesIn(dir) {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'))
    .sort()
}

async function printSizes(browser, outDir) {
  const kB = (bytes) => `${(bytes / 1024).toFixed(1)} kB`.padStart(10)
  let total = 0
  for (const file of await filesIn(outDir)) {
    const { size } = await stat(join(outDir, file))
    total += size
    if (file.endsWith('.js'))
      console.log(`${kB(size)} ${kB(gzipSync(await readFile(join(outDir, file))).length)} gz  ${file}`)
  }
  console.log(`${kB(total)} in all: ${relative(process.cwd(), outDir)}\n`)
  if (total === 0) throw new Error(`Nothing was built for ${browser}.`)
}

for (const browser of browsers) {
  if (!BROWSERS.includes(browser)) throw new Error(`"${browser}" is none of ${BROWSERS.join(', ')}.`)
  const outDir = join(out, browser)
  await rm(outDir, { recursive: true, force: true })
  // A test runner's NODE_ENV would otherwise change what is built.
  process.env.NODE_ENV = 'production'
  await build({
    configFile: join(root, 'vite.config.ts'),
    root,
    mode: browser,
    logLevel: 'warn',
    plugins: [noteModules],
    worker: { plugins: () => [noteModules] },
    build: { outDir, emptyOutDir: true },
  })
  await buildInjected(browser, outDir)
  await check(outDir)
  await printSizes(browser, outDir)
  if (values.zip) await writeZip(outDir, await filesIn(outDir), join(out, `answerkey-${browser}.zip`))
}

const lockfile = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'))
console.log(`From npm: ${packagesIn(modules, lockfile).join(', ')}`)
