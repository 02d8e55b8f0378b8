import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { protocolErrorCodes } from '../protocol/index.ts'
import { placeUnits, problemCodes, type TransferErrorCode } from '../transfer/index.ts'
import { codeKey } from './strings.ts'

interface Entry {
  message: string
  placeholders?: Record<string, { content: string }>
}
type Messages = Record<string, Entry>

const root = join(import.meta.dirname, '../..')
const locales = ['en', 'ru', 'uk', 'vi'] as const
const messages = Object.fromEntries(
  locales.map((locale) => [
    locale,
    JSON.parse(readFileSync(join(root, 'public/_locales', locale, 'messages.json'), 'utf8')) as Messages,
  ]),
) as Record<(typeof locales)[number], Messages>
const english = messages.en

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))
}

const everything = ['src/ui', 'src/background', 'src/content'].flatMap(sources)
const messageSource = readFileSync(join(root, 'src/messages.ts'), 'utf8')

const used = new Set(
  everything.flatMap((text) =>
    [...text.matchAll(/\b(?:t|getMessage)\(\s*'(\w+)'|'(teach[A-Z]\w*)'/g)].map(([, a, b]) => a ?? b ?? ''),
  ),
)

describe('strings', () => {
  it.each([...used])('%s, which the code shows, is written', (key) => {
    expect(english[key]).toBeDefined()
  })

  it.each(locales)('%s has exactly the keys of English, each with a text', (locale) => {
    expect(Object.keys(messages[locale]).sort()).toEqual(Object.keys(english).sort())
    for (const { message } of Object.values(messages[locale])) expect(message.trim()).toBe(message)
    expect(Object.values(messages[locale]).filter(({ message }) => message === '')).toEqual([])
  })

  it.each(locales)('%s uses the placeholders of English', (locale) => {
    for (const [key, { message, placeholders = {} }] of Object.entries(messages[locale])) {
      expect({ key, placeholders }).toEqual({ key, placeholders: english[key]?.placeholders ?? {} })
      const named = [...message.matchAll(/\$(\w+)\$/g)].map(([, name]) => name?.toLowerCase() ?? '')
      expect({ key, named: named.sort() }).toEqual({ key, named: Object.keys(placeholders).sort() })
    }
  })

  it('has none that nothing shows', () => {
    const literals = new Set(
      [
        ...everything,
        ...['src/vault', 'src/protocol', 'src/transfer'].flatMap(sources),
        messageSource,
      ].flatMap((text) =>
        [...text.matchAll(/['`]([a-z0-9]+(?:-[a-z0-9]+)*)['`]/g)].map(([, code]) => code ?? ''),
      ),
    )
    const kinds = ['error', 'warning', 'problem', 'place', 'differs', 'file'] as const
    const ofCodes = new Set([...literals].flatMap((code) => kinds.map((kind) => codeKey(kind, code))))
    const manifest = readFileSync(join(root, 'manifest.json'), 'utf8')
    const unused = Object.keys(english).filter(
      (key) => !used.has(key) && !ofCodes.has(key) && !manifest.includes(`__MSG_${key}__`),
    )
    expect(unused).toEqual([])
  })

  it('has no two keys that browsers, which ignore case in them, would mistake', () => {
    const keys = Object.keys(english).map((key) => key.toLowerCase())
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('is spoken differently in each language', () => {
    for (const locale of ['ru', 'uk', 'vi'] as const) {
      const same = Object.keys(english).filter(
        (key) =>
          /[a-z]{4}/i.test(english[key]!.message) && messages[locale][key]!.message === english[key]!.message,
      )
      expect(same.filter((key) => key !== 'passkey' && key !== 'passkeys')).toEqual([])
    }
  })
})

/** Codes of a room that this one may not import, read from its list. */
function codesIn(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const list = /ErrorCodes = \[([\s\S]*?)\] as const/.exec(text)?.[1] ?? ''
  return [...list.matchAll(/'([a-z-]+)'/g)].map(([, code]) => code ?? '')
}

/** Every code that the worker itself gives as a refusal or a reason. */
const workerCodes = [
  ...new Set(
    sources('src/background').flatMap((text) =>
      [...text.matchAll(/\bnew Refusal\(\s*'([a-z-]+)'|\breason: '([a-z-]+)'/g)].map(
        ([, a, b]) => a ?? b ?? '',
      ),
    ),
  ),
]

describe('every code has its sentence', () => {
  it('of each of the lists', () => {
    expect(codesIn('src/vault/errors.ts')).toContain('password-wrong')
    expect(workerCodes).toContain('no-access')
  })

  it.each(protocolErrorCodes)('protocol: %s', (code) => {
    expect(english[codeKey('error', code)]).toBeDefined()
  })

  it.each(codesIn('src/vault/errors.ts'))('vault: %s', (code) => {
    expect(english[codeKey('error', code)]).toBeDefined()
  })

  it.each(workerCodes)('worker: %s', (code) => {
    expect(english[codeKey('error', code)]).toBeDefined()
  })

  const fileCodes: TransferErrorCode[] = [
    'unknown-format',
    'password-needed',
    'password-wrong',
    'damaged',
    'too-new',
    'too-large',
  ]
  it.each(fileCodes)('file: %s', (code) => {
    expect(english[codeKey('file', code)]).toBeDefined()
  })

  it.each(problemCodes)('problem: %s', (code) => {
    expect(english[codeKey('problem', code)]).toBeDefined()
  })

  it.each(placeUnits)('place: %s', (unit) => {
    expect(english[codeKey('place', unit)]).toBeDefined()
  })

  it('warnings of a confirmation', () => {
    const comment = /Codes of sentences that the window shows:([\s\S]*?)\*\//.exec(messageSource)?.[1] ?? ''
    const codes = [...comment.matchAll(/`([a-z-]+)`/g)].map(([, code]) => code ?? '')
    expect(codes).toContain('can-confirm-anything')
    for (const code of codes) expect(english).toHaveProperty(codeKey('warning', code))
  })

  it('what can differ on a page', () => {
    const list = /interface Difference \{\s+what:(.*?)\n {2}shown/s.exec(messageSource)?.[1] ?? ''
    const kinds = [...list.matchAll(/'([a-z]+)'/g)].map(([, kind]) => kind ?? '')
    expect(kinds).toContain('amount')
    for (const kind of kinds) expect(english).toHaveProperty(codeKey('differs', kind))
  })

  it('why a fill failed', () => {
    const list = /reason: v\.picklist\(\[([^\]]+)\]/.exec(messageSource)?.[1] ?? ''
    const reasons = [...list.matchAll(/'([a-z-]+)'/g)].map(([, reason]) => reason ?? '')
    expect(reasons).toContain('too-short')
    for (const reason of reasons) expect(english).toHaveProperty(codeKey('error', reason))
  })
})
