import { describe, expect, it, vi } from 'vitest'

vi.mock('./browser.ts', () => ({ browser: {} }))
const { speaksFor } = await import('./hosts.ts')

describe('a page speaks', () => {
  it.each([
    ['for itself', 'https://wallet.example', 'https://wallet.example'],
    ['for a host below its own', 'https://wallet.example', 'https://merchant.wallet.example'],
    ['for this computer under its other name', 'http://localhost:8484', 'http://127.0.0.1:8484'],
  ])('%s', (_, page, site) => {
    expect(speaksFor(page, site)).toBe(true)
  })

  it.each([
    ['for another site', 'https://shop.example', 'https://wallet.example'],
    ['for the host above it', 'https://anna.hosting.example', 'https://hosting.example'],
    ['for a host beside it', 'https://anna.hosting.example', 'https://wallet.hosting.example'],
    ['for a name that only ends like its own', 'https://wallet.example', 'https://my-wallet.example'],
    ['for another port', 'http://localhost:8484', 'http://127.0.0.1:3000'],
    ['for what is less protected', 'https://wallet.example', 'http://pay.wallet.example'],
    ['for this computer from elsewhere', 'https://wallet.example', 'http://localhost'],
  ])('not %s', (_, page, site) => {
    expect(speaksFor(page, site)).toBe(false)
  })
})
