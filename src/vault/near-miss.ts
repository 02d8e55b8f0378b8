/** Purses that are easily taken for one another: the trick is a purse whose ends, or whose look, are right. */

/** Digits that a hurried eye takes for one another. */
const LOOK_ALIKE = new Set(['08', '06', '68', '38', '56', '17', '49', '89', '35', '69'])
const MOST_LOOK_ALIKES = 4
const MOST_EDITS = 2
const END = 4

/** The one that `purse` is most easily taken for; undefined where there is none. */
export function nearest<T extends { purse: string }>(purse: string, others: Iterable<T>): T | undefined {
  let best: T | undefined
  let fewest = Number.POSITIVE_INFINITY
  for (const other of others) {
    if (other.purse === purse || !isNearMiss(purse, other.purse)) continue
    const edits = editsBetween(purse, other.purse)
    if (edits < fewest) {
      best = other
      fewest = edits
    }
  }
  return best
}

/**
 * Whether two different canonical purses can be mistaken: the same first and last four digits, at most two
 * digits mistyped, left out, added or swapped, or only digits that look alike.
 */
export function isNearMiss(a: string, b: string): boolean {
  if (a === b) return false
  const [digitsA, digitsB] = [digitsOf(a), digitsOf(b)]
  if (digitsA.slice(0, END) === digitsB.slice(0, END) && digitsA.slice(-END) === digitsB.slice(-END))
    return true
  return looksAlike(digitsA, digitsB) || editsBetween(a, b) <= MOST_EDITS
}

const digitsOf = (purse: string): string => purse.slice(-12)

function looksAlike(a: string, b: string): boolean {
  let differing = 0
  for (let at = 0; at < a.length; at++) {
    const [x = '', y = ''] = [a[at], b[at]]
    if (x === y) continue
    if (!LOOK_ALIKE.has(x < y ? x + y : y + x)) return false
    differing++
  }
  return differing <= MOST_LOOK_ALIKES
}

/** Optimal string alignment distance: insertions, deletions, substitutions, swaps of neighbours. */
export function editsBetween(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const present = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      let edits = Math.min(
        at(last, column) + 1,
        at(present, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      )
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped) edits = Math.min(edits, at(beforeLast, column - 2) + 1)
      present.push(edits)
    }
    beforeLast = last
    last = present
  }
  return at(last, b.length)
}

const at = (row: number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY
