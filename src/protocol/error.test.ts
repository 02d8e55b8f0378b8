import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ProtocolError, protocolErrorCodes } from './error.ts'
import * as protocol from './index.ts'

test('a refusal carries a code for the program and a message for a person', () => {
  const error = new ProtocolError('amount-ambiguous', 'Choose.', { choices: ['1.234', '1234.00'] })
  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({ name: 'ProtocolError', code: 'amount-ambiguous', message: 'Choose.' })
  expect(error.choices).toEqual(['1.234', '1234.00'])
  expect(new ProtocolError('amount-zero', 'x').choices).toEqual([])
})

test('every code stands once in the list, is used, and is tested', () => {
  expect(new Set(protocolErrorCodes).size).toBe(protocolErrorCodes.length)
  const folder = new URL('.', import.meta.url)
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.startsWith('error.'))
    .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }))
  const missing = (tests: boolean) =>
    protocolErrorCodes.filter(
      (code) =>
        !texts.some(({ name, text }) => name.includes('.test') === tests && text.includes(`'${code}'`)),
    )
  expect(missing(false)).toEqual([])
  expect(missing(true)).toEqual([])
})

test('the names that others call are there', () => {
  expect(Object.keys(protocol)).toEqual(
    expect.arrayContaining([
      'ocra',
      'parseSuite',
      'answerAuthorization',
      'answerPayment',
      'canonicalPurse',
      'canonicalAmount',
      'parseEnumUri',
      'parseOtpauth',
    ]),
  )
})
