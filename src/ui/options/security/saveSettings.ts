import type { Settings } from '../../../messages.ts'
import { ask } from '../../ask.ts'
import { settings } from '../../state.ts'

/** Painted at once; where the worker refuses, what was before comes back. */
export async function saveSettings(next: Settings): Promise<void> {
  const before = settings.value
  settings.value = next
  try {
    settings.value = await ask('settings.set', next)
  } catch (error) {
    settings.value = before
    throw error
  }
}
