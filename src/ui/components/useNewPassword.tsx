import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { strengthOf } from '../passwordStrength.ts'
import { t } from '../strings.ts'
import { PasswordField } from './Field.tsx'

/** A new password, typed twice, with a hint of how hard it is to guess. */
export function useNewPassword(
  label: string,
  hint?: string,
): {
  password: string
  /** It was typed, twice the same. */
  chosen: boolean
  clear: () => void
  fields: ComponentChildren
} {
  const [password, setPassword] = useState('')
  const [repeated, setRepeated] = useState('')
  const level = strengthOf(password)
  const words = ['', t('strength1'), t('strength2'), t('strength3'), t('strength4')]
  return {
    password,
    chosen: password !== '' && password === repeated,
    clear() {
      setPassword('')
      setRepeated('')
    },
    fields: (
      <>
        <div class="stack-s">
          <PasswordField
            label={label}
            value={password}
            onText={setPassword}
            autocomplete="new-password"
            maxLength={1024}
            hint={hint}
          />
          <div class="meter" data-level={level} aria-hidden="true">
            <span />
            <span />
            <span />
            <span />
          </div>
          <p class="hint" role="status">
            {words[level]}
          </p>
        </div>
        <PasswordField
          label={t('repeatPassword')}
          value={repeated}
          onText={setRepeated}
          autocomplete="new-password"
          maxLength={1024}
          fault={repeated !== '' && repeated !== password ? t('passwordsDiffer') : undefined}
        />
      </>
    ),
  }
}
