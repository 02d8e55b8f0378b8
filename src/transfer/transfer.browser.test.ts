import { expect, test } from 'vitest'
import { readTransfer, writeBackup } from './index.ts'

/** In a real browser: its own WebCrypto, its own text decoding, no Node underneath. */
const files = import.meta.glob<string>('./fixtures/*.{json,2fas,aes,authpro,stratum,xml,csv,txt}', {
  query: '?url',
  import: 'default',
  eager: true,
})

const PASSWORD = 'Tr0ub4dor & Ключ'

async function fixture(name: string): Promise<Uint8Array> {
  const url = files[`./fixtures/${name}`]
  if (url === undefined) throw new Error(`There is no fixture ${name}.`)
  return new Uint8Array(await (await fetch(url)).arrayBuffer())
}

test.each([
  ['aegis-encrypted.json', 'aegis', 3],
  ['2fas-4-encrypted.2fas', '2fas', 3],
  ['bitwarden-argon2.json', 'bitwarden', 4],
  ['ente-encrypted.json', 'ente', 3],
  ['proton-encrypted.json', 'proton', 2],
  ['authenticator-cc-3.json', 'authenticator-cc', 3],
  ['andotp.json.aes', 'andotp', 3],
  ['andotp-old.json.aes', 'andotp', 3],
  ['freeotp-backup.xml', 'freeotp', 3],
  ['stratum-legacy.authpro', 'stratum', 3],
  ['pskc-passphrase.xml', 'pskc', 3],
  ['bitwarden.csv', 'bitwarden', 4],
  ['google.txt', 'google-authenticator', 3],
])('%s is read in the browser', async (name, format, count) => {
  const read = await readTransfer(await fixture(name), { password: PASSWORD })
  expect(read).toMatchObject({ format, keys: { length: count } })
})

test('a backup comes back whole, reports its progress and can be stopped', async () => {
  const secret = crypto.getRandomValues(new Uint8Array(32))
  const key = {
    kind: 'totp',
    issuer: 'Ключ',
    account: 'a',
    secret,
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
  } as const
  const progress: number[] = []
  const text = await writeBackup({ keys: [key] }, 'passphrase', { onProgress: (done) => progress.push(done) })
  expect(progress.length).toBeGreaterThan(10)
  const data = new TextEncoder().encode(text)
  expect((await readTransfer(data, { password: 'passphrase' })).keys).toEqual([key])
  const control = new AbortController()
  const reading = readTransfer(data, { password: 'passphrase', signal: control.signal })
  control.abort()
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
})
