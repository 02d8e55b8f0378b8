import { Buffer } from 'node:buffer'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { armor, Encrypter } from 'age-encryption'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { backupText } from './backup.ts'
import { readTransfer, type TransferKey, writeBackup } from './index.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

test('the backup in the documentation is read whole', async () => {
  const page = readFileSync(new URL('../../docs/backup-format.md', import.meta.url), 'utf8')
  const { format, keys, problems, recipients } = await readTransfer(
    bytes(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? ''),
  )
  expect({ format, problems, recipients }).toEqual({
    format: 'answerkey',
    problems: [],
    recipients: [{ purse: 'Z123456789012', name: 'Landlord' }],
  })
  expect(keys).toMatchObject([{ name: 'Main wallet', pinned: true, origins: ['https://wallet.example'] }])
})

const keys: TransferKey[] = [
  {
    kind: 'ocra',
    issuer: 'Кошелёк',
    account: 'alice@example.test',
    secret: new Uint8Array(32).map((_, at) => at * 7),
    algorithm: 'SHA256',
    digits: 7,
    suite: 'OCRA-1:HOTP-SHA256-7:QN08',
    paymentSuite: 'OCRA-1:HOTP-SHA256-7:QH64',
    origins: ['https://wallet.example', 'http://localhost:8080'],
    name: 'Main wallet',
    pinned: true,
    paymentOnly: true,
  },
  {
    kind: 'totp',
    issuer: '',
    account: 'b',
    secret: new Uint8Array([0]),
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
  },
  {
    kind: 'hotp',
    issuer: 'I',
    account: '',
    secret: new Uint8Array([1, 2, 3]),
    algorithm: 'SHA512',
    digits: 8,
    counter: 41,
    archived: true,
  },
]

/** age with the lowest cost, so that damaged copies are cheap to try. */
async function cheapAge(plaintext: string, passphrase: string): Promise<string> {
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  encrypter.setScryptWorkFactor(1)
  return armor.encode(await encrypter.encrypt(plaintext))
}

const document = (change: object = {}) =>
  JSON.stringify({
    answerkey: 'backup',
    version: 1,
    created: '2026-11-24T20:00:00.000Z',
    keys: [
      {
        kind: 'totp',
        issuer: 'Example',
        account: 'a',
        secret: 'GEZDGNBVGY3TQOJQ',
        algorithm: 'SHA1',
        digits: 6,
        period: 30,
      },
    ],
    ...change,
  })

describe('a backup', () => {
  test('comes back whole, with what the user added', async () => {
    const recipients = [{ purse: 'Z123456789012', name: 'Landlord' }]
    const damaged = [{ store: 'keys', id: 'abc', record: 'AAECAw==' }]
    const text = await writeBackup({ keys, recipients, damaged }, 'correct horse')
    expect(text).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n/)
    expect(await readTransfer(bytes(text), { password: 'correct horse' })).toEqual({
      format: 'answerkey',
      keys,
      recipients,
      damaged,
      problems: [],
    })
  })

  test('holds no secret and no name in clear', async () => {
    const text = await writeBackup({ keys }, 'x')
    const raw = Buffer.from(text.split('\n').slice(1, -2).join(''), 'base64').toString('latin1')
    expect(raw).not.toContain('alice')
  })

  test('asks for the passphrase, refuses a wrong one and an empty one', async () => {
    const text = await cheapAge(document(), 'right')
    await expect(readTransfer(bytes(text))).rejects.toMatchObject({ code: 'password-needed' })
    await expect(readTransfer(bytes(text), { password: 'wrong' })).rejects.toMatchObject({
      code: 'password-wrong',
    })
    await expect(writeBackup({ keys }, '')).rejects.toMatchObject({ code: 'password-needed' })
  })

  test('is read with Windows line ends and space around it, and as a binary age file', async () => {
    const text = await cheapAge(document(), 'p')
    const messy = `\n  ${text.replaceAll('\n', '\r\n')}\n\n`
    expect((await readTransfer(bytes(messy), { password: 'p' })).keys).toHaveLength(1)
    expect((await readTransfer(armor.decode(text), { password: 'p' })).keys).toHaveLength(1)
  })

  test('is read when somebody decrypted it with the age command', async () => {
    expect(await readTransfer(bytes(document()))).toMatchObject({ format: 'answerkey', problems: [] })
  })

  test.each([
    ['of a future version', { version: 2 }, 'too-new'],
    ['without a version', { version: undefined }, 'damaged'],
    ['without keys', { keys: undefined }, 'damaged'],
    ['with something else for recipients', { recipients: 'x' }, 'damaged'],
  ])('%s is refused', async (_, change, code) => {
    const text = await cheapAge(document(change), 'p')
    await expect(readTransfer(bytes(text), { password: 'p' })).rejects.toMatchObject({ code })
  })

  test('loses only the key that is damaged, and says which', async () => {
    const good = {
      kind: 'totp',
      issuer: 'Example',
      account: 'a',
      secret: 'GEZDGNBV',
      algorithm: 'SHA1',
      digits: 6,
    }
    const entries = [
      { ...good, digits: 11 },
      { ...good, suite: 'OCRA-2:nonsense' },
      { ...good, secret: 'a' },
      null,
      good,
    ]
    const read = await readTransfer(bytes(document({ keys: entries })))
    expect(read.keys).toHaveLength(1)
    expect(read.problems.map(({ where, code }) => `${where}: ${code}`)).toEqual([
      'key 1 (Example: a): entry-malformed',
      'key 2 (Example: a): suite-malformed',
      'key 3 (Example: a): entry-malformed',
      'key 4: entry-malformed',
    ])
  })

  test('cut off at any byte, or changed at any byte, is refused', async () => {
    const file = armor.decode(await cheapAge(document(), 'p'))
    for (let at = 0; at < file.length; at += 3) {
      await expect(readTransfer(file.subarray(0, at), { password: 'p' })).rejects.toMatchObject({
        code: expect.stringMatching(/^(damaged|unknown-format|too-new)$/),
      })
      const changed = file.slice()
      changed[at]! ^= 1
      await expect(readTransfer(changed, { password: 'p' })).rejects.toMatchObject({
        code: expect.stringMatching(/^(damaged|unknown-format|too-new|password-wrong)$/),
      })
    }
  })

  test('that asks for a terabyte of scrypt is refused at once', async () => {
    const file = armor.decode(await cheapAge(document(), 'p'))
    const head = new TextDecoder('latin1').decode(file)
    const costly = head.replace(/^(-> scrypt \S+) 1$/m, '$1 30')
    const data = Uint8Array.from(costly, (unit) => unit.charCodeAt(0))
    await expect(readTransfer(data, { password: 'p' })).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringMatching(/work factor of 30/),
    })
  })

  test('for a key pair is refused with the reason', async () => {
    const encrypter = new Encrypter()
    encrypter.addRecipient('age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p')
    const file = await encrypter.encrypt(document())
    await expect(readTransfer(file, { password: 'p' })).rejects.toMatchObject({
      code: 'unknown-format',
      message: expect.stringMatching(/key pair/),
    })
  })

  test('of 500 MB is refused unread', async () => {
    await expect(readTransfer(new Uint8Array(500 * 1024 * 1024))).rejects.toMatchObject({ code: 'too-large' })
  })

  test('reports its progress and can be stopped', async () => {
    const progress: number[] = []
    const control = new AbortController()
    const text = await writeBackup({ keys }, 'p')
    const reading = readTransfer(bytes(text), {
      password: 'p',
      signal: control.signal,
      onProgress(done) {
        progress.push(done)
        if (done > 0.3) control.abort(new Error('stopped by the user'))
      },
    })
    await expect(reading).rejects.toThrow('stopped by the user')
    expect(progress.length).toBeGreaterThan(10)
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
  })

  test('comes back whole whatever the keys are', async () => {
    const key = fc.record(
      {
        kind: fc.constantFrom('ocra', 'totp', 'hotp'),
        issuer: fc.string({ unit: 'grapheme' }),
        account: fc.string({ unit: 'binary' }),
        secret: fc.uint8Array({ minLength: 1, maxLength: 128 }),
        algorithm: fc.constantFrom('SHA1', 'SHA256', 'SHA512'),
        digits: fc.integer({ min: 0, max: 10 }),
        period: fc.integer({ min: 1, max: 172_800 }),
        counter: fc.oneof(fc.maxSafeNat(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n })),
        origins: fc.array(fc.webUrl()),
        name: fc.string(),
        archived: fc.boolean(),
      },
      { requiredKeys: ['kind', 'issuer', 'account', 'secret', 'algorithm', 'digits'] },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(key as fc.Arbitrary<TransferKey>), async (some) => {
        const read = await readTransfer(bytes(backupText({ keys: some })))
        expect(read).toEqual({ format: 'answerkey', keys: some, problems: [] })
      }),
    )
  })
})

const ageVersion = spawnSync('age', ['--version'])
const hasAge = ageVersion.status === 0 && spawnSync('script', ['--version']).status === 0

describe.skipIf(!hasAge)(
  `the age command${hasAge ? '' : ' (not run: age or script is not installed)'}`,
  () => {
    /** `age` asks on a terminal; `script` gives it one, and passes on what is typed. */
    function age(options: string, file: string, passphrase: string): string {
      const directory = mkdtempSync(join(tmpdir(), 'answerkey-age-'))
      try {
        writeFileSync(join(directory, 'in'), file)
        const run = spawnSync('script', ['-qec', `age ${options} -o out in`, '/dev/null'], {
          cwd: directory,
          input: `${passphrase}\n${passphrase}\n`,
        })
        expect(run.status, String(run.stdout)).toBe(0)
        return readFileSync(join(directory, 'out'), 'utf8')
      } finally {
        rmSync(directory, { recursive: true })
      }
    }

    test('opens a backup', async () => {
      const text = age('-d', await writeBackup({ keys }, 'correct horse'), 'correct horse')
      expect(JSON.parse(text)).toMatchObject({
        answerkey: 'backup',
        version: 1,
        keys: [{ name: 'Main wallet' }, {}, {}],
      })
      expect((await readTransfer(bytes(text))).keys).toEqual(keys)
    })

    test('makes a file that is read back', async () => {
      const file = age('-p -a', document(), 'correct horse')
      const read = await readTransfer(bytes(file), { password: 'correct horse' })
      expect(read).toMatchObject({ format: 'answerkey', keys: [{ issuer: 'Example' }], problems: [] })
    })
  },
)
