import type { KeyView } from '../messages.ts'

/** What is searched of each key, made once per list and not once per keystroke. */
const indexes = new WeakMap<readonly KeyView[], string[]>()

function indexOf(keys: readonly KeyView[]): string[] {
  const known = indexes.get(keys)
  if (known) return known
  const index = keys.map(({ name, issuer, account, origins }) =>
    plain(`${name} ${issuer} ${account} ${origins.join(' ')}`),
  )
  indexes.set(keys, index)
  return index
}

/** Lower case, without accents: `điện` is found by `dien`. */
function plain(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd')
}

/** The keys in which every typed word occurs, in their order. */
export function matching(keys: readonly KeyView[], text: string): readonly KeyView[] {
  const words = plain(text).split(/\s+/).filter(Boolean)
  if (words.length === 0) return keys
  const index = indexOf(keys)
  return keys.filter((_, at) => {
    const searched = index[at] ?? ''
    return words.every((word) => searched.includes(word))
  })
}
