import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readRows } from './csv.ts'
import { readTransfer, TransferError, type TransferOptions } from './index.ts'
import { parseXml } from './xml.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const json = (value: unknown) => bytes(JSON.stringify(value))
const directory = new URL('fixtures/', import.meta.url)
const fixture = (name: string) => new Uint8Array(readFileSync(new URL(name, directory)))
const names = readdirSync(directory).filter((name) => !name.endsWith('.py'))

/** Whatever is in the file: a result or a typed error, never anything else. */
async function outcome(data: Uint8Array, options: TransferOptions = {}): Promise<string> {
  try {
    const read = await readTransfer(data, options)
    for (const { where, reason, code } of read.problems) expect(where && reason && code).toBeTruthy()
    return `${read.keys.length} keys`
  } catch (error) {
    if (!(error instanceof TransferError)) throw error
    expect(error.message).not.toMatch(/not foreseen/)
    return error.code
  }
}

describe('a file that is damaged', () => {
  test.each(names)('%s, cut off at any byte, gives a result or a typed error', async (name) => {
    const whole = fixture(name)
    const step = Math.ceil(whole.length / 500)
    for (let length = 0; length < whole.length; length += step) await outcome(whole.subarray(0, length))
  })

  test.each([
    'aegis-encrypted.json',
    '2fas-4-encrypted.2fas',
    'pskc-passphrase.xml',
    'ente-encrypted.json',
    'authenticator-cc-1.json',
    'freeotp-backup.xml',
    'andotp-old.json.aes',
  ])('%s, cut off, is never taken for whole with its password', async (name) => {
    const whole = fixture(name)
    for (let part = 1; part < 24; part++) {
      const cut = whole.subarray(0, Math.floor((whole.length * part) / 24))
      expect(await outcome(cut, { password: 'Tr0ub4dor & Ключ' })).toMatch(
        /damaged|unknown-format|password-wrong/,
      )
    }
  })

  test('with a few bytes changed anywhere gives a result or a typed error', async () => {
    const change = fc.record({ at: fc.nat(), value: fc.integer({ min: 0, max: 255 }) })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.array(change, { minLength: 1, maxLength: 8 }),
        async (name, changes) => {
          const data = fixture(name)
          for (const { at, value } of changes) data[at % data.length] = value
          await outcome(data)
        },
      ),
      { numRuns: 1500 },
    )
  })
})

describe('a file that is nothing', () => {
  test.each([
    ['empty', new Uint8Array(0)],
    ['of prose', bytes('Dear Sir,\nplease find attached nothing at all.\n')],
    ['of zeros', new Uint8Array(5000)],
    ['of numbers', bytes('1,2,3\n4,5,6\n')],
    ['HTML', bytes('<!doctype html><html><body>KeyContainer</body></html>')],
    ['somebody else’s JSON', json({ name: 'left-pad', version: '1.0.0', dependencies: {} })],
    ['an empty list', json([])],
    ['a list of nothing', json([null, 1, 'x', {}])],
    ['a ZIP archive', bytes('PK\u0003\u0004 and so on and on and on and on and on and on')],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])],
  ])('%s is of an unknown format', async (_, data) => {
    await expect(readTransfer(data)).rejects.toMatchObject({ code: 'unknown-format' })
  })

  test('of any bytes gives a result or a typed error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), (data) => outcome(data).then(() => {})),
      {
        numRuns: 2000,
      },
    )
  })

  test('of any text gives a result or a typed error', async () => {
    const start = fc.constantFrom(
      '',
      'otpauth://',
      'otpauth-migration://offline?data=',
      'lseqr://',
      '{',
      '[',
      '<',
      'a,12,',
    )
    await fc.assert(
      fc.asyncProperty(start, fc.string({ unit: 'binary', maxLength: 300 }), async (begin, rest) => {
        await outcome(bytes(begin + rest))
      }),
      { numRuns: 2000 },
    )
  })

  test('of any JSON in a known shape gives a result or a typed error', async () => {
    const anything = fc.jsonValue({ maxDepth: 3 })
    const shape = (...fields: string[]) =>
      fc.record(Object.fromEntries(fields.map((field) => [field, anything])), { requiredKeys: [] })
    const shapes = fc.oneof(
      fc.record({
        answerkey: fc.constant('backup'),
        version: fc.constantFrom(1, 2, 'x'),
        keys: anything,
        recipients: anything,
      }),
      fc.record({ version: anything, header: shape('slots', 'params'), db: shape('version', 'entries') }),
      fc.record({ schemaVersion: fc.nat(6), services: fc.array(shape('name', 'secret', 'otp')) }),
      fc.record({
        encrypted: fc.boolean(),
        items: fc.array(shape('name', 'login')),
        data: anything,
        passwordProtected: anything,
      }),
      fc.record({ version: fc.nat(2), entries: fc.array(shape('content', 'note')) }),
      fc.record({ version: anything, salt: fc.string(), content: fc.string() }),
      fc.record({
        version: anything,
        kdfParams: anything,
        encryptedData: anything,
        encryptionNonce: anything,
      }),
      fc.record({ tokens: fc.array(shape('secret', 'type', 'algo')), tokenOrder: anything }),
      fc.record({ Authenticators: fc.array(shape('Type', 'Secret', 'Algorithm', 'Digits')) }),
      fc.array(shape('secret', 'type', 'label', 'userId')),
      fc.dictionary(fc.string(), shape('secret', 'encrypted', 'dataType', 'data', 'keyId', 'hash', 'type')),
    )
    await fc.assert(
      fc.asyncProperty(shapes, async (value) => {
        await outcome(json(value))
      }),
      { numRuns: 3000 },
    )
  })
})

describe('a file that attacks', () => {
  const password = 'p'
  const base64 = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
  const slot = (cost: object) => ({
    version: 1,
    header: {
      slots: [
        {
          type: 1,
          key: '00'.repeat(32),
          key_params: { nonce: '00'.repeat(12), tag: '00'.repeat(16) },
          salt: '00'.repeat(32),
          ...cost,
        },
      ],
      params: { nonce: '00'.repeat(12), tag: '00'.repeat(16) },
    },
    db: base64,
  })
  const sealed = `2.${'A'.repeat(22)}==|${base64}|${base64}`
  const warden = (cost: object) => ({
    encrypted: true,
    passwordProtected: true,
    salt: 'c2FsdA==',
    data: sealed,
    ...cost,
  })
  const ente = (memLimit: unknown, opsLimit: unknown) => ({
    version: 1,
    kdfParams: { memLimit, opsLimit, salt: 'AAAAAAAAAAAAAAAAAAAAAA==' },
    encryptedData: base64,
    encryptionNonce: 'A'.repeat(32),
  })

  test.each([
    ['a terabyte of scrypt', slot({ n: 2 ** 30, r: 1024, p: 1 })],
    ['scrypt of a negative cost', slot({ n: -1, r: 8, p: 1 })],
    ['scrypt of a cost that is no power of two', slot({ n: 32767, r: 8, p: 1 })],
    ['scrypt of an infinite cost', slot({ n: 1e308, r: 8, p: 1 })],
    ['scrypt in a million lanes', slot({ n: 32768, r: 8, p: 1_000_000 })],
    ['no cost at all', slot({})],
    ['900 million rounds of PBKDF2', warden({ kdfType: 0, kdfIterations: 900_000_000 })],
    ['no rounds of PBKDF2', warden({ kdfType: 0, kdfIterations: 0 })],
    ['a terabyte of Argon2', warden({ kdfType: 1, kdfIterations: 1, kdfMemory: 2 ** 20, kdfParallelism: 1 })],
    ['a day of Argon2', warden({ kdfType: 1, kdfIterations: 100_000, kdfMemory: 64, kdfParallelism: 1 })],
    [
      'Argon2 in too many lanes',
      warden({ kdfType: 1, kdfIterations: 1, kdfMemory: 64, kdfParallelism: 70_000 }),
    ],
    ['a petabyte of Argon2', ente(1e15, 1)],
    ['Argon2 of a text', ente('lots', {})],
  ])('asking for %s is refused at once', async (_, file) => {
    await expect(readTransfer(json(file), { password })).rejects.toMatchObject({ code: 'damaged' })
  })

  test('with a PBKDF2 count in XML that never ends is refused at once', async () => {
    const xml = new TextDecoder().decode(fixture('pskc-passphrase.xml'))
    const costly = xml.replace('<IterationCount>2000<', '<IterationCount>99999999999<')
    await expect(readTransfer(bytes(costly), { password })).rejects.toMatchObject({ code: 'damaged' })
  })

  test.each([
    [
      'entities of its own',
      '<!DOCTYPE k [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><KeyContainer>&b;</KeyContainer>',
    ],
    ['an entity from elsewhere', '<!DOCTYPE k SYSTEM "file:///etc/passwd"><KeyContainer></KeyContainer>'],
    ['a hundred thousand elements inside each other', `<KeyContainer>${'<a>'.repeat(100_000)}`],
  ])('with %s in its XML is refused', async (_, xml) => {
    await expect(readTransfer(bytes(`<?xml version="1.0"?>${xml}`))).rejects.toMatchObject({
      code: 'damaged',
    })
  })

  test('with a million brackets is refused', async () => {
    await expect(readTransfer(bytes('['.repeat(1_000_000)))).rejects.toMatchObject({ code: 'damaged' })
    await expect(readTransfer(bytes('{"a":'.repeat(100_000)))).rejects.toMatchObject({ code: 'damaged' })
  })

  test('with rows or elements beyond any export is refused', () => {
    expect(readRows('a,b\n'.repeat(100_000))).toHaveLength(100_000)
    expect(() => readRows('a,b\n'.repeat(100_001))).toThrow('more than 100000 rows')
    const nested = (depth: number) => `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`
    expect(() => parseXml(nested(64))).not.toThrow()
    expect(() => parseXml(nested(65))).toThrow('nests deeper')
  })

  test('on prototypes changes nothing', async () => {
    const entry = { secret: 'GEZDGNBV', type: 'TOTP', label: 'x', issuer: 'y' }
    const text = `[${JSON.stringify(entry).replace('{', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},')}]`
    const read = await readTransfer(bytes(text))
    expect(read.keys).toHaveLength(1)
    expect(Object.keys(read.keys[0]!)).not.toContain('__proto__')
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    const inherited = '{"__proto__":{"answerkey":"backup","version":1,"keys":[]}}'
    await expect(readTransfer(bytes(inherited))).rejects.toMatchObject({ code: 'unknown-format' })
  })

  test('with numbers that no counter holds loses only those entries', async () => {
    const entry = (counter: string) =>
      `{"secret":"GEZDGNBV","type":"HOTP","label":"x","digits":6,"counter":${counter}}`
    const counters = [
      '1e999',
      '-1',
      '1.5',
      '9007199254740992',
      '"18446744073709551616"',
      '[]',
      '{}',
      '9007199254740991',
      '"18446744073709551615"',
    ]
    const read = await readTransfer(bytes(`[${counters.map(entry).join(',')}]`))
    expect(read.keys.map(({ counter }) => counter)).toEqual([9007199254740991, 2n ** 64n - 1n])
    expect(read.problems.map(({ code }) => code)).toEqual(Array(7).fill('counter-range'))
  })

  const million = (text: string) => text.repeat(1_000_000 / text.length)
  test.each([
    ['line feeds', bytes(million('\n'))],
    ['equals signs in a secret', json([{ secret: `${million('=')}x`, type: 'TOTP', label: 'x' }])],
    ['spaces in a secret', json([{ secret: `A${million(' ')}`, type: 'TOTP', label: 'x' }])],
    ['spaces in a row', bytes(`a,1212,${million(' ')}x`)],
    ['commas', bytes(`a,1212${million(',')}`)],
    ['angle brackets', bytes(`<KeyContainer>${million('<')}`)],
    ['names without an end', bytes(`<KeyContainer ${million('a')}`)],
    ['attributes', bytes(`<KeyContainer ${million('a="" ')}></KeyContainer>`)],
    [
      'equals signs in PSKC',
      bytes(new TextDecoder().decode(fixture('pskc.xml')).replace('MTIz', `${million('=')}x`)),
    ],
    ['empty elements', bytes(`<KeyContainer>${million('<a/>')}</KeyContainer>`)],
    ['quotation marks in a table', bytes(`name,login_totp\n${million('"')}`)],
    ['lines of slashes', bytes(`otpauth://totp/a?secret=A\n${million('/')}`)],
    ['letters in a URI', bytes(`otpauth-migration://offline?data=${million('A')}`)],
    [
      'lists in a list',
      json(
        million('x')
          .split('')
          .slice(0, 100_000)
          .map(() => []),
      ),
    ],
  ])('with a million %s is read or refused in time', async (_, data) => {
    await outcome(data)
  })

  test('with a length in a transfer code that lies is refused', async () => {
    // Field 1, two bytes long as it says: but it says four gigabytes, or more than a number holds.
    for (const lie of [
      [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f],
      [0x0a, ...Array(9).fill(0xff), 1],
      [0x0a, 4, 0x0a, 0x7f, 1, 2],
    ]) {
      const uri = `otpauth-migration://offline?data=${encodeURIComponent(Buffer.from(lie).toString('base64'))}`
      const read = await readTransfer(bytes(uri))
      expect(read.keys).toEqual([])
      expect(read.problems.map(({ code }) => code)).toEqual(['entry-malformed'])
    }
  })

  test('with a Java object in place of a text is refused', async () => {
    const map = fixture('freeotp-backup.xml')
    const at = map.lastIndexOf(0x74)
    map[at] = 0x73
    expect(await outcome(map, { password })).toMatch(/damaged|password-wrong/)
  })
})

test.each([
  ['Answerkey', { answerkey: 'backup', version: 2, keys: [] }],
  ['Aegis', { version: 2, header: { slots: null, params: null }, db: { version: 3, entries: [] } }],
  ['Aegis’ content', { version: 1, header: { slots: null, params: null }, db: { version: 4, entries: [] } }],
  ['2FAS', { schemaVersion: 5, services: [] }],
  ['Ente', { version: 2, kdfParams: {}, encryptedData: '' }],
  ['Proton', { version: 2, entries: [] }],
  [
    'Bitwarden',
    {
      encrypted: true,
      passwordProtected: true,
      salt: 's',
      kdfType: 7,
      data: `2.${'A'.repeat(22)}==|AAAA|AAAA`,
    },
  ],
])('a future version of %s is too new', async (_, file) => {
  await expect(readTransfer(json(file), { password: 'p' })).rejects.toMatchObject({ code: 'too-new' })
})

test('a file of objects that say how they are written gives a result or a typed error', async () => {
  await outcome(json([{ type: { toString: false } }, { secret: {}, type: {} }]))
  await outcome(json({ Authenticators: [{ Type: { toString: false }, Secret: 'GEZDGNBVGY3TQOJQ' }] }))
})
