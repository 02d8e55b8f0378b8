import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readTransfer } from './index.ts'

async function read(text: string) {
  const { format, keys, problems } = await readTransfer(new TextEncoder().encode(text))
  return { format, names: keys.map(({ issuer, account }) => `${issuer}/${account}`), problems }
}

describe('a list of URIs', () => {
  test('holds OCRA keys with their payments and sites', async () => {
    const uri =
      'otpauth://ocra/Wallet:alice?secret=GEZDGNBVGY3TQOJQ&issuer=Wallet&ocraSuite=OCRA-1%3AHOTP-SHA256-7%3AQN08&paymentSuite=OCRA-1:HOTP-SHA256-7:QH64&origin=https%3A%2F%2Fwallet.example&origin=https%3A%2F%2Fm.wallet.example'
    const { keys, problems } = await readTransfer(new TextEncoder().encode(uri))
    expect(problems).toEqual([])
    expect(keys).toEqual([
      {
        kind: 'ocra',
        issuer: 'Wallet',
        account: 'alice',
        secret: new TextEncoder().encode('1234567890'),
        algorithm: 'SHA256',
        digits: 7,
        suite: 'OCRA-1:HOTP-SHA256-7:QN08',
        paymentSuite: 'OCRA-1:HOTP-SHA256-7:QH64',
        origins: ['https://wallet.example', 'https://m.wallet.example'],
      },
    ])
  })

  test.each([
    ['a line feed', '\n'],
    ['carriage return and line feed', '\r\n'],
    ['a carriage return', '\r'],
  ])('may end its lines with %s', async (_, end) => {
    const lines = [
      '\ufeffotpauth://totp/A:a?secret=GEZDGNBV',
      '',
      '  # remark',
      'otpauth://totp/B:b?secret=GEZDGNBV',
    ]
    expect((await read(lines.join(end))).names).toEqual(['A/a', 'B/b'])
  })

  test('names each line that is no key, by its number', async () => {
    const lines = [
      'otpauth://totp/A:a?secret=GEZDGNBV',
      'otpauth://totp/A:a',
      'otpauth://totp/A:a?secret=1890',
      'otpauth://totp/A:a?secret=GEZDGNBV&algorithm=MD5',
      'otpauth://hotp/A:a?secret=GEZDGNBV&counter=-1',
      'otpauth://motp/A:a?secret=GEZDGNBV',
      'otpauth://ocra/A:a?secret=GEZDGNBV',
      'enum:login?challenge=12345678',
      'steam://GEZDGNBV',
    ]
    const { names, problems } = await read(lines.join('\n'))
    expect(names).toEqual(['A/a'])
    expect(problems.map(({ where, code }) => `${where}: ${code}`)).toEqual([
      'line 2: uri-missing',
      'line 3: secret-malformed',
      'line 4: algorithm-unknown',
      'line 5: counter-range',
      'line 6: otpauth-type',
      'line 7: suite-missing',
      'line 8: line-unknown',
      'line 9: otpauth-steam',
    ])
  })
})

describe('Google Authenticator’s codes', () => {
  const [first = '', second = ''] = readFileSync(
    new URL('fixtures/google.txt', import.meta.url),
    'utf8',
  ).split('\n')

  test('come in any order, and twice is once', async () => {
    const { format, names, problems } = await read([second, first, second].join('\n'))
    expect(format).toBe('google-authenticator')
    expect(names).toEqual(['Counter/carol', 'Example/alice@example.test', 'Пример & Co/боб: #2'])
    expect(problems.map(({ code }) => code)).toEqual(['algorithm-unknown'])
  })

  test('that other programs made, without a number of their own, are all read', async () => {
    /** One entry of a secret and a name, and nothing around it. */
    const code = (name: string) => {
      const entry = [0x0a, 5, ...new TextEncoder().encode('12345'), 0x12, name.length, ...Buffer.from(name)]
      const data = Buffer.from([0x0a, entry.length, ...entry]).toString('base64')
      return `otpauth-migration://offline?data=${encodeURIComponent(data)}`
    }
    const { names, problems } = await read([code('A:a'), code('B:b'), code('A:a')].join('\n'))
    expect(names).toEqual(['A/a', 'B/b'])
    expect(problems).toEqual([])
  })

  test('of which some are missing give what they have, and say which are missing', async () => {
    const { names, problems } = await read(second)
    expect(names).toEqual(['Counter/carol'])
    expect(problems.at(-1)).toMatchObject({
      where: 'line 1',
      code: 'part-missing',
      reason: expect.stringMatching(/2 QR codes; missing: 1\./),
    })
  })

  test('that are cut off are refused whole', async () => {
    const cut = first.slice(0, first.length - 40)
    const { names, problems } = await read(cut)
    expect(names).toEqual([])
    expect(problems.map(({ code }) => code)).toEqual(['entry-malformed'])
  })

  test('may stand among other URIs', async () => {
    const { format, names } = await read(`otpauth://totp/A:a?secret=GEZDGNBV\n${first}\n${second}`)
    expect(format).toBe('otpauth')
    expect(names).toHaveLength(4)
  })
})
