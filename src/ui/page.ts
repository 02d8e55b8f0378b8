import { type ComponentChild, render } from 'preact'
import { browser } from './browser.ts'
import { language } from './strings.ts'

/** Gives the document its language, direction and title, and renders the page into `#app`. */
export function startPage(title: string, content: ComponentChild): void {
  const root = document.documentElement
  root.lang = language()
  root.dir = browser.i18n.getMessage('@@bidi_dir') || 'ltr'
  document.title = title
  const app = document.getElementById('app')
  if (app === null) throw new Error('The page has no #app to render into.')
  render(content, app)
}
