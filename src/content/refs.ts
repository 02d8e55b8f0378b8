/** Names for prompts that last as long as the very elements that take the answer. */
interface Refs {
  /** The names of these prompts, in order. Two that share a field have two names. */
  of(prompts: readonly { fields: HTMLInputElement[] }[]): string[]
}

export function createRefs(): Refs {
  // A script that was started anew in the same document must not name another field by an old name.
  const instance = crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36) ?? ''
  const names = new WeakMap<HTMLInputElement, string>()
  let count = 0
  const nameOf = (field: HTMLInputElement): string => {
    const known = names.get(field)
    if (known !== undefined) return known
    const name = `${instance}-${++count}`
    names.set(field, name)
    return name
  }
  return {
    of(prompts) {
      const used = new Map<string, number>()
      return prompts.map(({ fields: [field] }) => {
        const name = field === undefined ? `${instance}-0` : nameOf(field)
        const before = used.get(name) ?? 0
        used.set(name, before + 1)
        return before === 0 ? name : `${name}-${before}`
      })
    },
  }
}
