import { takesInput } from './visible.ts'

/** The fields for a one-time code in this document: one, or one per digit; none where there is no visible one. */
export function codeFields(root: Document | ShadowRoot = document): HTMLInputElement[] {
  const own = [...root.querySelectorAll<HTMLInputElement>('input[autocomplete~="one-time-code" i]')].filter(
    (field) => takesInput(field),
  )
  const [field] = own
  if (field !== undefined) return field.maxLength === 1 ? boxesBeside(field) : [field]
  for (const element of root.querySelectorAll('*')) {
    const inside = element.shadowRoot === null ? [] : codeFields(element.shadowRoot)
    if (inside.length > 0) return inside
  }
  return []
}

/** Often only the first of the boxes carries the attribute. */
function boxesBeside(first: HTMLInputElement): HTMLInputElement[] {
  let part = first.parentElement
  for (let level = 0; part !== null && level < 3; level++) {
    const boxes = [...part.querySelectorAll('input')].filter(
      (field) => field.maxLength === 1 && takesInput(field),
    )
    if (boxes.length > 1) return boxes
    part = part.parentElement
  }
  return [first]
}
