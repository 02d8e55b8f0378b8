import punycode from 'punycode/punycode.js'

/** One label may mix these: how Japanese, Chinese and Korean are written (UTS 39 §5.2, highly restrictive). */
const WRITTEN_TOGETHER: readonly string[][] = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
]

const SCRIPTS: readonly [string, RegExp][] = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Armenian',
  'Georgian',
  'Hebrew',
  'Arabic',
  'Cherokee',
  'Coptic',
  'Devanagari',
  'Thai',
  'Han',
  'Hiragana',
  'Katakana',
  'Bopomofo',
  'Hangul',
].map((name) => [name, new RegExp(`\\p{Script_Extensions=${name}}`, 'u')])

/** Letters of other scripts that look like a Latin one; a label of nothing else pretends to be Latin. */
const LOOKS_LATIN = /^[\d\-аеіјорсухһԁԛԝѕӏυνοιαρτκҽъ]+$/u

/** A host as the browser resolves it, and whether its letters may deceive. */
export interface Host {
  /** In ASCII, without a port. */
  host: string
  /** A label mixes scripts, or is written in one but made only of letters that look Latin. */
  mixed: boolean
}

/** The host of an origin. */
export function hostOf(origin: string): Host {
  const { hostname } = new URL(origin)
  return { host: hostname, mixed: hostname.split('.').some(deceives) }
}

function deceives(label: string): boolean {
  if (!label.startsWith('xn--')) return false
  let text: string
  try {
    text = punycode.toUnicode(label)
  } catch {
    return true
  }
  return isMixed(text) || (/[^\p{ASCII}]/u.test(text) && LOOKS_LATIN.test(text))
}

function isMixed(label: string): boolean {
  const letters = [...label].filter((letter) => /\p{Letter}/u.test(letter))
  const scripts = letters.map((letter) => SCRIPTS.filter(([, of]) => of.test(letter)).map(([name]) => name))
  const used = new Set(scripts.flatMap((names) => (names.length === 1 ? names : [])))
  const unknown = scripts.some((names) => names.length === 0)
  if (unknown && used.size > 0) return true
  if (used.size < 2) return false
  return !WRITTEN_TOGETHER.some((together) => [...used].every((name) => together.includes(name)))
}
