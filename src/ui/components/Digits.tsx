import type { ComponentChildren } from 'preact'

/**
 * A long number in groups, as people read it. The groups are set apart by style alone: as text, and when
 * copied, it is the number itself.
 */
export function Grouped({ text, kind }: { text: string; kind?: string }) {
  return <Groups groups={chunks(text, 4)} kind={kind} />
}

/** A purse: its letter, then three groups of four. What differs from `unlike` is marked. */
export function Purse({ purse, unlike }: { purse: string; unlike?: string }) {
  const letter = /^\p{L}/u.exec(purse)?.[0] ?? ''
  const groups = chunks(purse.slice(letter.length), 4)
  const all = letter === '' ? groups : [letter, ...groups]
  if (unlike === undefined || !alike(purse, unlike)) return <Groups groups={all} kind="purse" />
  let at = 0
  const marked = all.map((group) =>
    Array.from(group, (character) => {
      const differs = character !== unlike[at++]
      return differs ? <mark key={at}>{character}</mark> : character
    }),
  )
  return <Groups groups={marked} kind="purse" />
}

/** Marks help where a few characters differ; where most do, nobody needs them. */
function alike(purse: string, other: string): boolean {
  const differing = Array.from(purse).filter((character, at) => character !== other[at]).length
  return purse.length === other.length && differing <= 6
}

/** A canonical amount, its thousands apart. */
export function Amount({ amount, currency }: { amount: string; currency?: string | undefined }) {
  const [whole = '', fraction] = amount.split('.')
  const head = whole.length % 3
  const groups = [...(head > 0 ? [whole.slice(0, head)] : []), ...chunks(whole.slice(head), 3)]
  const last = groups.pop() ?? ''
  return (
    <span class="amount">
      <Groups groups={[...groups, fraction === undefined ? last : `${last}.${fraction}`]} />
      {currency && <span class="currency"> {currency}</span>}
    </span>
  )
}

/**
 * WebMoney's own name for the unit of a purse: `WMZ` for `Z…`. What the page calls it stands only for a purse
 * without a letter: no answer protects a word, and the letter is part of what is answered.
 */
export function unitOf(purse: string, said?: string): string | undefined {
  return /^[A-Z]/.test(purse) ? `WM${purse.charAt(0)}` : said
}

function Groups({ groups, kind }: { groups: ComponentChildren[]; kind?: string | undefined }) {
  return (
    <bdi class={kind ? `grouped ${kind}` : 'grouped'} dir="ltr">
      {groups.map((group, index) => (
        <span key={index}>{group}</span>
      ))}
    </bdi>
  )
}

/** Groups of `size`; a rest shorter than half of it joins the group before (7 digits: 3 and 4). */
function chunks(text: string, size: number): string[] {
  if (size === 4 && text.length > 4 && text.length % 4 !== 0 && /^\d+$/.test(text)) {
    const groups = Math.ceil(text.length / 4)
    const short = groups * 4 - text.length
    return evenly(text, groups, short)
  }
  return text.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? []
}

function evenly(text: string, groups: number, short: number): string[] {
  const parts: string[] = []
  let from = 0
  for (let index = 0; index < groups; index++) {
    const length = index < short ? 3 : 4
    if (from >= text.length) break
    parts.push(text.slice(from, from + length))
    from += length
  }
  return parts
}
