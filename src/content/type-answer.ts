/** Types an answer as a person would have: into these elements and no others, so that frameworks keep it. */
import type { FillResult } from '../messages.ts'
import { takesInput } from './visible.ts'

/** A framework that does not accept a value puts its own back well within this time. */
const SETTLED_MS = 50

/** One field takes all of it, several take one character each. What cannot take it whole gets nothing. */
export async function typeAnswer(fields: HTMLInputElement[], answer: string): Promise<FillResult> {
  const [field] = fields
  if (field === undefined) return { filled: false, reason: 'vanished' }
  const pieces = fields.length === 1 ? [answer] : [...answer]
  if (pieces.length !== fields.length) return { filled: false, reason: 'boxes' }
  if (fields.some((box, place) => cuts(box, pieces[place] ?? '')))
    return { filled: false, reason: 'too-short' }
  if (!fields.every(takesInput)) return { filled: false, reason: 'hidden' }
  for (const [place, box] of fields.entries()) {
    if (!box.isConnected) return { filled: false, reason: 'not-kept' }
    typeInto(box, pieces[place] ?? '')
    // A page that keeps the boxes in one state must have taken this digit in before the next comes.
    await nextTask()
  }
  await new Promise((resolve) => setTimeout(resolve, SETTLED_MS))
  const kept = fields.every((box, place) => box.isConnected && holds(box, pieces[place] ?? ''))
  return kept ? { filled: true } : { filled: false, reason: 'not-kept' }
}

function cuts({ maxLength }: HTMLInputElement, text: string): boolean {
  return maxLength >= 0 && maxLength < text.length
}

/** Pages put spaces and dashes between digits; the digits must all be there. */
function holds({ value }: HTMLInputElement, text: string): boolean {
  return value === text || value.replaceAll(/[\s\p{Pd}]/gu, '') === text
}

/**
 * The setter of the prototype: a framework puts one of its own on the element, which would tell it that it
 * knows of this value already.
 */
const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set

function typeInto(field: HTMLInputElement, text: string): void {
  field.focus({ preventScroll: true })
  setValue?.call(field, text)
  const event = { bubbles: true, composed: true }
  field.dispatchEvent(new InputEvent('input', { ...event, inputType: 'insertText', data: text }))
  field.dispatchEvent(new Event('change', { bubbles: true }))
}

/** Timers of a window that another one covers are held back for a second; messages are not. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
