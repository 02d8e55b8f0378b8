import type { ComponentChildren } from 'preact'
import { useId, useState } from 'preact/hooks'
import { t } from '../strings.ts'
import { IconButton } from './Button.tsx'

interface FieldProps {
  label: ComponentChildren
  hint?: ComponentChildren
  fault?: ComponentChildren
  /** Gets the ids that tie the control to its label, hint and fault. */
  children: (tie: {
    id: string
    'aria-describedby': string | undefined
    'aria-invalid': boolean
  }) => ComponentChildren
}

/** A control with its label above and its hint or fault below. */
export function Field({ label, hint, fault, children }: FieldProps) {
  const id = useId()
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ') || undefined
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, 'aria-describedby': described, 'aria-invalid': Boolean(fault) })}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault && (
        <p class="fault" id={`${id}-fault`} role="alert">
          {fault}
        </p>
      )}
    </div>
  )
}

interface TextProps {
  label: ComponentChildren
  hint?: ComponentChildren
  fault?: ComponentChildren
  value: string
  onText: (text: string) => void
  /** Stands beside the input, in one line with it. */
  beside?: ComponentChildren
  type?: 'text' | 'password' | 'search'
  class?: string
  placeholder?: string
  maxLength?: number
  inputMode?: 'numeric' | 'decimal' | 'url'
  autocomplete?: 'off' | 'current-password' | 'new-password'
  required?: boolean
}

/** One line of text. Nothing typed here is kept by the browser or corrected by it. */
export function TextField({ label, hint, fault, value, onText, beside, type = 'text', ...rest }: TextProps) {
  return (
    <Field label={label} hint={hint} fault={fault}>
      {(tie) => {
        const input = (
          <input
            // The types of `input` differ by the roles they may have; none is given here.
            type={type as 'text'}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            {...rest}
            {...tie}
            class={['input', rest.class].filter(Boolean).join(' ')}
            value={value}
            onInput={(event) => onText(event.currentTarget.value)}
          />
        )
        if (!beside) return input
        return (
          <div class="with-button">
            {input}
            {beside}
          </div>
        )
      }}
    </Field>
  )
}

/** A password, hidden until the eye beside it is pressed. */
export function PasswordField(props: TextProps) {
  const [shown, setShown] = useState(false)
  return (
    <TextField
      autocomplete="current-password"
      {...props}
      type={shown ? 'text' : 'password'}
      beside={
        <IconButton
          icon="eye"
          look="plain"
          label={shown ? t('hidePassword') : t('showPassword')}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        />
      }
    />
  )
}

interface CheckProps {
  label: ComponentChildren
  hint?: ComponentChildren
  checked: boolean
  disabled?: boolean
  onCheck: (checked: boolean) => void
}

export function Check({ label, hint, checked, disabled = false, onCheck }: CheckProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onCheck(event.currentTarget.checked)}
      />
      <span>{label}</span>
      {hint && <span class="hint">{hint}</span>}
    </label>
  )
}

interface ChoicesProps<T> {
  legend: ComponentChildren
  options: { value: T; label: ComponentChildren }[]
  value: T | undefined
  onChoose: (value: T) => void
}

/** Exactly one of a few, nothing chosen beforehand unless `value` says so. */
export function Choices<T extends string | number>({ legend, options, value, onChoose }: ChoicesProps<T>) {
  const name = useId()
  return (
    <fieldset class="stack-s">
      <legend class="label">{legend}</legend>
      {options.map((option) => (
        <label class="choice" key={option.value}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChoose(option.value)}
          />
          <span class="grow">{option.label}</span>
        </label>
      ))}
    </fieldset>
  )
}
