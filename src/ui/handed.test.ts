import { describe, expect, it } from 'vitest'
import { readHanded, typedChallenge } from './handed.ts'

describe('a pasted text is split into its fields', () => {
  it.each([
    ['enum:l?c=12345678', { mode: 'authorization', challenge: '12345678' }],
    [
      'enum:payment?challenge=0012&purse=z123456789012&amount=25',
      { mode: 'payment', challenge: '0012', purse: 'Z123456789012', amount: '25.00' },
    ],
    [
      'Z123456789012~25.00~12345678',
      { mode: 'payment', purse: 'Z123456789012', amount: '25.00', challenge: '12345678' },
    ],
    [
      'tiqrauth://bob@idp.example/f00ba4/1a2b3c4d5e/sp.example/1',
      { mode: 'authorization', session: 'f00ba4', challenge: '1a2b3c4d5e' },
    ],
  ])('%s', (text, handed) => {
    expect(readHanded(text)).toEqual(handed)
  })

  it('leaves an ambiguous amount as it was written, for the user to settle', () => {
    expect(readHanded('enum:p?c=12345678&p=Z123456789012&a=1,234')).toEqual({
      mode: 'payment',
      challenge: '12345678',
      purse: 'Z123456789012',
      amount: '1,234',
    })
  })

  it('says what is wrong with a malformed enum: link', () => {
    expect(() => readHanded('enum:payment?challenge=12345678')).toThrow(
      expect.objectContaining({ code: 'uri-missing' }),
    )
  })

  it.each(['12345678', '1234 5678', 'hello', ''])('%j is no carrier', (text) => {
    expect(readHanded(text)).toBeUndefined()
  })
})

it('drops what only groups a typed challenge', () => {
  expect(typedChallenge(' 1234 56-78\u00a0')).toBe('12345678')
  expect(typedChallenge('aB3–f')).toBe('aB3f')
})
