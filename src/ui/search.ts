import type { KeyView } from '../messages.ts'

/** What is searched of each key, made once per key and not once per keystroke. */
const searched = new WeakMap<KeyView, string>()

function searchedOf(key: KeyView): string {
  const known = searched.get(key)
  if (known !== undefined) return known
  const text = plain(`${key.name} ${key.issuer} ${key.account} ${key.origins.join(' ')}`)
  searched.set(key, text)
  return text
}

/** Lower case, without accents: `điện` is found by `dien`. */
function plain(text: string): string {
  const lower = text.toLowerCase()
  // Most texts have nothing to take off, and taking it off is what takes time.
  if (/^[\x20-\x7e]*$/.test(lower)) return lower
  return lower.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd')
}

/** Makes the keys ready to be searched while nobody waits, so that the first keystroke is as quick as the rest. */
export function prepareSearch(keys: readonly KeyView[]): () => void {
  let at = 0
  const work = (deadline: IdleDeadline) => {
    // A hundred between two looks at the clock.
    while (at < keys.length && deadline.timeRemaining() > 1) {
      for (const key of keys.slice(at, at + 100)) searchedOf(key)
      at += 100
    }
    if (at < keys.length) handle = requestIdleCallback(work)
  }
  let handle = requestIdleCallback(work)
  return () => cancelIdleCallback(handle)
}

/** The keys in which every typed word occurs, in their order. */
export function matching(keys: readonly KeyView[], text: string): readonly KeyView[] {
  const words = plain(text).split(/\s+/).filter(Boolean)
  if (words.length === 0) return keys
  return keys.filter((key) => {
    const within = searchedOf(key)
    return words.every((word) => within.includes(word))
  })
}
