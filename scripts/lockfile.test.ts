import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { faultsOf, type Lockfile, type Manifest } from './lockfile.ts'

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))
const manifest = read('package.json') as Manifest
const lockfile = read('package-lock.json') as Lockfile

describe('the lockfile', () => {
  it('brings in nothing but exact versions of the registry, with their hashes, allowed scripts and licences', () => {
    expect(Object.keys(lockfile.packages).length).toBeGreaterThan(100)
    expect(faultsOf(lockfile, manifest)).toEqual([])
  })

  const name = 'node_modules/valibot'
  const changes: [string, object, string][] = [
    ['another hash algorithm', { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }, 'SHA-512'],
    ['no hash', { integrity: undefined }, 'SHA-512'],
    ['another registry', { resolved: 'https://registry.npmjs.org.evil.test/valibot.tgz' }, 'from https://'],
    ['a repository', { resolved: 'git+ssh://git@github.com/evil/valibot.git#1' }, 'from git'],
    ['a script', { hasInstallScript: true }, 'runs a script'],
    ['a licence that binds', { license: 'GPL-3.0-or-later' }, 'licence'],
    ['one licence of two that binds', { license: '(MIT AND GPL-3.0-or-later)' }, 'licence'],
    ['a licence for tools alone', { license: 'Python-2.0' }, 'licence'],
    ['no licence', { license: undefined }, 'licence'],
    ['a folder', { link: true }, 'folder'],
    ['another version than package.json', { version: '0.0.1' }, 'locked'],
  ]
  for (const [what, change, fault] of changes) {
    it(`is refused with ${what}`, () => {
      const packages = { ...lockfile.packages, [name]: { ...lockfile.packages[name], ...change } }
      const faults = faultsOf({ packages }, manifest)
      expect(faults).toHaveLength(1)
      expect(faults[0]).toContain(fault)
    })
  }

  for (const wanted of ['^1.5.0', '*', 'latest', 'npm:evil@1.0.0', 'https://evil.test/valibot.tgz']) {
    it(`is refused where package.json wants ${wanted}`, () => {
      const faults = faultsOf(lockfile, { dependencies: { valibot: wanted } })
      expect(faults[0]).toContain('no exact version')
    })
  }

  it('lets a package choose between licences', () => {
    const change = { license: '(GPL-2.0 OR MIT)' }
    const packages = { ...lockfile.packages, [name]: { ...lockfile.packages[name], ...change } }
    expect(faultsOf({ packages }, manifest)).toEqual([])
  })
})
