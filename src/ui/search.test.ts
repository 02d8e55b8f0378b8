import { expect, it } from 'vitest'
import type { KeyView } from '../messages.ts'
import { matching } from './search.ts'

const key = (id: string, issuer: string, account: string): KeyView => ({
  id,
  kind: 'ocra',
  issuer,
  account,
  name: '',
  algorithm: 'SHA256',
  digits: 7,
  paymentOnly: false,
  needs: { pin: false, counter: false, session: false, time: false },
  origins: [],
  pinned: false,
  archived: false,
  createdAt: 0,
  lastUsedAt: null,
})

const keys = [
  key('a', 'WebMoney', 'anna@example.com'),
  key('b', 'Ví điện tử', 'minh@example.com'),
  key('c', 'Ёлка', 'Борис'),
]

it.each([
  ['', 'abc'],
  ['webm', 'a'],
  ['anna WEBMONEY', 'a'],
  ['dien tu', 'b'],
  ['елка', 'c'],
  ['example.com', 'ab'],
  ['nobody', ''],
])('typing %j finds %j', (text, ids) => {
  expect(
    matching(keys, text)
      .map(({ id }) => id)
      .join(''),
  ).toBe(ids)
})
