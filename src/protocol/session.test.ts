import { expect, it } from 'vitest'
import { ocra } from './ocra.ts'
import { readSession } from './session.ts'

it.each([
  ['00ff10', [0x00, 0xff, 0x10]],
  ['00FF10', [0x00, 0xff, 0x10]],
  ['session 1', [...new TextEncoder().encode('session 1')]],
  ['abc', [...new TextEncoder().encode('abc')]],
  ['ключ', [...new TextEncoder().encode('ключ')]],
  ['', []],
])('reads %j', (text, bytes) => {
  expect([...readSession(text)]).toEqual(bytes)
})

it("answers tiqr's sessions, which are hexadecimal on the page and bytes in the computation", () => {
  const bytes = new Uint8Array(32).map((_, index) => 8 * index)
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const suite = 'OCRA-1:HOTP-SHA1-6:QH10-S064'
  const secret = new TextEncoder().encode('12345678901234567890')
  const question = '0123456789'
  expect(ocra(suite, secret, { question, session: readSession(hex) })).toBe(
    ocra(suite, secret, { question, session: bytes }),
  )
})
