import { signal } from '@preact/signals'

/** The parts of the page's `#/keys/add`: `['keys', 'add']`. */
export const route = signal(parts())

function parts(): string[] {
  return location.hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decodeURIComponent)
}

addEventListener('hashchange', () => {
  route.value = parts()
})

export function goTo(...to: string[]): void {
  location.hash = `/${to.map(encodeURIComponent).join('/')}`
}
