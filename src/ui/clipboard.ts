import { ask } from './ask.ts'

/**
 * Copies what the worker overwrites a minute later. It is told first: a popup may close at any moment, and nothing
 * may stay in the clipboard that nobody will overwrite.
 */
export async function copy(text: string): Promise<void> {
  await ask('clipboard.copying', {})
  await navigator.clipboard.writeText(text)
}
