import { useId } from 'preact/hooks'
import { t } from '../strings.ts'
import { Button } from './Button.tsx'

/** How far something slow has come (0 to 1), and the way out of it. */
export function Progress({ done, label, onCancel }: { done: number; label: string; onCancel: () => void }) {
  const id = useId()
  return (
    <div class="progress" role="status">
      <label for={id} class="small">
        {label}
      </label>
      <div class="row">
        {/* Before the first news there is nothing to measure. */}
        {done > 0 ? <progress id={id} max={1} value={done} /> : <progress id={id} />}
        <Button small onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </div>
  )
}
