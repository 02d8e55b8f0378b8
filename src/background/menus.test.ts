import { beforeEach, expect, it, vi } from 'vitest'
import { POPUP_DRAFT } from '../messages.ts'

const stored = vi.hoisted(() => {
  const stored: Record<string, unknown> = {}
  const session = {
    set: async (items: object) => void Object.assign(stored, items),
    remove: async (names: string[]) => {
      for (const name of names) delete stored[name]
    },
  }
  const action = { openPopup: async () => undefined }
  Object.defineProperty(globalThis, 'browser', { value: { storage: { session }, action } })
  return stored
})
const { answerFromMenu } = await import('./menus.ts')
const { forgetByHand } = await import('./prefill.ts')

type Info = Parameters<typeof answerFromMenu>[0]
const chosenOn = (info: object) => answerFromMenu(info as Info, undefined)
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const ENROLMENT = `otpauth://ocra/Keeper:anna?secret=${SECRET}&issuer=Keeper&ocraSuite=OCRA-1:HOTP-SHA256-7:QN08`

beforeEach(() => {
  for (const name of Object.keys(stored)) delete stored[name]
})

it('what the menu was chosen on waits to be answered by hand', async () => {
  await chosenOn({ linkUrl: 'enum:l?c=12345678', pageUrl: 'https://keeper.test/a' })
  expect(stored).toMatchObject({
    prefill: { prefill: { text: 'enum:l?c=12345678', origin: 'https://keeper.test' } },
  })
})

it.each([
  ['a link', { linkUrl: ENROLMENT }],
  ['a selection', { selectionText: `  ${ENROLMENT}` }],
])('%s that holds the secret of a key is handed to nobody and lies nowhere', async (_what, info) => {
  await chosenOn({ ...info, pageUrl: 'https://keeper.test/a' })
  expect(JSON.stringify(stored)).not.toContain(SECRET)
  expect(stored).toMatchObject({ prefill: { prefill: { text: '' } } })
})

it('what waits and what was typed goes when the vault locks', async () => {
  await chosenOn({ selectionText: '12345678', pageUrl: 'https://keeper.test/a' })
  Object.assign(stored, { [POPUP_DRAFT]: { challenge: '12345678' }, other: 1 })
  await forgetByHand()
  expect(stored).toEqual({ other: 1 })
})
