import { strengthOf } from '../passwordStrength.ts'
import { t } from '../strings.ts'
import { PasswordField } from './Field.tsx'

interface Props {
  label: string
  value: string
  repeated: string
  onValue: (text: string) => void
  onRepeated: (text: string) => void
  hint?: string
}

/** A new password, twice, with a hint of how hard it is to guess. */
export function NewPassword({ label, value, repeated, onValue, onRepeated, hint }: Props) {
  const level = strengthOf(value)
  const words = ['', t('strength1'), t('strength2'), t('strength3'), t('strength4')]
  return (
    <>
      <div class="stack-s">
        <PasswordField
          label={label}
          value={value}
          onText={onValue}
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
        onText={onRepeated}
        autocomplete="new-password"
        maxLength={1024}
        fault={repeated !== '' && repeated !== value ? t('passwordsDiffer') : undefined}
      />
    </>
  )
}
