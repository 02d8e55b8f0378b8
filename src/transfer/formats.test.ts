import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readTransfer, type TransferKey } from './index.ts'

/** What `fixtures/make.py` makes: the same three keys in everybody's format. */
const PASSWORD = 'Tr0ub4dor & Ключ'
const alice: TransferKey = {
  kind: 'totp',
  issuer: 'Example',
  account: 'alice@example.test',
  secret: new TextEncoder().encode('12345678901234567890'),
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
}
const bob: TransferKey = {
  kind: 'totp',
  issuer: 'Пример & Co',
  account: 'боб: #2',
  secret: Uint8Array.from({ length: 32 }, (_, at) => 200 + at),
  algorithm: 'SHA256',
  digits: 8,
  period: 60,
}
const carol: TransferKey = {
  kind: 'hotp',
  issuer: 'Counter',
  account: 'carol',
  secret: Uint8Array.from({ length: 32 }, (_, at) => (at % 2 === 0 ? 0 : 255)),
  algorithm: 'SHA512',
  digits: 7,
  counter: 41,
}
const all = [alice, bob, carol]

const fixture = (name: string) => new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)))

interface Sample {
  file: string
  format: string
  keys?: TransferKey[]
  /** `where: code` of each problem. */
  problems?: string[]
  password?: string
}

const samples: Sample[] = [
  {
    file: 'otpauth.txt',
    format: 'otpauth',
    problems: ['line 6: otpauth-steam', 'line 8: line-unknown', 'line 9: needs-network'],
  },
  { file: 'otpauth-utf16.txt', format: 'otpauth' },
  {
    file: 'google.txt',
    format: 'google-authenticator',
    // Google Authenticator knows six or eight digits, and no period.
    keys: [alice, { ...bob, period: 30 }, { ...carol, digits: 8 }],
    problems: ['line 2, entry 2 (Steam: Steam:dave): algorithm-unknown'],
  },
  {
    file: 'aegis.json',
    format: 'aegis',
    keys: [{ ...alice, pinned: true }, bob, carol],
    problems: ['entry 4 (Steam: dave): otpauth-steam'],
  },
  {
    file: 'aegis-encrypted.json',
    format: 'aegis',
    keys: [{ ...alice, pinned: true }, bob, carol],
    problems: ['entry 4 (Steam: dave): otpauth-steam'],
    password: PASSWORD,
  },
  { file: '2fas-1.json', format: '2fas', keys: [alice] },
  { file: '2fas-2.2fas', format: '2fas', keys: [alice, bob] },
  { file: '2fas-3.2fas', format: '2fas', problems: ['service 4 (Steam: dave): otpauth-steam'] },
  { file: '2fas-4.2fas', format: '2fas', problems: ['service 4 (Steam: dave): otpauth-steam'] },
  {
    file: '2fas-4-encrypted.2fas',
    format: '2fas',
    problems: ['service 4 (Steam: dave): otpauth-steam'],
    password: PASSWORD,
  },
  ...['bitwarden.json', 'bitwarden-pbkdf2.json', 'bitwarden-argon2.json', 'bitwarden.csv'].map((file) => ({
    file,
    format: 'bitwarden',
    keys: [
      ...all,
      {
        ...alice,
        issuer: 'Bare',
        account: 'eve',
        secret: new Uint8Array([0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x21, 0xde, 0xad, 0xbe, 0xef]),
      },
    ],
    problems: [`${file.endsWith('csv') ? 'row 6' : 'item 5'} (Gaming: dave): otpauth-steam`],
    ...(/2\.json/.test(file) && { password: PASSWORD }),
  })),
  {
    file: 'ente.txt',
    format: 'otpauth',
    keys: [{ ...alice, pinned: true }, bob, { ...carol, archived: true }],
  },
  {
    file: 'ente-encrypted.json',
    format: 'ente',
    keys: [{ ...alice, pinned: true }, bob, { ...carol, archived: true }],
    password: PASSWORD,
  },
  {
    file: 'proton.json',
    format: 'proton',
    keys: [alice, bob],
    problems: ['entry 3 (Steam): otpauth-steam'],
  },
  {
    file: 'proton-encrypted.json',
    format: 'proton',
    keys: [alice, bob],
    problems: ['entry 3 (Steam): otpauth-steam'],
    password: PASSWORD,
  },
  ...['', '-1', '-2', '-3'].map((version) => ({
    file: `authenticator-cc${version}.json`,
    format: 'authenticator-cc',
    problems: ['entry 4 (Steam::example.test: dave): otpauth-steam'],
    ...(version !== '' && { password: PASSWORD }),
  })),
  { file: 'andotp.json', format: 'andotp', problems: ['entry 4 (Steam: dave): otpauth-steam'] },
  ...['andotp.json.aes', 'andotp-old.json.aes'].map((file) => ({
    file,
    format: 'andotp',
    problems: ['entry 4 (Steam: dave): otpauth-steam'],
    password: PASSWORD,
  })),
  { file: 'freeotp-plus.json', format: 'freeotp-plus' },
  // A hash map has an order of its own.
  { file: 'freeotp-backup.xml', format: 'freeotp', keys: [alice, carol, bob], password: PASSWORD },
  { file: 'stratum.json', format: 'stratum', problems: ['entry 4 (Steam: dave): otpauth-steam'] },
  ...['stratum.stratum', 'stratum-legacy.authpro'].map((file) => ({
    file,
    format: 'stratum',
    problems: ['entry 4 (Steam: dave): otpauth-steam'],
    password: PASSWORD,
  })),
  ...['pskc.xml', 'pskc-key.xml', 'pskc-passphrase.xml', 'pskc-wrapped.xml'].map((file): Sample => {
    const cut = (secret: Uint8Array) => (file === 'pskc-wrapped.xml' ? secret.slice(0, 16) : secret)
    return {
      file,
      format: 'pskc',
      keys: [
        {
          kind: 'hotp',
          issuer: 'Maker & Söhne',
          account: 'S0',
          secret: cut(alice.secret),
          algorithm: 'SHA1',
          digits: 7,
          counter: 41,
        },
        { ...bob, issuer: 'Maker & Söhne', account: 'S1', secret: cut(bob.secret) },
        {
          kind: 'ocra',
          issuer: 'Maker & Söhne',
          account: 'S2',
          secret: cut(carol.secret),
          algorithm: 'SHA256',
          digits: 7,
          counter: 5,
          suite: 'OCRA-1:HOTP-SHA256-7:C-QN08-PSHA1',
        },
      ],
      problems: ['key 4 (Maker & Söhne: S3): kind-unsupported'],
      ...(file === 'pskc-key.xml' && {
        password: '058afc50 49cc8a5e fb4a8dd1 3db8607d 06cf5350 117281d0 01824b62 0ce86536',
      }),
      ...(file === 'pskc-passphrase.xml' && { password: PASSWORD }),
      ...(file === 'pskc-wrapped.xml' && { password: '1BE8A1F6EF99BC638668269766D8277E' }),
    }
  }),
  {
    file: 'pskc-draft.xml',
    format: 'pskc',
    keys: [
      {
        kind: 'hotp',
        issuer: 'Before',
        account: 'D0',
        secret: alice.secret,
        algorithm: 'SHA1',
        digits: 8,
        counter: 837_830_147,
      },
      { ...alice, issuer: 'Before', account: 'D1', secret: bob.secret, period: 60 },
    ],
    password: '7768195d6d2e92cbd5d1daf4e43d8e35',
  },
  {
    file: 'lseqr.txt',
    format: 'otpauth',
    keys: [
      {
        kind: 'ocra',
        issuer: 'LinOTP',
        account: 'LSO2000001',
        secret: Uint8Array.from(
          Buffer.from('9458e6bfe483c848514754e5466e481632565a70427f607658fe97f0aacf8374', 'hex'),
        ),
        algorithm: 'SHA256',
        digits: 6,
        counter: 0,
        suite: 'OCRA-1:HOTP-SHA256-6:C-QA64',
      },
    ],
    password: 'lwvx-3mxl-wfla-vsgn-3a',
  },
]

test.each(samples)(
  '$file is read to the digit',
  async ({ file, format, keys = all, problems = [], password }) => {
    const read = await readTransfer(fixture(file), password === undefined ? {} : { password })
    expect(read.format).toBe(format)
    expect(read.problems.map(({ where, code }) => `${where}: ${code}`)).toEqual(problems)
    expect(read.keys).toEqual(keys)
  },
)

test.each(samples.filter(({ password }) => password !== undefined))(
  '$file asks for its password and refuses a wrong one',
  async ({ file }) => {
    await expect(readTransfer(fixture(file))).rejects.toMatchObject({ code: 'password-needed' })
    await expect(readTransfer(fixture(file), { password: 'a wrong one' })).rejects.toMatchObject({
      code: 'password-wrong',
    })
  },
)

test('Authenticator.cc’s older entries may be bare, hexadecimal, or of kinds that are not made here', async () => {
  const entry = { encrypted: false, hash: 'x', index: 0, issuer: '✓ à la mode', type: 'totp' }
  const file = {
    '7733be61632fa6af88d31218e6c4afb2': { secret: 'abcd2345' },
    e19d5cd5af0378da05f63f891c7467af: { secret: 'abcd1234' },
    badhash: { ...entry, secret: 'abcd2345', type: 2, algorithm: 3, counter: 4 },
    a: { ...entry, secret: 'blz-abcd2345' },
    b: { ...entry, secret: 'stm-abcd2345' },
    UserSettings: { theme: 'dark' },
  }
  const { format, keys, problems } = await readTransfer(new TextEncoder().encode(JSON.stringify(file)))
  expect(format).toBe('authenticator-cc')
  const base32 = Uint8Array.from([0x00, 0x44, 0x3d, 0x6f, 0x9d])
  expect(keys).toEqual([
    { ...alice, issuer: '', account: '', secret: base32 },
    { ...alice, issuer: '', account: '', secret: Uint8Array.from([0xab, 0xcd, 0x12, 0x34]) },
    { ...carol, issuer: '✓ à la mode', account: '', secret: base32, digits: 6, counter: 4 },
  ])
  expect(problems.map(({ code }) => code)).toEqual(['kind-unsupported', 'otpauth-steam'])
})

test('an Aegis vault in plain needs no header', async () => {
  const { header: _, ...bare } = JSON.parse(new TextDecoder().decode(fixture('aegis.json')))
  const read = await readTransfer(new TextEncoder().encode(JSON.stringify(bare)))
  expect(read).toEqual(await readTransfer(fixture('aegis.json')))
})
