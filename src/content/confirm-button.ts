import { takesClick } from './visible.ts'

const BUTTONS = 'button, input[type="submit"], input[type="image"], input[type="button"], [role="button"]'
const ENOUGH_LEVELS = 8

/**
 * The page's own button that sends the answer: the form's submit, else the first button after the field in the
 * smallest part of the page that has one. Undefined where there is none.
 */
export function confirmButton(field: HTMLInputElement): HTMLElement | undefined {
  const { form } = field
  if (form !== null) {
    // Not asked of the form: a field that the page names `elements` hides them.
    const root = field.getRootNode() as Document | ShadowRoot
    const own = [...root.querySelectorAll<HTMLElement>(BUTTONS)].filter(
      (button) => 'form' in button && button.form === form,
    )
    const after = usable(own, field)
    return after.find(submits) ?? usable(own).find(submits) ?? after[0]
  }
  let part = field.parentElement
  for (let level = 0; part !== null && level < ENOUGH_LEVELS; level++) {
    const after = usable([...part.querySelectorAll<HTMLElement>(BUTTONS)], field)
    if (after.length > 0) return after.find(submits) ?? after[0]
    part = part.parentElement
  }
  return undefined
}

function usable(buttons: HTMLElement[], field?: HTMLInputElement): HTMLElement[] {
  return buttons.filter((button) => takesClick(button) && (field === undefined || follows(field, button)))
}

function follows(field: HTMLElement, button: HTMLElement): boolean {
  return (field.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
}

function submits(button: HTMLElement): boolean {
  return (
    (button instanceof HTMLButtonElement || button instanceof HTMLInputElement) &&
    (button.type === 'submit' || button.type === 'image')
  )
}
