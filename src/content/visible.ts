/** Whether a person can see a field and type into it, there where it stands. */
export function takesInput(field: HTMLInputElement): boolean {
  if (!field.isConnected || field.disabled || field.readOnly || field.type === 'hidden') return false
  if (field.matches(':disabled') || field.closest('[inert]') !== null) return false
  const seen = field.checkVisibility({
    opacityProperty: true,
    visibilityProperty: true,
    contentVisibilityAuto: false,
  })
  const { width, height } = field.getBoundingClientRect()
  return seen && width >= 4 && height >= 4
}

/** Whether a person can see a button and press it. */
export function takesClick(button: HTMLElement): boolean {
  return (
    button.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    !button.matches(':disabled')
  )
}
