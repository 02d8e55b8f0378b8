import { signal } from '@preact/signals'
import { t } from '../strings.ts'
import { Button, IconButton } from './Button.tsx'

interface Toast {
  id: number
  text: string
  undo?: (() => void) | undefined
}

const toasts = signal<Toast[]>([])
let lastId = 0

const dismiss = (id: number): void => {
  toasts.value = toasts.value.filter((toast) => toast.id !== id)
}

/** Says for a while what was done, with a way back where there is one. */
export function say(text: string, undo?: () => void): void {
  const id = ++lastId
  toasts.value = [...toasts.value.slice(-2), { id, text, undo }]
  // What can be undone waits longer than what is only said.
  setTimeout(() => dismiss(id), undo === undefined ? 5_000 : 20_000)
}

export function Toasts() {
  return (
    <div class="toasts" role="status">
      {toasts.value.map(({ id, text, undo }) => (
        <div class="toast" key={id}>
          <span>{text}</span>
          {undo && (
            <Button
              look="link"
              small
              onClick={() => {
                dismiss(id)
                undo()
              }}
            >
              {t('undo')}
            </Button>
          )}
          <IconButton icon="close" small class="link" label={t('dismiss')} onClick={() => dismiss(id)} />
        </div>
      ))}
    </div>
  )
}
