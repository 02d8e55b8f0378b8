import { afterEach, describe, expect, test } from 'vitest'
import { explainPrompts, findPrompts, findQrCandidates, type Prompt, promptFromQr } from './index.ts'

const pages = import.meta.glob<string>('./corpus/**/*.html', {
  query: '?raw',
  eager: true,
  import: 'default',
})

interface Expected {
  mode?: 'authorization' | 'payment'
  challenge: string
  purse?: string
  amount?: string
  source?: Prompt['source']
  session?: string
  account?: string
  currency?: string
  seen?: Prompt['seen']
  /** A selector of the field, or of the boxes in their order; `host >>> selector` goes into a shadow root. */
  field: string
  /** What the doubts are about; no doubts where it is not there. */
  doubts?: string[]
  /** The prompt is found in a picture, and this is what a decoder reads there. */
  qr?: string
}

let frame: HTMLIFrameElement | undefined
afterEach(() => frame?.remove())

async function render(html: string): Promise<Document> {
  frame = document.createElement('iframe')
  frame.style.cssText = 'width:900px;height:700px;border:0'
  frame.srcdoc = html
  const loaded = new Promise((resolve) => frame?.addEventListener('load', resolve, { once: true }))
  document.body.append(frame)
  await loaded
  return frame.contentDocument!
}

/** The comment at the top of a page: what must be found in it. */
function expectedOf(html: string): Expected[] {
  const comment = /<!--\s*(\[[\s\S]*?\])\s*-->/.exec(html)
  return comment ? JSON.parse(comment[1]!) : []
}

function select(root: Document | ShadowRoot, selector: string): Element[] {
  const [outer, ...inner] = selector.split('>>>').map((part) => part.trim())
  let found = [...root.querySelectorAll(outer!)]
  for (const part of inner) found = found.flatMap((host) => [...host.shadowRoot!.querySelectorAll(part)])
  return found
}

const shape = (prompt: Prompt, expected: Expected | undefined) => ({
  mode: prompt.mode,
  challenge: prompt.challenge,
  purse: prompt.transaction?.purse,
  amount: prompt.transaction?.amount,
  doubts: prompt.doubts.map(({ about }) => about),
  ...(expected?.source ? { source: prompt.source } : {}),
  ...(expected?.session ? { session: prompt.session } : {}),
  ...(expected?.account ? { account: prompt.account } : {}),
  ...(expected?.currency ? { currency: prompt.currency } : {}),
  ...(expected?.seen ? { seen: prompt.seen } : {}),
})

describe('corpus', () => {
  test.each(Object.keys(pages).filter((path) => path.includes('/prompts/')))('%s', async (path) => {
    const html = pages[path]!
    const expected = expectedOf(html)
    expect(expected.length).toBeGreaterThan(0)
    const page = await render(html)
    const prompts = expected.some(({ qr }) => qr !== undefined)
      ? findQrCandidates(page).map((candidate, at) => promptFromQr(candidate, expected[at]!.qr!)!)
      : findPrompts(page)
    const { looks } = explainPrompts(page)
    const why = JSON.stringify(
      looks.map(
        ({ carrier, outcome, reason, message, where }) =>
          `${carrier} ${outcome} ${reason} ${message} ${where}`,
      ),
      null,
      1,
    )
    expect(
      prompts.map((prompt, at) => shape(prompt, expected[at])),
      why,
    ).toEqual(
      expected.map(({ field: _, qr: __, doubts = [], mode = 'authorization', ...rest }) => ({
        mode,
        purse: undefined,
        amount: undefined,
        doubts,
        ...rest,
      })),
    )
    for (const [at, { field }] of expected.entries()) expect(prompts[at]!.fields).toEqual(select(page, field))
  })

  test.each(Object.keys(pages).filter((path) => path.includes('/decoys/')))('%s', async (path) => {
    const page = await render(pages[path]!)
    expect(findPrompts(page)).toEqual([])
    expect(findQrCandidates(page)).toEqual([])
  })
})
