/** Somebody with a copy of the profile folder, of the logs or of the clipboard. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { base32 } from '@scure/base'
import { ask, expect, keyData, test } from '../fixtures.ts'
import { VAULT_PASSWORD } from '../steps.ts'

const SECRET = new Uint8Array(24).map((_, at) => 0x51 + at * 7)
/** Only the extension ever sees these: a page's own cache is not searched for what the page itself said. */
const TEXTS = [
  'Gsälzbär',
  'Zwiebelfisch Genossenschaft',
  'liesl.karlstadt@example.org',
  'Sparschwein für Ёлка',
  'Z271828182845',
  '4711.42',
  '73519246',
  VAULT_PASSWORD,
]

/** Everything that a text or a secret may look like in a file. */
function looksOf(bytes: Buffer): Buffer[] {
  const shifted = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    return text.slice(before === 0 ? 0 : 4, -4)
  })
  const texts = [bytes.toString('hex'), bytes.toString('hex').toUpperCase(), base32.encode(bytes), ...shifted]
  return [bytes, ...texts.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')])]
}

function* filesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesIn(path)
    else if (entry.isFile()) yield path
  }
}

/** The files in which this stands; a few digits within a longer number are another number. */
function holding(folder: string, look: Buffer): string[] {
  const found: string[] = []
  const isNumber = /^[\d\0]+$/.test(look.toString('latin1'))
  for (const file of filesIn(folder)) {
    try {
      const content = readFileSync(file)
      let at = content.indexOf(look)
      while (isNumber && at >= 0 && isWithinNumber(content, at, look.length))
        at = content.indexOf(look, at + 1)
      if (at >= 0) found.push(file)
    } catch {
      // A lock or a file that has just gone.
    }
  }
  return found
}

function isWithinNumber(content: Buffer, start: number, length: number): boolean {
  const around = [
    content.subarray(Math.max(start - 2, 0), start),
    content.subarray(start + length).subarray(0, 2),
  ]
  return around.some((bytes) => /[\da-f]/i.test(bytes.toString('latin1')))
}

const profileDir = mkdtempSync(join(tmpdir(), 'answerkey-profile-'))
test.afterAll(() => rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 }))
test.use({ launchWith: { profileDir }, prepared: { password: VAULT_PASSWORD, surface: 'window' } })

test('the profile of a locked vault, storage.local, logs and clipboard tell nothing', async ({
  driver,
  user,
}) => {
  test.setTimeout(240_000)
  const { options } = user
  const { id: keyId } = await ask(options, 'keys.add', {
    key: {
      ...keyData({
        kind: 'ocra',
        issuer: 'Zwiebelfisch Genossenschaft',
        account: 'liesl.karlstadt@example.org',
        secret: SECRET,
        algorithm: 'SHA256',
        digits: 7,
        suite: 'OCRA-1:HOTP-SHA256-7:QN08',
        paymentSuite: 'OCRA-1:HOTP-SHA256-7:QH64',
        origins: ['https://only-the-key-names-this.test'],
      }),
      name: 'Sparschwein für Ёлка',
    },
  })
  await ask(options, 'recipients.name', { purse: 'Z271828182845', name: 'Sparschwein für Ёлка' })
  await ask(options, 'recipients.name', { purse: 'Z314159265358', name: 'Gsälzbär' })
  const { answer } = await ask(options, 'answer.byHand', {
    keyId,
    challenge: '73519246',
    transaction: { purse: 'Z271828182845', amount: '4711.42' },
  })
  expect(await ask(options, 'journal.list', {})).toMatchObject([
    { challenge: '73519246', transaction: { purse: 'Z271828182845' } },
  ])

  // A minute after a copy the clipboard is overwritten: the alarm rings earlier here.
  await options.focus()
  await options.eval((text) => navigator.clipboard.writeText(text), answer)
  expect(await driver.clipboard()).toBe(answer)
  await ask(options, 'clipboard.copying', {})
  expect(await options.eval(async () => (await chrome.alarms.get('clipboard')) !== undefined)).toBe(true)
  await options.eval(() => chrome.alarms.create('clipboard', { when: Date.now() + 1 }))
  await expect.poll(() => driver.clipboard()).not.toContain(answer)

  await ask(options, 'vault.lock', {})
  const inMemory = await options.eval(async () =>
    JSON.stringify([await chrome.storage.session.get(), await chrome.storage.local.get()]),
  )
  const log = (await driver.log()).join('\n')
  for (const text of [...TEXTS, answer, base32.encode(SECRET), Buffer.from(SECRET).toString('base64')]) {
    expect(inMemory).not.toContain(text)
    expect(log).not.toContain(text)
  }

  await driver.restart()
  const page = await driver.openExtension('src/ui/options/options.html')
  expect((await ask(page, 'vault.status', {})).state).toBe('locked')
  await expect(ask(page, 'keys.list', {})).rejects.toThrow('locked')
  // The search can find things: origins are readable on purpose.
  expect(holding(profileDir, Buffer.from('only-the-key-names-this.test')).length).toBeGreaterThan(0)
  const wanted = [
    Buffer.from(SECRET),
    ...TEXTS.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')]),
  ]
  for (const bytes of wanted) {
    // A few characters stand in some file by chance in one of their many looks, but hardly as they are.
    const looks = bytes.length < 12 ? [bytes] : looksOf(bytes)
    for (const look of looks) expect(holding(profileDir, look), look.toString('latin1')).toEqual([])
  }
})
