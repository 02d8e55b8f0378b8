/**
 * Moving ten thousand keys in and out. The times depend on the machine; the ratios to the least that anybody has to do
 * with the same data (parse the JSON and decode the base32) and to the key derivation alone do not.
 */
import { randomBytes } from 'node:crypto'
import { scryptAsync } from '@noble/hashes/scrypt.js'
import { base32nopad } from '@scure/base'
import { formatOtpauth } from '../src/protocol/index.ts'
import { backupText, readTransfer, type TransferKey, writeBackup } from '../src/transfer/index.ts'

const KEYS = 10_000
/** What an import should take at most, on a machine that does nothing else. */
const GOAL_MS = 3000
const PASSPHRASE = 'correct horse battery staple'

const keys: TransferKey[] = Array.from({ length: KEYS }, (_, at) =>
  at % 2 === 0
    ? {
        kind: 'ocra',
        issuer: 'Wallet',
        account: `user${at}@example.test`,
        secret: new Uint8Array(randomBytes(32)),
        algorithm: 'SHA256',
        digits: 7,
        suite: 'OCRA-1:HOTP-SHA256-7:QN08',
        paymentSuite: 'OCRA-1:HOTP-SHA256-7:QH64',
        origins: ['https://wallet.example'],
      }
    : {
        kind: 'totp',
        issuer: 'Site',
        account: `user${at}@example.test`,
        secret: new Uint8Array(randomBytes(20)),
        algorithm: 'SHA1',
        digits: 6,
        period: 30,
      },
)
const bytes = (text: string) => new TextEncoder().encode(text)

const list = bytes(keys.map((key) => formatOtpauth(key)).join('\n'))
const text = backupText({ keys })

/** The median of five runs, after one to warm up. */
async function time(work: () => unknown): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < 6; run++) {
    const start = performance.now()
    await work()
    if (run > 0) times.push(performance.now() - start)
  }
  return times.sort((a, b) => a - b)[2] ?? Number.NaN
}

const least = await time(() => {
  const parsed: { keys: { secret: string }[] } = JSON.parse(text)
  return parsed.keys.map(({ secret }) => base32nopad.decode(secret))
})
const derivation = await time(() => scryptAsync(PASSPHRASE, randomBytes(16), { N: 2 ** 18, r: 8, p: 1 }))

let backup = ''
const written = await time(async () => {
  backup = await writeBackup({ keys }, PASSPHRASE)
})
const rows: [string, number][] = [
  ['parse the JSON, decode the base32', least],
  ['derive one key (scrypt, 2^18)', derivation],
  [`read ${KEYS} otpauth lines`, await time(() => readTransfer(list))],
  [`read ${KEYS} keys of decrypted backup`, await time(() => readTransfer(bytes(text)))],
  [`write a backup of ${KEYS} keys`, written],
  [`read a backup of ${KEYS} keys`, await time(() => readTransfer(bytes(backup), { password: PASSPHRASE }))],
]
for (const [what, ms] of rows) {
  const ratios = `${(ms / least).toFixed(1)} × least, ${(ms / derivation).toFixed(2)} × derivation`
  console.log(`${what.padEnd(44)} ${ms.toFixed(0).padStart(6)} ms   ${ratios}`)
}
const { keys: read } = await readTransfer(list)
if (read.length !== KEYS) throw new Error(`${read.length} of ${KEYS} keys were read.`)
const slow = rows.filter(([what, ms]) => what.startsWith('read') && ms > GOAL_MS)
console.log(
  slow.length === 0
    ? `Every import stays below its goal of ${GOAL_MS} ms.`
    : `Above the goal of ${GOAL_MS} ms (is the machine busy?): ${slow.map(([what]) => what).join('; ')}.`,
)
