import { expect, test } from 'vitest'
import { allBreaches, breachesOf, importsOf } from './rooms.ts'

const reasons = (path: string, source: string) =>
  breachesOf(path, source).map(({ imports, reason }) => `${imports}: ${reason}`)

test.each([
  ['ui/popup/popup.tsx', "import { answer } from '../../protocol/index.ts'"],
  ['ui/popup/popup.tsx', "import type { Message } from '../../messages.ts'"],
  ['ui/popup/popup.tsx', "import './popup.css'"],
  ['ui/derive.ts', "import Worker from './derive.worker.ts?worker'"],
  ['content/content.ts', "import { findPrompts } from '../prompt/index.ts'"],
  [
    'background/background.ts',
    "import { open } from '../vault/index.ts'\nimport browser from 'webextension-polyfill'",
  ],
  ['verifier/verifier.ts', "import { createHmac } from 'node:crypto'\nimport pg from 'pg'"],
  ['protocol/ocra.test.ts', "import { createHmac } from 'node:crypto'"],
  [
    'protocol/ocra.ts',
    "import { hmac } from '@noble/hashes/hmac.js'\nimport type { Suite } from './suite.ts'",
  ],
  ['messages.ts', "import { canonicalPurse } from './protocol/index.ts'"],
])('%s may say %s', (path, source) => {
  expect(reasons(path, source)).toEqual([])
})

test.each([
  ['protocol/ocra.ts', "import { open } from '../vault/index.ts'", /no other room, not vault/],
  ['ui/keys.tsx', "import type { Vault } from '../vault/types.ts'", /not vault/],
  ['ui/keys.tsx', "export * from '../background/api.ts'", /not background/],
  ['ui/keys.tsx', "const vault = await import('../vault/index.ts')", /not vault/],
  ['ui/keys.tsx', "type Vault = import('../vault/index.ts').Vault", /not vault/],
  ['ui/keys.tsx', "const url = new URL('../vault/kdf.ts', import.meta.url)", /not vault/],
  ['content/fill.ts', "import browser from 'webextension-polyfill'", /injected script/],
  ['background/background.ts', "import { readTransfer } from '../transfer/index.ts'", /not transfer/],
  ['background/background.ts', "import { render } from 'preact'", /only the UI draws/],
  ['vault/vault.test.ts', "import { readTransfer } from '../transfer/index.ts'", /not transfer/],
  ['protocol/ocra.ts', "import { createHmac } from 'node:crypto'", /no Node/],
  ['prompt/find.ts', "import x from '../../e2e/keeper/page.ts'", /leaves src/],
  ['shared/things.ts', 'export const x = 1', /none of the rooms/],
])('%s may not say %s', (path, source, reason) => {
  const found = reasons(path, source)
  expect(found).toHaveLength(1)
  expect(found[0]).toMatch(reason)
})

test('words in comments and strings are no imports', () => {
  expect(
    importsOf(
      'a.ts',
      "// import x from '../vault/index.ts'\nexport const text = \"from '../vault/index.ts'\"",
    ),
  ).toEqual([])
})

test('the sources as they stand keep the rule', () => {
  expect(allBreaches('src')).toEqual([])
})
