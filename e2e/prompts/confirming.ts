import { clear, listed } from '../attacks/reach.ts'
import { DriverError, type Page, type Selector } from '../driver/driver.ts'
import { ask, expect, type User } from '../fixtures.ts'
import { APPROVE, approvalOf, close, type Story } from '../steps.ts'

/** Approves what is asked in Answerkey's own window, and waits until the answer stands in the page's field. */
export async function answered(
  story: Story,
  page: Page,
  field: string,
  digits = 7,
  settle?: (approval: Page) => Promise<void>,
): Promise<string> {
  const approval = await approvalOf(story)
  await approval.waitFor(APPROVE)
  await settle?.(approval)
  await approval.click(APPROVE)
  await expect.poll(() => page.value(field), { timeout: 15_000 }).toMatch(new RegExp(`^\\d{${digits}}$`))
  const answer = await page.value(field)
  await close(approval)
  return answer
}

/** What says that the Keeper accepted an answer: the address that follows, or an element that is only there then. */
type Sign = RegExp | string | { shown: string }

/** Waits for the Keeper's own word that it accepted the answer; its refusal ends the wait at once. */
export async function accepted(page: Page, sign: Sign): Promise<void> {
  const expected =
    typeof sign === 'object' && 'shown' in sign
      ? { address: '', shown: sign.shown }
      : { address: typeof sign === 'string' ? sign : sign.source, shown: 'body' }
  const refused = await page.waitUntil(({ address, shown }) => {
    const alert = document.querySelector('[role=alert]')
    if (alert !== null) return `${location.pathname}: ${alert.textContent}`
    const there = new RegExp(address).test(location.pathname + location.search)
    return there && document.querySelector(shown) !== null ? 'accepted' : ''
  }, expected)
  if (refused !== 'accepted') throw new DriverError(`The site refused the answer at ${refused}`)
}

interface Confirming {
  field: string
  /** The page's own button. */
  send: Selector
  sign: Sign
  digits?: number
  /** What is to be done in the window before it is approved. */
  settle?: ((approval: Page) => Promise<void>) | undefined
}

/** One confirmation from the prompt that stands there to the Keeper's word: approved, typed, sent by the page's button. */
export async function confirmed(
  { story, site }: User,
  { field, send, sign, digits, settle }: Confirming,
): Promise<void> {
  await answered(story, site, field, digits, settle)
  await site.click(send)
  await accepted(site, sign)
}

/**
 * Once `shown` is there: nothing on the page in front is a prompt, and nothing on the pages before it was one that
 * has not been answered. For of all that is reported, a prompt that is put at the page's end is the first.
 */
export async function silent({ story, site, options }: User, shown: string): Promise<void> {
  await site.waitFor(shown)
  const challenge = '90909090'
  await site.eval((challenge) => {
    const last = document.createElement('form')
    last.id = 'last-prompt'
    last.dataset.enumChallenge = challenge
    last.append(document.createElement('input'))
    document.body.append(last)
  }, challenge)
  await listed(options, 'pending')
  const { confirmations } = await ask(options, 'confirmations.list', {})
  const unanswered = confirmations.filter(({ state }) => state !== 'filled')
  expect(unanswered.map((view) => view.challenge)).toEqual([challenge])
  await site.eval(() => document.getElementById('last-prompt')?.remove())
  await listed(options, 'vanished', { challenge })
  await close(await approvalOf(story))
  await clear(options)
}
