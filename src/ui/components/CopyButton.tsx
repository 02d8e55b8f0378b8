import { useEffect, useState } from 'preact/hooks'
import { copy } from '../clipboard.ts'
import { errorText, t } from '../strings.ts'
import { Button, IconButton } from './Button.tsx'

interface Props {
  text: string
  /** Shows only a picture, with this name. */
  iconLabel?: string
  look?: 'plain' | 'primary' | 'quiet'
  small?: boolean
}

/** Copies a text that the clipboard shall not keep: it is overwritten a minute later. */
export function CopyButton({ text, iconLabel, look = 'plain', small = false }: Props) {
  const [outcome, setOutcome] = useState<'copied' | Error | undefined>(undefined)
  useEffect(() => setOutcome(undefined), [text])
  const press = () => {
    copy(text).then(
      () => setOutcome('copied'),
      (error: unknown) => setOutcome(error instanceof Error ? error : new Error(String(error))),
    )
  }
  const icon = outcome === 'copied' ? 'check' : 'copy'
  return (
    <>
      {iconLabel === undefined ? (
        <Button look={look} icon={icon} small={small} onClick={press}>
          {outcome === 'copied' ? t('copied') : t('copy')}
        </Button>
      ) : (
        <IconButton icon={icon} small={small} label={iconLabel} onClick={press} />
      )}
      <span class="unseen" role="status">
        {outcome === 'copied' ? t('copiedForAMinute') : ''}
      </span>
      {outcome instanceof Error && (
        <span class="fault" role="alert">
          {errorText(outcome)}
        </span>
      )}
    </>
  )
}
