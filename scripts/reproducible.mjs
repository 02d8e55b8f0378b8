/**
 * Shows that the build can be trusted: `node scripts/reproducible.mjs` builds twice, the second time from a copy
 * in another folder, and compares every byte. Given released packages (`.zip`, `.xpi` or `.crx`, with "chrome" or
 * "firefox" in the name, or after `chrome=` or `firefox=`), it compares them with what these sources build.
 * What the stores add when they sign is left out: `META-INF/`, `_metadata/`, and `key` and `update_url` in the manifest.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { unzipSync } from 'fflate'

const root = fileURLToPath(new URL('..', import.meta.url))
const SOURCES = [
  'src',
  'public',
  'scripts',
  'manifest.json',
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'tsconfig.json',
]

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

/** File name to SHA-256 of a package's content; throws when it is no zip. */
function contentsOf(packed) {
  const isCrx = packed.subarray(0, 4).toString('latin1') === 'Cr24'
  const zip = isCrx ? packed.subarray(12 + packed.readUInt32LE(8)) : packed
  const hashes = new Map()
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    if (name.endsWith('/') || name.startsWith('META-INF/') || name.startsWith('_metadata/')) continue
    hashes.set(name, sha256(name === 'manifest.json' ? unsigned(bytes) : bytes))
  }
  return hashes
}

function unsigned(bytes) {
  const { key, update_url, ...manifest } = JSON.parse(Buffer.from(bytes).toString('utf8'))
  return JSON.stringify(manifest)
}

/** One line for each file that only one side has or that differs. */
function differences(ours, theirs) {
  return [...new Set([...ours.keys(), ...theirs.keys()])].sort().flatMap((name) => {
    if (!theirs.has(name)) return [`only in our build: ${name}`]
    if (!ours.has(name)) return [`only in the release: ${name}`]
    return ours.get(name) === theirs.get(name) ? [] : [`differs: ${name}`]
  })
}

function build(from, out) {
  execFileSync(process.execPath, [join(from, 'scripts/build.mjs'), '--zip', '--out', out], {
    cwd: from,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

function releaseOf(argument) {
  const [, named, path] = /^(?:(chrome|firefox)=)?(.+)$/.exec(argument)
  const browser =
    named ??
    /chrome|firefox/.exec(basename(path))?.[0] ??
    (/\.crx$/.test(path) ? 'chrome' : /\.xpi$/.test(path) ? 'firefox' : undefined)
  if (browser === undefined) stop(`Whose package is ${path}? Write chrome=${path} or firefox=${path}.`)
  if (!existsSync(path)) stop(`There is no file ${path}.`)
  return { browser, path }
}

function stop(reason) {
  console.error(reason)
  process.exit(2)
}

const releases = process.argv.slice(2).map(releaseOf)
const work = mkdtempSync(join(tmpdir(), 'answerkey-reproducible-'))
let failed = false
try {
  const copy = join(work, 'copy')
  for (const path of SOURCES) cpSync(join(root, path), join(copy, path), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction')
  const [one, two] = [join(work, 'one'), join(work, 'two')]
  build(root, one)
  build(copy, two)
  for (const name of readdirSync(one).filter((file) => file.endsWith('.zip'))) {
    const [ours, again] = [one, two].map((dir) => readFileSync(join(dir, name)))
    const same = ours.equals(again)
    failed ||= !same
    console.log(`${same ? 'same bytes' : 'DIFFERENT'}  ${sha256(ours)}  ${name}`)
    if (!same) for (const line of differences(contentsOf(ours), contentsOf(again))) console.log(`  ${line}`)
  }
  for (const { browser, path } of releases) {
    const found = differences(
      contentsOf(readFileSync(join(one, `answerkey-${browser}.zip`))),
      contentsOf(readFileSync(path)),
    )
    failed ||= found.length > 0
    console.log(`${found.length === 0 ? 'same content' : 'DIFFERENT'}  ${path}`)
    for (const line of found) console.log(`  ${line}`)
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
process.exitCode = failed ? 1 : 0
