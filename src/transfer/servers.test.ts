import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readTransfer, type TransferOptions } from './index.ts'

/** What servers export and vendors ship: OATH CSV, PSKC, LinOTP's and tiqr's. */
const secret = new TextEncoder().encode('12345678901234567890')
const HEX = '3132333435363738393031323334353637383930'

async function read(text: string, options?: TransferOptions) {
  const { format, keys, problems } = await readTransfer(new TextEncoder().encode(text), options)
  return { format, keys, problems: problems.map(({ where, code }) => `${where}: ${code}`) }
}

const ocra = (change: object) => ({
  kind: 'ocra',
  issuer: '',
  account: 'tok1',
  secret,
  algorithm: 'SHA1',
  digits: 8,
  suite: 'OCRA-1:HOTP-SHA1-8:QH40',
  ...change,
})
const hotp = (change: object) => ({
  kind: 'hotp',
  issuer: '',
  account: 'tok1',
  secret,
  algorithm: 'SHA1',
  digits: 6,
  counter: 0,
  ...change,
})
const totp = (change: object) => ({
  kind: 'totp',
  issuer: '',
  account: 'tok1',
  secret,
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
  ...change,
})

describe('OATH CSV', () => {
  const long = '31'.repeat(32)
  const longest = '31'.repeat(64)

  test.each([
    ['serial and secret alone', `tok1,${HEX}`, hotp({})],
    ['HOTP with digits and counter', `tok1, ${HEX}, hotp, 8, 345`, hotp({ digits: 8, counter: 345 })],
    ['LinOTP’s name for HOTP', `tok1,${HEX},HMAC,6`, hotp({})],
    ['TOTP with its period', `tok1,${HEX},totp,8,60`, totp({ digits: 8, period: 60 })],
    ['TOTP with nothing more', `tok1, ${HEX} , totp,`, totp({})],
    ['a hash by name', `tok1,${HEX},hotp,,,sha256`, hotp({ algorithm: 'SHA256' })],
    [
      'a hash by the length of the secret',
      `tok1,${long},totp,8`,
      totp({ algorithm: 'SHA256', digits: 8, secret: new Uint8Array(32).fill(0x31) }),
    ],
    [
      'the longest secret',
      `tok1,${longest},hotp`,
      hotp({ algorithm: 'SHA512', secret: new Uint8Array(64).fill(0x31) }),
    ],
    ['privacyIDEA’s OCRA', `tok1,\t${HEX},\tocra, OCRA-1:HOTP-SHA1-8:QH40`, ocra({})],
    [
      'LinOTP’s OCRA',
      `tok1,${HEX},ocra2,OCRA-1:HOTP-SHA256-6:C-QA64`,
      ocra({ algorithm: 'SHA256', digits: 6, counter: 0, suite: 'OCRA-1:HOTP-SHA256-6:C-QA64' }),
    ],
    ['privacyIDEA’s OCRA without its suite', `tok1,${HEX},ocra`, ocra({})],
    [
      'the user in front',
      `# version: 2\nalice, resolver, realm, tok1, ${HEX}, hotp`,
      hotp({ account: 'alice', name: 'tok1' }),
    ],
  ])('%s', async (_, text, key) => {
    expect(await read(text)).toEqual({ format: 'oath-csv', keys: [key], problems: [] })
  })

  test('names the lines that are no token of ours', async () => {
    const lines = [
      '# comment',
      `tok1,${HEX},hotp,6`,
      '',
      'tok2,12z4,totp,6',
      `tok3,${HEX},ocra2`,
      `tok4,${HEX},yubikey`,
      `tok5,${HEX},hotp,12`,
      `tok6,${HEX},ocra,OCRA-1:HOTP-SHA1-99:QN08`,
      'tok7',
      `tok8,${HEX},totp,6,0`,
      `tok9,${HEX},totp,6,60`,
      `,${HEX},hotp,6`,
    ]
    const { keys, problems } = await read(lines.join('\r\n'))
    expect(keys.map(({ account }) => account)).toEqual(['tok1', 'tok9'])
    expect(problems).toEqual([
      'line 4 (tok2): secret-malformed',
      'line 5 (tok3): suite-missing',
      'line 6 (tok4): kind-unsupported',
      'line 7 (tok5): digits-range',
      'line 8 (tok6): suite-digits',
      'line 9: line-unknown',
      'line 10 (tok8): period-range',
      'line 12: line-unknown',
    ])
  })

  test('other tables of numbers are not taken for it', async () => {
    const passwords = 'root,0,,root-def,,,,x\nhorst,11,,horst,,,,y\ndef,1004,User,def,,,,z\n'
    await expect(read(passwords)).rejects.toMatchObject({ code: 'unknown-format' })
  })
})

describe('PSKC', () => {
  const container = (inside: string, head = '') =>
    `<?xml version="1.0"?><KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">${head}${inside}</KeyContainer>`
  const key = (algorithm: string, parameters: string, data = '') =>
    `<KeyPackage><DeviceInfo><SerialNo>tok1</SerialNo></DeviceInfo><Key Id="1" ${algorithm}><AlgorithmParameters>${parameters}</AlgorithmParameters><Data><Secret><PlainValue>MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=</PlainValue></Secret>${data}</Data></Key></KeyPackage>`
  const urn = (name: string) => `Algorithm="urn:ietf:params:xml:ns:keyprov:pskc${name}"`

  test.each([
    ['HOTP without parameters', key(urn(':hotp'), ''), hotp({})],
    [
      'a draft’s TOTP',
      key('KeyAlgorithm="http://www.ietf.org/keyprov/pskc#totp"', '<ResponseFormat Length="8"/>'),
      totp({ digits: 8 }),
    ],
    [
      'privacyIDEA’s hash',
      key(
        urn(':totp'),
        '<Suite hashalgo="sha512"/>',
        '<TimeInterval><PlainValue>60</PlainValue></TimeInterval>',
      ),
      totp({ algorithm: 'SHA512', period: 60 }),
    ],
    ['OCRA with its suite beside', key(urn(':ocra'), '<Suite>OCRA-1:HOTP-SHA1-8:QH40</Suite>'), ocra({})],
    [
      'OCRA with its suite in the algorithm',
      key(urn('#OCRA-1:HOTP-SHA512-8:C-QN08'), '', '<Counter><PlainValue>7</PlainValue></Counter>'),
      ocra({ algorithm: 'SHA512', counter: 7, suite: 'OCRA-1:HOTP-SHA512-8:C-QN08' }),
    ],
    [
      'a counter in base64, as digits and as bytes',
      key(urn(':hotp'), '', '<Counter><PlainValue>NzA5Nzkx</PlainValue></Counter>') +
        key(urn(':hotp'), '', '<Counter><PlainValue>AAYxSg==</PlainValue></Counter>'),
      hotp({ counter: 709_791 }),
      hotp({ counter: 405_834 }),
    ],
    [
      'a counter beyond what a number holds exactly',
      key(urn(':hotp'), '', '<Counter><PlainValue>18446744073709551615</PlainValue></Counter>'),
      hotp({ counter: 2n ** 64n - 1n }),
    ],
    [
      'a draft’s named data',
      '<EncryptionMethod algorithm="NONE"/><Device><DeviceId><SerialNo>tok1</SerialNo></DeviceId><Key KeyAlgorithm="HOTP" KeyId="1"><Usage><ResponseFormat format="DECIMAL" length="8"/></Usage><Data Name="SECRET"><Value>MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=</Value><ValueDigest>MTIz</ValueDigest></Data><Data Name="COUNTER"><Value>AAAAAAAAACo=</Value></Data></Key></Device>',
      hotp({ digits: 8, counter: 42 }),
    ],
  ])('%s', async (_, inside, ...keys) => {
    expect(await read(container(inside))).toEqual({ format: 'pskc', keys, problems: [] })
  })

  test('the first draft, which says secret for key', async () => {
    const text =
      '<SecretContainer version="1.2" xmlns="http://www.openauthentication.org/OATH/2006/08/PSKC"><EncryptionMethod algorithm="NONE"/><Device><Secret SecretAlgorithm="HOTP" SecretId="tok1"><Data Name="SECRET"><Value>MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=</Value></Data></Secret></Device></SecretContainer>'
    expect(await read(text)).toEqual({ format: 'pskc', keys: [hotp({})], problems: [] })
  })

  test.each([
    ['no algorithm', key('', ''), 'kind-unsupported'],
    ['an algorithm of its vendor', key('Algorithm="http://www.example.test/#thing"', ''), 'kind-unsupported'],
    ['OCRA without a suite', key(urn(':ocra'), ''), 'suite-missing'],
    [
      'hexadecimal answers',
      key(urn(':hotp'), '<ResponseFormat Length="8" Encoding="HEXADECIMAL"/>'),
      'response-format',
    ],
    [
      'a check digit',
      key(urn(':hotp'), '<ResponseFormat Length="8" Encoding="DECIMAL" CheckDigits="true"/>'),
      'response-format',
    ],
    [
      'an encrypted counter',
      key(urn(':hotp'), '', '<Counter><EncryptedValue/></Counter>'),
      'cipher-unsupported',
    ],
    ['a secret that is no base64', key(urn(':hotp'), '').replace('MTIz', '!!!!'), 'secret-malformed'],
    ['no secret', key(urn(':hotp'), '').replace(/<Secret>.*<\/Secret>/, ''), 'secret-missing'],
  ])('%s is listed with the reason', async (_, inside, code) => {
    expect(await read(container(inside))).toEqual({
      format: 'pskc',
      keys: [],
      problems: [`key 1 (tok1): ${code}`],
    })
  })

  test('another version is too new, and a missing last tag is said', async () => {
    await expect(read(container('').replace('"1.0" xmlns', '"2.0" xmlns'))).rejects.toMatchObject({
      code: 'too-new',
    })
    const cut = container(key(urn(':hotp'), '')).replace('</KeyContainer>', '\n')
    expect(await read(cut)).toMatchObject({ keys: [hotp({})], problems: ['end of file: part-missing'] })
  })

  const sample = readFileSync(new URL('fixtures/pskc-key.xml', import.meta.url), 'utf8')
  const password = '058afc5049cc8a5efb4a8dd13db8607d06cf5350117281d001824b620ce86536'

  test('a changed secret is told from a wrong key, and costs only itself', async () => {
    const macs = [...sample.matchAll(/<pskc:ValueMAC>([^<]+)</g)].map(([, mac = '']) => mac)
    // The counter of the first key, then the secret of the second.
    for (const [at, key] of ['key 1 (Maker & Söhne: S0)', 'key 2 (Maker & Söhne: S1)'].entries()) {
      const changed = sample.replace(macs[1 + at]!, macs[0]!)
      expect((await read(changed, { password })).problems).toEqual([
        `${key}: mac-wrong`,
        'key 4 (Maker & Söhne: S3): kind-unsupported',
      ])
    }
    const all = macs.reduce((text, mac) => text.replace(mac, 'AAAA'), sample)
    expect((await read(all, { password })).problems).toHaveLength(4)
    await expect(read(all, { password: '00'.repeat(32) })).rejects.toMatchObject({ code: 'password-wrong' })
  })

  test('without a MAC it is read, with a warning', async () => {
    const bare = sample
      .replace(/<pskc:MACMethod.*<\/pskc:MACMethod>/s, '')
      .replaceAll(/<pskc:ValueMAC>[^<]*<\/pskc:ValueMAC>/g, '')
    const { keys, problems } = await read(bare, { password })
    expect(keys).toHaveLength(3)
    expect(problems).toContain('file: mac-missing')
    await expect(read(bare, { password: '00'.repeat(32) })).rejects.toMatchObject({ code: 'password-wrong' })
  })

  test('a draft’s secret without its digest is not taken for one in plain', async () => {
    const draft = readFileSync(new URL('fixtures/pskc-draft.xml', import.meta.url), 'utf8')
    const bare = draft.replace(/<ValueDigest>[^<]*<\/ValueDigest>/, '')
    const { keys, problems } = await read(bare, { password: '7768195d6d2e92cbd5d1daf4e43d8e35' })
    expect(keys.map(({ account }) => account)).toEqual(['D1'])
    expect(problems).toEqual(['key 1 (Before: D0): secret-encrypted'])
  })

  test('a cipher named inside PBES2 is the cipher', async () => {
    const aes = 'Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"'
    const pbes2 = 'Algorithm="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5#pbes2"'
    const wrapped = sample.replaceAll(
      `<xenc:EncryptionMethod ${aes}/>`,
      `<xenc:EncryptionMethod ${pbes2}><EncryptionScheme ${aes}/></xenc:EncryptionMethod>`,
    )
    expect(wrapped).not.toBe(sample)
    expect((await read(wrapped, { password })).keys).toEqual((await read(sample, { password })).keys)
  })

  test.each(['tripledes-cbc', 'camellia256-cbc', 'kw-tripledes'])(
    '%s is listed with the reason',
    async (cipher) => {
      const { keys, problems } = await read(sample.replaceAll('aes256-cbc', cipher), { password })
      expect(keys).toEqual([])
      expect(problems.filter((problem) => problem.endsWith('cipher-unsupported'))).toHaveLength(4)
    },
  )

  test('a key for a certificate is listed with the reason', async () => {
    const head = sample.replace(/<ds:KeyName>.*<\/ds:KeyName>/, '<ds:X509Data/>')
    expect(
      (await read(head)).problems.filter((problem) => problem.endsWith('secret-encrypted')),
    ).toHaveLength(4)
  })
})

describe('LinOTP’s two codes', () => {
  const [first = '', second = ''] = readFileSync(
    new URL('fixtures/lseqr.txt', import.meta.url),
    'utf8',
  ).split('\n')

  test('the first alone is what the server has so far, and the second is asked for', async () => {
    const { keys, problems } = await read(first)
    expect(keys).toMatchObject([
      { kind: 'ocra', account: 'LSO2000001', suite: 'OCRA-1:HOTP-SHA256-6:C-QA64', counter: 0 },
    ])
    expect(problems).toEqual(['line 1: part-missing'])
  })

  test('the second alone is no key', async () => {
    expect(await read(second)).toMatchObject({
      keys: [],
      problems: ['code (LSO2000001): part-missing'],
    })
  })

  test('an activation code with a mistake is refused', async () => {
    await expect(read(`${second}\n${first}`, { password: 'LWVX3MXLWFLAVSGN3B' })).rejects.toMatchObject({
      code: 'password-wrong',
    })
  })

  test('pairing over a network and challenges are listed with the reason', async () => {
    const text = 'lseqr://pair/AQEAAABJdW\nlseqr://chal/AQEAAACewSN3\nlseqr://req?me=None&tr=1'
    expect((await read(text)).problems).toEqual([
      'line 1: needs-network',
      'line 2: line-unknown',
      'line 3: line-unknown',
    ])
  })
})

describe('tiqr', () => {
  const hex = HEX.padEnd(64, '0')
  const key = (account: string, suite = 'OCRA-1:HOTP-SHA1-6:QH10-S') => ({
    kind: 'ocra',
    issuer: 'tiqr',
    account,
    secret: Uint8Array.from({ length: 32 }, (_, at) => secret[at] ?? 0),
    algorithm: 'SHA1',
    digits: 6,
    suite,
  })

  test.each([
    [
      'a user’s file',
      JSON.stringify({ userId: 'alice', displayName: 'Alice', secret: hex, loginattempts: 0 }),
      [key('alice')],
    ],
    [
      'rows of the table',
      JSON.stringify([
        { userid: 'alice', secret: hex },
        { userid: 'bob', secret: hex, ocraSuite: 'OCRA-1:HOTP-SHA1-6:QN10-S' },
      ]),
      [key('alice'), key('bob', 'OCRA-1:HOTP-SHA1-6:QN10-S')],
    ],
    [
      'the table as CSV',
      `"id","userid","secret"\n1,alice,${hex}\n2,"bob, the second",${hex}\n`,
      [key('alice'), key('bob, the second')],
    ],
    [
      'secrets marked as plain',
      JSON.stringify([{ userid: 'alice', secret: `plain:${hex.toUpperCase()}` }]),
      [key('alice')],
    ],
    ['a file of nothing but the secret', JSON.stringify({ secret: `plain:${hex}` }), [key('')]],
  ])('%s', async (_, text, keys) => {
    expect(await read(text)).toEqual({ format: 'tiqr', keys, problems: [] })
  })

  /** Made with Python's `cryptography`, under the key 01 02 … 10. */
  const sealed = {
    cbc: 'openssl:aes-128-cbc:key1:ICEiIyQlJicoKSorLC0uLw==::rqO3y9mBSIgijgD18Xw9IRbKdkirTTqECW2QOnsGfEw2uXds5/vDDZZkBUPEQdvM2k1TvTr9cu6Pk9LeIyxPDLjeAYDiEBSZnwRFqY+CfIg=',
    gcm: 'openssl:aes-128-gcm:key1:QEFCQ0RFRkdISUpL:ikEkP6LvQjKwsgh/RWUvSg==:xt1p3RenY6hQL1RMfh0/S3sMrfmgEKb9uZk7RU1KqYfajlrGNdcUpvyVUuLcZZv+wuX5kH9IXkx9LoQuJ38Iew==',
  }

  test.each(Object.entries(sealed))('secrets that the server encrypts with AES in %s', async (_, secret) => {
    const users = JSON.stringify([
      { userId: 'alice', secret },
      { userId: 'bob', secret: hex },
    ])
    const password = '01020304 05060708 090a0b0c 0d0e0f10'
    expect((await read(users, { password })).keys).toEqual([key('alice'), key('bob')])
    await expect(read(users)).rejects.toMatchObject({ code: 'password-needed' })
    for (const wrong of ['00'.repeat(16), '00'.repeat(32), 'no key']) {
      await expect(read(users, { password: wrong })).rejects.toMatchObject({ code: 'password-wrong' })
    }
  })

  test('what cannot be read is listed with the reason', async () => {
    const users = [
      { userId: 'alice', secret: 'openssl:aria-128-cbc:key1:AAAA::AAAA' },
      { userId: 'bob' },
      { userId: 'carol', secret: 'Own_Encryption:AAAA' },
    ]
    expect((await read(JSON.stringify(users))).problems).toEqual([
      'user 1 (alice): cipher-unsupported',
      'user 2 (bob): secret-missing',
      'user 3 (carol): secret-encrypted',
    ])
    expect((await read('tiqrenroll://https://demo.tiqr.org/enrol.php?key=a')).problems).toEqual([
      'line 1: needs-network',
    ])
  })
})
