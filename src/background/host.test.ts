import { describe, expect, it } from 'vitest'
import { hostOf } from './host.ts'

describe('a host', () => {
  const hosts: [string, string, boolean][] = [
    ['https://wallet.example', 'wallet.example', false],
    ['https://wallet.example:8443', 'wallet.example', false],
    ['https://münchen.example', 'xn--mnchen-3ya.example', false],
    ['https://кошелек.рф', 'xn--e1aancdq4e.xn--p1ai', false],
    ['https://日本語ドメイン.example', 'xn--eckwd4c7c5976acvb2w6i.example', false],
    // "wallet" with a Cyrillic а, "apple" all in Cyrillic
    ['https://wаllet.example', 'xn--wllet-4ve.example', true],
    ['https://аррӏе.example', 'xn--80ak6aa92e.example', true],
    ['https://εxample.test', 'xn--xample-hye.test', true],
  ]
  for (const [origin, host, mixed] of hosts) {
    it(`${origin} ${mixed ? 'deceives' : 'does not deceive'}`, () => {
      const shown = hostOf(origin)
      expect(shown.mixed).toBe(mixed)
      expect(shown.host).toBe(host)
    })
  }
})
