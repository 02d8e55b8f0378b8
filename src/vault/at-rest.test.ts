/** What somebody learns from a copy of the profile while the vault is locked. */
import { expect, test } from 'vitest'
import { createdTrial, hotpKey, ocraKey, PASSWORD, rawRecords, totpKey } from './trial.test-kit.ts'

const ORIGIN = 'https://wallet.example'
const CHALLENGE = '73519246'
const SECRETS = [0x51, 0x52, 0x53].map((fill) => new Uint8Array(24).map((_, at) => fill + at * 7))
const TEXTS = [
  'Volksbank Genossenschaft',
  'alice.liddell@example.org',
  'Sparschwein für Ёлка',
  'bob.dodgson',
  'Landlord of the flat',
  'Z314159265358',
  '314159265358',
  'E271828182845',
  '4711.42',
  CHALLENGE,
  'session-of-the-page',
  'OCRA-1:HOTP-SHA256-7:QN08-S064',
  'OCRA-1:HOTP-SHA256-7:QH64',
  'the page said something else',
  PASSWORD,
]

const utf8 = (text: string) => new TextEncoder().encode(text)
const utf16 = (text: string) =>
  new Uint8Array(Uint16Array.from(text, (character) => character.charCodeAt(0)).buffer)
const latin1 = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const base32 = (bytes: Uint8Array) => {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map((five) => BASE32[Number.parseInt(five, 2)]).join('')
}

/** Base64 shifts by one and two bytes when something stands before: all three, without their edges. */
const base64 = (bytes: Uint8Array) =>
  [0, 1, 2].map((before) => {
    const text = btoa(latin1(new Uint8Array([...new Uint8Array(before), ...bytes])))
    return text.slice(before === 0 ? 0 : 4, -4)
  })

function encodingsOf(bytes: Uint8Array): string[] {
  const plain = base64(bytes)
  return [
    latin1(bytes),
    hex(bytes),
    hex(bytes).toUpperCase(),
    base32(bytes),
    ...plain,
    ...plain.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ]
}

/** Everything in a record, bytes as bytes, one text after the other. */
function flat(value: unknown): string {
  if (value instanceof Uint8Array) return latin1(value)
  if (value instanceof CryptoKey) return ''
  if (typeof value === 'string') return latin1(utf8(value))
  if (value !== null && typeof value === 'object') {
    return Object.entries(value)
      .map(([name, content]) => `${name} ${flat(content)}`)
      .join('\n')
  }
  return String(value)
}

async function filled(password: string | null) {
  const made = await createdTrial(password)
  const { vault } = made
  const [one, two, three] = SECRETS as [Uint8Array, Uint8Array, Uint8Array]
  const ocra = await vault.addKey(
    ocraKey({
      secret: one.slice(),
      issuer: 'Volksbank Genossenschaft',
      account: 'alice.liddell@example.org',
      name: 'Sparschwein für Ёлка',
      suite: 'OCRA-1:HOTP-SHA256-7:QN08-S064',
    }),
  )
  const hotp = await vault.addKey(hotpKey({ secret: two.slice(), account: 'bob.dodgson' }))
  await vault.addKey(totpKey({ secret: three.slice(), account: 'bob.dodgson' }))
  const answers = [
    await vault.answer({
      keyId: ocra.id,
      mode: 'authorization',
      challenge: CHALLENGE,
      session: 'session-of-the-page',
      journal: { id: 'c1', what: 'approved', origin: ORIGIN },
      keep: true,
    }),
    await vault.answer({
      keyId: ocra.id,
      mode: 'payment',
      challenge: `${CHALLENGE}1`,
      transaction: { purse: 'Z314159265358', amount: '4711.42' },
      journal: { id: 'c2', what: 'approved', origin: ORIGIN, currency: 'WMZ' },
      keep: true,
    }),
  ].map(({ answer }) => answer)
  const { code } = await vault.code(hotp.id, { requestId: 'r1' })
  await vault.recipients.confirm('Z314159265358')
  await vault.recipients.name('E271828182845', 'Landlord of the flat')
  await vault.journal.append({
    what: 'refused',
    reason: 'the page said something else',
    challenge: CHALLENGE,
  })
  await vault.orderKeys([hotp.id, ocra.id])
  await vault.backupDone()
  await vault.lock()
  return { ...made, texts: [...TEXTS, ...answers, code] }
}

test.each([
  ['a password', PASSWORD],
  ['no password', null],
])(
  'with %s, no raw record holds a secret, an account, a name, a purse, an amount, a challenge or an answer, in any writing',
  async (_what, password) => {
    const { name, texts } = await filled(password)
    const records = await rawRecords(name)
    const text = Object.values(records).flat().map(flat).join('\n')
    const needles = [
      ...SECRETS.flatMap(encodingsOf),
      ...texts.flatMap((each) => [...encodingsOf(utf8(each)), ...encodingsOf(utf16(each))]),
    ].filter((needle) => needle.length >= 5)
    expect(needles.length).toBeGreaterThan(200)
    expect(needles.filter((needle) => text.includes(needle))).toEqual([])
    // The search finds what does lie open.
    expect(text).toContain(ORIGIN)
  },
)

test('what lies open is ids, origins, counts, slots, settings and formats, and nothing besides', async () => {
  const { name, vault } = await filled(PASSWORD)
  await vault.unlock(PASSWORD)
  await vault.setSettings(await vault.settings())
  const records = await rawRecords(name)
  const shapeOf = (record: unknown) =>
    Object.keys(record as object)
      .sort()
      .join(' ')
  const shapes = Object.fromEntries(
    Object.entries(records).map(([store, rows]) => [store, [...new Set(rows.map(shapeOf))].sort()]),
  )
  expect(shapes).toEqual({
    meta: [
      'at id revision',
      'dataKeyId id revision written',
      'id ids',
      'id minReader version',
      'id settings',
    ],
    slots: ['addedAt dataKeyId id kdf kind revision wrapped'],
    keys: ['archived changed id origins revision sealed'],
    secrets: ['id revision sealed'],
    answers: ['id revision sealed'],
    journal: ['id revision sealed'],
    recipients: ['id revision sealed'],
    sites: ['ancestors origin payments'],
  })
})

test('names of answers and recipients tell nothing: the same vault made twice has others', async () => {
  const ids = await Promise.all(
    [filled(PASSWORD), filled(PASSWORD)].map(async (made) => {
      const { answers, recipients } = await rawRecords((await made).name)
      return [...answers!, ...recipients!].map((row) => (row as { id: string }).id)
    }),
  )
  expect(new Set(ids.flat()).size).toBe(ids.flat().length)
})

test('how long a name is does not show', async () => {
  const lengths = await Promise.all(
    ['a', 'a rather long name of forty characters…!'].map(async (account) => {
      const { vault, name } = await createdTrial()
      await vault.addKey(ocraKey({ account }))
      const [row] = (await rawRecords(name)).keys as { sealed: Uint8Array }[]
      return row!.sealed.length
    }),
  )
  for (const length of lengths) expect((length - 1 - 12 - 16) % 64).toBe(0)
})

test('every sealing has its own nonce', async () => {
  const { vault, name } = await createdTrial()
  const { id } = await vault.addKey(hotpKey())
  const nonces = new Set<string>()
  for (let edit = 0; edit < 20; edit++) {
    await vault.updateKey(id, { name: 'same' })
    const [row] = (await rawRecords(name)).keys as { sealed: Uint8Array }[]
    nonces.add(hex(row!.sealed.slice(1, 13)))
  }
  expect(nonces.size).toBe(20)
})

test('errors name no secret, account, name or purse', async () => {
  const { vault } = await filled(PASSWORD)
  const key = (await vault.publicKeys())[0]!
  const failures = await Promise.allSettled([
    vault.unlock('a wrong guess at it'),
    vault.revealKey(key.id),
    vault.exportKeys(),
    vault.recipients.lookup('Z314159265358'),
  ])
  const told = failures.map((each) =>
    each.status === 'rejected' ? `${each.reason} ${JSON.stringify(each.reason)}` : '',
  )
  for (const text of [...TEXTS, 'a wrong guess at it']) expect(told.join('\n')).not.toContain(text)
  expect(told.every((text) => text !== '')).toBe(true)
})
