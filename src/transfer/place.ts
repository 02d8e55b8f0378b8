/** Where something stands in a file, for a person who has the file before them. */
export interface Place {
  unit: PlaceUnit
  /** From one; absent where there is no other. */
  number?: number
  /** What the file calls it itself, shortened: issuer and account, a serial number. */
  name?: string
  /** What it stands in: a line that holds several entries. */
  within?: Place
}

/** Each program has its own word; a translation has one for each of these. */
export const placeUnits = [
  'code',
  'damaged-record',
  'end-of-file',
  'entry',
  'file',
  'item',
  'key',
  'line',
  'recipient',
  'row',
  'service',
  'token',
  'user',
] as const

export type PlaceUnit = (typeof placeUnits)[number]

const LONGEST_NAME = 80

/** @param index from zero; undefined where things of this unit are not counted */
export function place(unit: PlaceUnit, index?: number, ...names: unknown[]): Place {
  const known = names.filter((name): name is string => typeof name === 'string' && name.trim() !== '')
  const name = known.join(': ')
  return {
    unit,
    ...(index !== undefined && { number: index + 1 }),
    ...(name !== '' && { name: name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name }),
  }
}

/** In English: `line 2, entry 3 (Example: alice)`. */
export function placeText({ unit, number, name, within }: Place): string {
  const counted = [unit.replaceAll('-', ' '), number].filter((part) => part !== undefined).join(' ')
  const named = name === undefined ? counted : `${counted} (${name})`
  return within ? `${placeText(within)}, ${named}` : named
}
