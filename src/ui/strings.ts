import type messages from '../../public/_locales/en/messages.json'
import { browser } from './browser.ts'

type Messages = typeof messages
type StringKey = keyof Messages

/** What a key's placeholders take, in their order; nothing where it has none. */
type Arguments<K extends StringKey> = Messages[K] extends { placeholders: object }
  ? [string | number, ...(string | number)[]]
  : []

/** The text of a key in the browser's language, English where a language is not spoken here. */
export function t<K extends StringKey>(key: K, ...values: Arguments<K>): string {
  return browser.i18n.getMessage(key, values.map(String)) || key
}

/** What a code is of; the same code can mean different things of a vault and of a file. */
type CodeKind = 'error' | 'warning' | 'problem' | 'place' | 'differs' | 'file'

/** The name under which the text of an error, warning or reason code is kept. */
export function codeKey(kind: CodeKind, code: string): string {
  return `${kind}_${code.replaceAll(/[^A-Za-z0-9]/g, '_')}`
}

/** The sentence for a code that came from elsewhere; undefined when nobody wrote one. */
export function codeText(kind: CodeKind, code: string, ...values: (string | number)[]): string | undefined {
  return browser.i18n.getMessage(codeKey(kind, code), values.map(String)) || undefined
}

/** What to tell a person about anything that was thrown: the sentence of its code, else its own message. */
export function errorText(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    const text = codeText('error', error.code)
    if (text !== undefined) return text
  }
  if (error instanceof Error && error.message !== '') return error.message
  return t('error_unknown')
}

/** What is wrong with something typed, in a sentence; undefined where the check takes it. */
export function faultOf(check: () => unknown): string | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    return errorText(error)
  }
}

/** The sentence for a reason that crossed a message as a code. */
export function reasonText(code: string): string {
  return codeText('error', code) ?? t('reasonCode', code)
}

/** The language of the texts, with its region where the browser's own language is the same. */
export function language(): string {
  const own = t('language')
  const full = browser.i18n.getMessage('@@ui_locale').replaceAll('_', '-')
  return full === own || full.startsWith(`${own}-`) ? full : own
}

/** A day, in one line: a number alone at the end of a line would be read as another. */
export function formatDate(at: number): string {
  const day = new Intl.DateTimeFormat(language(), { dateStyle: 'medium' }).format(at)
  return day.replaceAll(' ', '\u00a0')
}

export function formatDateTime(at: number): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(at)
}

/** A list of names in one sentence, as the language joins them. */
export function formatList(parts: string[]): string {
  return new Intl.ListFormat(language(), { type: 'conjunction' }).format(parts)
}

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(language()).format(value)
}
