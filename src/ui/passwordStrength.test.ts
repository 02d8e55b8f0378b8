import { describe, expect, it } from 'vitest'
import { strengthOf } from './passwordStrength.ts'

describe('the strength hint', () => {
  it.each([
    ['', 0],
    ['1234', 1],
    ['password', 1],
    ['Password2024', 1],
    ['qwerty123', 1],
    ['aaaaaaaaaaaaaaaa', 1],
    ['пароль1990', 1],
  ])('%j is weak', (password, level) => {
    expect(strengthOf(password)).toBe(level)
  })

  it.each(['orbit lantern velvet gravel', 'f7#kQ9!vLm2x', 'трамвай облако чеснок рельс'])(
    '%j is good',
    (password) => {
      expect(strengthOf(password)).toBeGreaterThanOrEqual(3)
    },
  )
})
