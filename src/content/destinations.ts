/** Where the page sends what is typed: a form that goes elsewhere gives the answer to somebody else. */
import type { PromptReport } from '../messages.ts'

export type Destination = PromptReport['destinations'][number]

/** A button that sends its form elsewhere than the form itself says. */
const OVERRIDING = ':is(button, input):is([formaction], [formmethod], [formtarget])'

/** Every place to which the forms of these fields can be sent, each once, in a fixed order; none without a form. */
export function destinationsOf(fields: readonly HTMLInputElement[]): Destination[] {
  const found = new Map<string, Destination>()
  for (const field of fields) {
    const { form, baseURI } = field
    if (form === null) continue
    const root = field.getRootNode() as Document | ShadowRoot
    const buttons = [...root.querySelectorAll<HTMLButtonElement | HTMLInputElement>(OVERRIDING)]
    const own = buttons.filter((button) => button.form === form && /^(?:submit|image)$/.test(button.type))
    for (const button of [undefined, ...own]) {
      const destination = {
        url: addressOf(attribute(button, 'formaction') ?? attribute(form, 'action') ?? '', baseURI),
        method: (attribute(button, 'formmethod') ?? attribute(form, 'method') ?? 'get').toLowerCase(),
        target: attribute(button, 'formtarget') ?? attribute(form, 'target') ?? '',
      }
      found.set(JSON.stringify(destination), destination)
    }
  }
  return [...found.keys()].sort().flatMap((key) => found.get(key) ?? [])
}

/** A page that names a field `getAttribute` hides the form's own method of that name. */
function attribute(element: Element | undefined, name: string): string | undefined {
  return element && (Element.prototype.getAttribute.call(element, name) ?? undefined)
}

/** A form without an address sends to its own page, under whatever path a script has put that. */
function addressOf(text: string, base: string): string {
  if (text.trim() === '') return location.origin
  if (!URL.canParse(text, base)) return text
  const url = new URL(text, base)
  url.hash = ''
  return url.href
}
