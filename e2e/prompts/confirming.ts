import { DriverError, type Page } from '../driver/driver.ts'
import { expect } from '../fixtures.ts'
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

/** Waits for the Keeper's own word that it accepted the answer; its refusal ends the wait at once. */
export async function accepted(page: Page, path: RegExp | string): Promise<void> {
  const address = typeof path === 'string' ? path : path.source
  const refused = await page.waitUntil((address) => {
    const alert = document.querySelector('[role=alert]')
    if (alert !== null) return `${location.pathname}: ${alert.textContent}`
    return new RegExp(address).test(location.pathname + location.search) ? 'accepted' : ''
  }, address)
  if (refused !== 'accepted') throw new DriverError(`The site refused the answer at ${refused}`)
}
