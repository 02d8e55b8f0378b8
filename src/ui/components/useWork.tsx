import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Fault } from './Notice.tsx'

/** Runs what a button asks for, and keeps whether it is under way and how it failed. */
export function useWork(): {
  busy: boolean
  fault: ComponentChildren
  run: (work: () => Promise<unknown>) => Promise<boolean>
} {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(undefined)
  return {
    busy,
    fault: <Fault error={error} />,
    async run(work) {
      setBusy(true)
      setError(undefined)
      try {
        await work()
        return true
      } catch (failed) {
        setError(failed)
        return false
      } finally {
        setBusy(false)
      }
    },
  }
}
