import type { ComponentChildren } from 'preact'
import { AskError } from '../ask.ts'
import { errorText, t } from '../strings.ts'
import { AnsweredOtherwise } from './AnsweredOtherwise.tsx'
import { Icon, type IconName } from './Icon.tsx'

const icons = { info: 'info', ok: 'check', warn: 'warning', danger: 'warning' } satisfies Record<
  string,
  IconName
>

interface Props {
  look?: keyof typeof icons
  /** `alert` for what just went wrong, so that it is read aloud at once. */
  role?: 'alert' | 'status'
  children: ComponentChildren
}

/** A few sentences set apart, with what to do about them. */
export function Notice({ look = 'info', role, children }: Props) {
  return (
    <div class={`notice ${look}`} role={role}>
      <Icon name={icons[look]} />
      <div class="body">{children}</div>
    </div>
  )
}

/** What went wrong, in a sentence; nothing while nothing did. */
export function Fault({ error }: { error: unknown }) {
  if (error === undefined || error === null) return null
  return (
    <Notice look="danger" role="alert">
      <p>{errorText(error)}</p>
      {error instanceof AskError && error.code === 'answered-otherwise' && (
        <AnsweredOtherwise detail={error.detail} />
      )}
    </Notice>
  )
}

/** Stands in while the worker has not replied yet. */
export function Waiting() {
  return (
    <p class="row soft waiting" role="status">
      <span class="spinner" /> {t('loading')}
    </p>
  )
}
