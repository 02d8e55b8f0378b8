import type { ButtonHTMLAttributes, ComponentChildren } from 'preact'
import { Icon, type IconName } from './Icon.tsx'

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'icon'> {
  look?: 'plain' | 'primary' | 'danger' | 'quiet' | 'link'
  icon?: IconName
  small?: boolean
  wide?: boolean
  busy?: boolean
  disabled?: boolean
  submit?: boolean
  children?: ComponentChildren
}

/** A button with a name on it. While busy it stays in place, says so, and takes no clicks. */
export function Button({
  look = 'plain',
  icon,
  small = false,
  wide = false,
  busy = false,
  disabled = false,
  submit = false,
  children,
  onClick,
  ...rest
}: Props) {
  const names = ['button', look !== 'plain' && look, small && 'small', wide && 'wide']
  return (
    <button
      {...rest}
      type={submit ? 'submit' : 'button'}
      class={[...names, rest.class].filter(Boolean).join(' ')}
      disabled={disabled}
      aria-busy={busy || undefined}
      aria-disabled={busy || rest['aria-disabled'] || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {busy ? <span class="spinner" /> : icon && <Icon name={icon} size={small ? 16 : 18} />}
      {children}
    </button>
  )
}

interface IconButtonProps extends Omit<Props, 'children' | 'icon' | 'label'> {
  icon: IconName
  /** What it does: its accessible name and its tooltip. */
  label: string
}

/** A button that shows a picture alone; its name is in the tooltip and for screen readers. */
export function IconButton({ icon, label, look = 'quiet', class: own, ...rest }: IconButtonProps) {
  return (
    <Button
      {...rest}
      look={look}
      icon={icon}
      class={own ? `icon ${own}` : 'icon'}
      aria-label={label}
      title={label}
    />
  )
}
