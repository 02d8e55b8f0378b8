import type { Page } from './driver/driver.ts'

/** What is wrong with how a page of the extension stands there: axe-core's findings in both themes, and what runs out of it sideways. */
export async function faultsOfLooks(page: Page): Promise<string[]> {
  const faults: string[] = []
  for (const scheme of ['light', 'dark']) {
    await page.eval((scheme) => {
      document.documentElement.style.colorScheme = scheme
      // Colours on their way from one theme to the other are nobody's.
      for (const animation of document.getAnimations()) {
        if (animation instanceof CSSTransition) animation.finish()
      }
    }, scheme)
    faults.push(...(await page.axe()).map(({ id, nodes }) => `${scheme}: ${id}: ${nodes.join(' ')}`))
  }
  const wide = await page.eval(() => {
    const root = document.documentElement
    root.style.colorScheme = ''
    return root.scrollWidth - root.clientWidth
  })
  return wide > 0 ? [...faults, `${wide} pixels too wide`] : faults
}
