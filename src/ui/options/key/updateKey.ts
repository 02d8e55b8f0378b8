import type { KeyPatch, KeyView } from '../../../messages.ts'
import { ask } from '../../ask.ts'
import { keys, refresh } from '../../state.ts'

/** Painted at once; the worker's own list follows by itself, or is asked for where it refused. */
export async function updateKey(view: KeyView, patch: KeyPatch): Promise<void> {
  keys.value = keys.value?.map((key) => (key.id === view.id ? patched(key, patch) : key))
  try {
    await ask('keys.update', { id: view.id, patch })
  } catch (error) {
    await refresh('keys')
    throw error
  }
}

function patched(key: KeyView, patch: KeyPatch): KeyView {
  const { paymentSuite, ...before } = key
  const kept = patch.paymentSuite === undefined ? paymentSuite : patch.paymentSuite
  return {
    ...before,
    ...(kept && { paymentSuite: kept }),
    name: patch.name ?? key.name,
    issuer: patch.issuer ?? key.issuer,
    account: patch.account ?? key.account,
    origins: patch.origins ?? key.origins,
    paymentOnly: patch.paymentOnly ?? key.paymentOnly,
    archived: patch.archived ?? key.archived,
  }
}
