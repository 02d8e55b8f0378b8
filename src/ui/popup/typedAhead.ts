let letters = ''

const keep = (event: KeyboardEvent): void => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === 'Backspace') letters = letters.slice(0, -1)
  else if (event.key.length === 1) letters += event.key
}

/** From now on what is typed is kept: the popup has the keyboard before it has a field to type into. */
export function keepTyping(): void {
  addEventListener('keydown', keep)
}

/** What was typed so far, once: the field that takes it has the keyboard from here on. */
export function typedAhead(): string {
  removeEventListener('keydown', keep)
  const typed = letters
  letters = ''
  return typed
}
