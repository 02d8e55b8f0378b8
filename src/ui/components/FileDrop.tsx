import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from '../strings.ts'
import { Button } from './Button.tsx'

interface Props {
  accept?: string
  title: string
  button: string
  onFiles: (files: File[]) => void | Promise<void>
  /** Text that was pasted or dropped instead of a file. */
  onText?: (text: string) => void
}

/** Files by choosing, dragging or pasting, whichever is at hand. */
export function FileDrop({ accept, title, button, onFiles, onText }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = (data: DataTransfer | null): boolean => {
    const files = Array.from(data?.files ?? [])
    if (files.length > 0) {
      void onFiles(files)
      return true
    }
    const text = data?.getData('text/plain') ?? ''
    if (text === '' || onText === undefined) return false
    onText(text)
    return true
  }
  useEffect(() => {
    // Pasting works wherever the focus is, except where it is meant for a field.
    const onPaste = (event: ClipboardEvent) => {
      const field = event.target instanceof Element && event.target.closest('input, textarea')
      if (!field && take(event.clipboardData)) event.preventDefault()
    }
    document.addEventListener('paste', onPaste)
    return () => document.removeEventListener('paste', onPaste)
  })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same
    <div
      class="dropzone"
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer)
      }}
    >
      <p>{title}</p>
      <Button icon="open" onClick={() => input.current?.click()}>
        {button}
      </Button>
      <p class="hint">{t('orPaste')}</p>
      <input
        ref={input}
        class="unseen"
        type="file"
        multiple
        tabIndex={-1}
        aria-label={button}
        {...(accept !== undefined && { accept })}
        onChange={(event) => {
          const files = Array.from(event.currentTarget.files ?? [])
          event.currentTarget.value = ''
          if (files.length > 0) void onFiles(files)
        }}
      />
    </div>
  )
}
