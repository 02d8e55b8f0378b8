import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { DEFAULT_PAYMENT_SUITE, DEFAULT_SUITE, parseOtpauth, paymentQuestion } from '../protocol/index.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const page = readFileSync(join(root, 'docs/verifying.md'), 'utf8')

test('the program in the documentation runs as it stands there', async () => {
  const program = /```ts\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
  const directory = mkdtempSync('/tmp/answerkey-documentation-')
  const file = join(directory, 'site.mts')
  writeFileSync(file, program.replaceAll("'answerkey/", `'${root}`))
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')
  const { DATABASE_URL: _, ...env } = process.env
  const { stdout } = await promisify(execFile)(process.execPath, [tsx, file], { cwd: root, env })
  rmSync(directory, { recursive: true })
  const [link = '', shown] = stdout.split('\n')
  expect(parseOtpauth(link)).toMatchObject({
    suite: DEFAULT_SUITE,
    paymentSuite: DEFAULT_PAYMENT_SUITE,
    origins: ['https://wallet.example'],
  })
  expect(shown).toMatch(/^Show [0-9]{8}, Z123456789012, 25\.00 until 2/)
  expect(stdout).toContain('Refused: wrong')
})

test("the documentation's example of a payment is computed right", () => {
  const question = paymentQuestion({ purse: 'Z123456789012', amount: '25.00', challenge: '12345678' })
  expect(page).toContain(`\`${question.slice(0, 8)}…${question.slice(-6)}\``)
})
