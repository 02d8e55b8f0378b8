/**
 * Holds the rule of which room of `src/` may import which, and what each may take from outside: part of
 * `npm run lint`. A room is a folder of `src/` or the one file `messages.ts`. Tests obey the same rule among the
 * rooms, and may take what they like from outside.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseSync } from 'vite'

/** The rooms that each room may import, besides itself. */
const MAY_IMPORT: Record<string, string[]> = {
  protocol: [],
  messages: ['protocol'],
  prompt: ['protocol'],
  vault: ['protocol'],
  transfer: ['protocol'],
  verifier: ['protocol'],
  content: ['prompt', 'protocol', 'messages'],
  background: ['protocol', 'vault', 'messages'],
  ui: ['protocol', 'transfer', 'messages'],
}

/** Packages that belong to some rooms only, by the start of their name, with the reason. */
const PACKAGES: { name: string; rooms: string[]; reason: string }[] = [
  { name: 'node:', rooms: ['verifier'], reason: 'a browser has no Node' },
  { name: 'pg', rooms: ['verifier'], reason: 'a browser has no database server' },
  { name: '@electric-sql/', rooms: ['verifier'], reason: 'a browser has no database server' },
  { name: 'preact', rooms: ['ui'], reason: 'only the UI draws' },
  { name: '@preact/', rooms: ['ui'], reason: 'only the UI draws' },
  { name: 'idb', rooms: ['vault'], reason: 'only the vault stores' },
  {
    name: 'webextension-polyfill',
    rooms: ['background', 'ui', 'messages'],
    reason: 'it would be most of an injected script, and the other rooms know no extension',
  },
]

interface Breach {
  file: string
  imports: string
  reason: string
}

/** Every module that a TypeScript source names: imports, re-exports, `import()`, type imports, `new URL(…, import.meta.url)`. */
export function importsOf(file: string, source: string): string[] {
  const { module, errors } = parseSync(file, source, { lang: file.endsWith('x') ? 'tsx' : 'ts' })
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`)
  const named = module.staticImports.map(({ moduleRequest }) => moduleRequest.value)
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest } of entries)
      if (moduleRequest !== null && moduleRequest !== undefined) named.push(moduleRequest.value)
  }
  for (const [, quoted] of source.matchAll(/\bimport\(\s*['"`]([^'"`]+)['"`]/g))
    if (quoted !== undefined) named.push(quoted)
  for (const [, quoted] of source.matchAll(/\bnew URL\(\s*['"`]([^'"`]+)['"`]\s*,\s*import\.meta\.url/g)) {
    if (quoted !== undefined) named.push(quoted.startsWith('.') ? quoted : `./${quoted}`)
  }
  return [...new Set(named)]
}

/** The room of a path below `src/`: its folder, or the name of a file that stands alone. */
const roomOf = (path: string): string => path.split('/')[0]?.replace(/\.tsx?$/, '') ?? ''

/**
 * What one file imports against the rule.
 * @param path below `src/`, with `/`
 */
export function breachesOf(path: string, source: string): Breach[] {
  const room = roomOf(path)
  const may = MAY_IMPORT[room]
  const file = `src/${path}`
  if (may === undefined) return [{ file, imports: '', reason: `"${room}" is none of the rooms` }]
  const isTest = /\.test(-kit)?\.tsx?$/.test(path)
  return importsOf(path, source).flatMap((imports) => {
    const breach = (reason: string): Breach[] => [{ file, imports, reason }]
    if (!imports.startsWith('.')) {
      const owned = PACKAGES.find(
        ({ name }) => imports === name || imports.startsWith(/[:/]$/.test(name) ? name : `${name}/`),
      )
      return owned === undefined || owned.rooms.includes(room) || isTest ? [] : breach(owned.reason)
    }
    const target = posix.join(dirname(path).split(sep).join('/'), imports.split('?')[0] ?? '')
    // The UI takes the names of its messages, as types, from the one file that has them.
    if (room === 'ui' && target.startsWith('../public/_locales/')) return []
    if (target.startsWith('..')) return isTest ? [] : breach('it leaves src/')
    const other = roomOf(target)
    if (other === room || may.includes(other)) return []
    return breach(`${room} may import ${may.length === 0 ? 'no other room' : may.join(', ')}, not ${other}`)
  })
}

/** Every breach below a `src/` folder, in the order of the files. */
export function allBreaches(src: string): Breach[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
    .map((path) => path.split(sep).join('/'))
    .sort()
    .flatMap((path) => breachesOf(path, readFileSync(join(src, path), 'utf8')))
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const breaches = allBreaches('src')
  for (const { file, imports, reason } of breaches)
    console.error(`${relative('.', file)} imports ${imports}: ${reason}`)
  if (breaches.length > 0) process.exitCode = 1
  else console.log('Rooms: every import is allowed.')
}
