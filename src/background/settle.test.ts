import { describe, expect, it } from 'vitest'
import type { Doubt, PromptReport } from '../messages.ts'
import { AUTHORIZATION, PAYMENT } from './sample.test-kit.ts'
import { settle } from './settle.ts'

const { transaction: _transaction, ...open } = PAYMENT
const amount: Doubt = { about: 'amount', seen: ['1,234'], choices: ['1.23', '1234.00'] }
const purse: Doubt = { about: 'purse', seen: ['1', '2'], choices: ['Z111111111111', '111111111111'] }

describe('settling doubts', () => {
  it('leaves a prompt without doubts as it is', () => {
    expect(settle(PAYMENT, [])).toEqual({ challenge: '12345678', transaction: PAYMENT.transaction })
    expect(settle(AUTHORIZATION, [])).toEqual({ challenge: '87654321' })
  })

  const cases: [string, PromptReport, number[], object][] = [
    [
      'an amount, with the purse that is certain',
      { ...open, seen: { purse: 'Z111111111111' }, doubts: [amount] },
      [1],
      { challenge: '12345678', transaction: { purse: 'Z111111111111', amount: '1234.00' } },
    ],
    [
      'amount and purse',
      { ...open, doubts: [purse, amount] },
      [0, 0],
      { challenge: '12345678', transaction: { purse: 'Z111111111111', amount: '1.23' } },
    ],
    [
      'a conflict about the amount',
      { ...PAYMENT, doubts: [{ about: 'conflict', seen: ['25', '2500'], choices: ['25.00', '2500.00'] }] },
      [1],
      { challenge: '12345678', transaction: { purse: 'Z123456789012', amount: '2500.00' } },
    ],
    [
      'a conflict about the purse',
      {
        ...PAYMENT,
        doubts: [{ about: 'conflict', seen: ['a', 'b'], choices: ['Z123456789012', 'Z999999999999'] }],
      },
      [1],
      { challenge: '12345678', transaction: { purse: 'Z999999999999', amount: '25.00' } },
    ],
    [
      'a challenge',
      { ...AUTHORIZATION, doubts: [{ about: 'challenge', seen: ['1', '2'], choices: ['1111', '2222'] }] },
      [1],
      { challenge: '2222' },
    ],
    [
      'a conflict about a challenge that looks like a purse',
      {
        ...AUTHORIZATION,
        challenge: '111122223333',
        doubts: [{ about: 'conflict', seen: ['a', 'b'], choices: ['111122223333', '444455556666'] }],
      },
      [1],
      { challenge: '444455556666' },
    ],
    [
      'a field',
      { ...AUTHORIZATION, doubts: [{ about: 'field', seen: [], choices: ['Answer', 'Response'] }] },
      [1],
      { challenge: '87654321', field: 1 },
    ],
  ]
  for (const [name, prompt, choices, settled] of cases) {
    it(`settles ${name}`, () => expect(settle(prompt, choices)).toEqual(settled))
  }

  const refused: [string, PromptReport, number[]][] = [
    ['no choice', { ...open, doubts: [amount] }, []],
    ['a choice that is not there', { ...open, doubts: [amount] }, [2]],
    [
      'nothing to choose from',
      { ...PAYMENT, doubts: [{ about: 'conflict', seen: ['a'], choices: [] }] },
      [0],
    ],
    ['an amount that was settled where the purse is unknown', { ...open, doubts: [amount] }, [0]],
    ['a payment without a transaction', open, []],
    ...['1234', '1e9', '25,00', '-25.00', '025.00', '25.000', '0.00', '99999999999999999.00'].map(
      (text): [string, PromptReport, number[]] => [
        `an amount that is not written as it is answered: ${text}`,
        { ...PAYMENT, doubts: [{ about: 'amount', seen: ['a'], choices: [text] }] },
        [0],
      ],
    ),
    ...['z123456789012', 'Z 123456789012', 'Z12345678901', 'Z\u202e123456789012'].map(
      (text): [string, PromptReport, number[]] => [
        `a purse that is not written as it is answered: ${JSON.stringify(text)}`,
        { ...open, seen: { purse: text, amount: '25.00' } },
        [],
      ],
    ),
  ]
  for (const [name, prompt, choices] of refused) {
    it(`refuses ${name}`, () => {
      expect(() => settle(prompt, choices)).toThrowError(expect.objectContaining({ code: 'doubt-open' }))
    })
  }
})
