import { ask } from './ask.ts'

/** Copies, and tells the worker, which overwrites the clipboard a minute later. */
export async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text)
  await ask('clipboard.copied', {})
}
