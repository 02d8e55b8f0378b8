/** Ukrainian is there because Keepers are used in it; the other three are the languages of E-num's own pages. */
export const LANGUAGES = ['en', 'ru', 'vi', 'uk'] as const
export type Language = (typeof LANGUAGES)[number]

export const LANGUAGE_NAMES: Record<Language, string> = {
  en: 'English',
  ru: 'Русский',
  vi: 'Tiếng Việt',
  uk: 'Українська',
}

/** One text in every language, in the order of {@link LANGUAGES}. */
export type Row = readonly [en: string, ru: string, vi: string, uk: string]
export type Words<Table> = { readonly [Key in keyof Table]: string }

/** The column of a table of texts. */
export function inLanguage<Table extends Record<string, Row>>(
  table: Table,
  language: Language,
): Words<Table> {
  const column = LANGUAGES.indexOf(language)
  return Object.fromEntries(
    Object.entries(table).map(([key, row]) => [key, row[column] ?? row[0]]),
  ) as Words<Table>
}

/** A text with its `{names}` replaced. */
export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))

export const isLanguage = (text: string | undefined): text is Language =>
  LANGUAGES.some((language) => language === text)

/** The first language of an Accept-Language header that the Keeper speaks. */
export function acceptedLanguage(header: string | undefined): Language {
  for (const part of (header ?? '').split(',')) {
    const language = part.trim().slice(0, 2).toLowerCase()
    if (isLanguage(language)) return language
  }
  return 'en'
}

/** An amount as people write it in this language; always with two decimals. */
export const money = (language: Language, cents: number): string =>
  new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(cents / 100)

/** A moment as people write it in this language, in UTC. */
export const moment = (language: Language, at: number): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(at)
