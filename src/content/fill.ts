import type { FillResult, ToContent } from '../messages.ts'
import { confirmButton } from './confirm-button.ts'
import type { Here } from './prompts-here.ts'
import { saysTheSame } from './report.ts'
import { typeAnswer } from './type-answer.ts'

type FillMessage = Extract<ToContent, { type: 'content.fill' }>

/**
 * Types the answer where the approved prompt stands, provided that the page still says what was approved, and
 * leaves the focus on the page's own button. Nothing is submitted.
 */
export async function fill({ ref, expected, answer, field }: FillMessage, here: Here[]): Promise<FillResult> {
  const found = here.find(({ report }) => report.ref === ref)
  if (found === undefined) return { filled: false, reason: 'vanished' }
  if (!saysTheSame(found.report, expected)) return { filled: false, reason: 'changed' }
  const fields = chosen(found, field)
  const result = await typeAnswer(fields, answer)
  const last = fields.at(-1)
  if (result.filled && last !== undefined) confirmButton(last)?.focus({ preventScroll: true })
  return result
}

/** Where it was in doubt which field takes the answer, the fields are what the user chose from. */
function chosen({ prompt: { fields, doubts } }: Here, index: number | undefined): HTMLInputElement[] {
  if (index === undefined || !doubts.some(({ about }) => about === 'field')) return fields
  const field = fields[index]
  return field === undefined ? [] : [field]
}
