/** Among the first that anybody tries, and the words that passwords grow around. */
const tried =
  /pass|parol|пароль|пасс|word|qwert|йцукен|asdf|zxcv|admin|login|letmein|welcome|monkey|dragon|iloveyou|football|baseball|master|shadow|sunshine|princess|webmoney|answerkey|keeper|wallet|bitcoin|secret|matkhau|привет|любовь/gi

/** 0 nothing typed, 1 guessed at once, 2 guessed by somebody who tries, 3 good, 4 very good. */
export type Strength = 0 | 1 | 2 | 3 | 4

/**
 * A rough lower bound of how hard a password is to guess, in bits: what repeats, runs along the keyboard or
 * the calendar, or stands in everybody's list counts little. A hint while typing, nothing depends on it.
 */
function passwordBits(password: string): number {
  const words = password
    .trim()
    .split(/[\s\-_.]+/)
    .filter(Boolean)
  // Four words or more, chosen freely, are a passphrase: some twelve bits for each different one.
  const phrase = words.length >= 4 ? new Set(words.filter((word) => word.length > 2)).size * 12 : 0
  const rest = password
    .replaceAll(tried, '*')
    .replaceAll(/(?:19|20)\d\d/g, '*')
    .replaceAll(/(.)\1+/gu, '$1')
    .replaceAll(/0?123456789?0?|1234(?:5(?:67?)?)?|abcd?e?f?g?/gi, '*')
  const characters = Array.from(rest)
  const pool =
    (/[a-z]/.test(rest) ? 26 : 0) +
    (/[A-Z]/.test(rest) ? 26 : 0) +
    (/\d/.test(rest) ? 10 : 0) +
    (/[^\p{L}\p{N}\s]/u.test(rest) ? 20 : 0) +
    (/[^\p{ASCII}]/u.test(rest) ? 40 : 0)
  const spread = new Set(characters).size / Math.max(1, characters.length)
  const letters = characters.length * Math.log2(Math.max(2, pool)) * Math.max(0.4, spread) * 0.75
  return Math.max(letters, phrase)
}

export function strengthOf(password: string): Strength {
  if (password === '') return 0
  const bits = passwordBits(password)
  if (bits < 24) return 1
  if (bits < 38) return 2
  return bits < 55 ? 3 : 4
}
