import { expect, test } from 'vitest'
import page from '../../docs/for-sites.md?raw'
import { findPrompts } from './index.ts'

const snippets = [...page.matchAll(/```html\n([\s\S]*?)```/g)].map(([, html]) => html ?? '')
const links = [...page.matchAll(/(enum:[a-z]+\?challenge=[^"`]+)/g)].map(([, link]) => link ?? '')

function promptsIn(html: string) {
  document.body.innerHTML = html
  return findPrompts(document).map(({ mode, challenge, transaction, source, doubts, fields }) => ({
    ...{ mode, challenge, transaction, source, doubts },
    fields: fields.map(({ id }) => id),
  }))
}

const payment = {
  mode: 'payment',
  challenge: '48205517',
  transaction: { purse: 'Z123456789012', amount: '25.00' },
  doubts: [],
  fields: ['answer'],
}
const authorization = { ...payment, mode: 'authorization', transaction: undefined }

test('the forms in the documentation are found as they stand there', () => {
  expect(snippets.map(promptsIn)).toEqual([
    [{ ...authorization, source: 'markup' }],
    [{ ...payment, source: 'markup' }],
  ])
})

test('so are its links', () => {
  const beside = (link: string) => `<a href="${link}">E-num</a> <label>Response <input id="answer"></label>`
  expect(links.map((link) => promptsIn(beside(link)))).toEqual([
    [{ ...payment, source: 'uri' }],
    [{ ...authorization, source: 'uri' }],
  ])
})
