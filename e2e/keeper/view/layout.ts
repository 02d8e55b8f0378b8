import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { fill, inLanguage, LANGUAGE_NAMES, LANGUAGES } from '../languages.ts'
import type { Refusal } from '../refusal.ts'
import type { Visit } from '../visit.ts'
import { common } from '../words/common.ts'
import { refusals } from '../words/refusals.ts'

/** A piece of a page. What `html` puts into it is escaped. */
export type Piece = HtmlEscapedString | Promise<HtmlEscapedString> | ''

/** The sections of the Keeper; each has its own look (`assets/<section>.css`). */
export type Section =
  | 'start'
  | 'login'
  | 'security'
  | 'webpro'
  | 'standard'
  | 'passport'
  | 'merchant'
  | 'winpro'
  | 'markup'
  | 'authors'

export interface Link {
  href: string
  label: string
  current?: boolean
}

interface Shell {
  section: Section
  title: string
  /** The product's name beside the mark: `WebPro`, `Standard`, … */
  product: string
  links?: Link[]
  body: Piece
  scripts?: string[]
  /** Nothing but the body: no header, no footer. */
  bare?: boolean
}

/** The field that every form carries. */
export const csrfField = (visit: Visit): Piece =>
  html`<input type="hidden" name="csrf" value="${visit.csrf}">`

const mark = raw(
  '<svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9" fill="currentColor"/><path fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" d="M11 8.5v15M21 8.5l-8 7.5 8 7.5"/></svg>',
)

/** The same page in another language. */
function languageHref(here: string, language: string): string {
  const url = new URL(here, 'http://keeper.invalid')
  url.searchParams.set('lang', language)
  return url.pathname + url.search
}

/** A whole page: head, the section's own look, navigation, language choice, body. */
export function page(visit: Visit, shell: Shell): Piece {
  const t = inLanguage(common, visit.language)
  const main = visit.origins.main
  return html`<!doctype html>
<html lang="${visit.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${`${shell.title} · Keeper ${shell.product}`.trim()}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/base.css">
<link rel="stylesheet" href="/assets/${shell.section}.css">
${(shell.scripts ?? []).map((name) => html`<script src="${name}" type="module"></script>`)}
</head>
<body class="${shell.section}">
<a class="skip" href="#main">${t.skip}</a>
${
  shell.bare === true
    ? ''
    : html`<header class="top">
<a class="brand" href="${main}/">${mark}<span>Keeper <b>${shell.product}</b></span></a>
<nav class="languages" aria-label="${t.language}">
${LANGUAGES.map(
  (language) =>
    html`<a href="${languageHref(visit.here, language)}" hreflang="${language}" lang="${language}"
 title="${LANGUAGE_NAMES[language]}"${language === visit.language ? raw(' aria-current="true"') : ''}>${language}</a>`,
)}
</nav>
${
  visit.account === undefined
    ? html`<span class="who"><a href="${main}/login">${t.signIn}</a></span>`
    : html`<form class="who" method="post" action="${main}/logout">${csrfField(visit)}
<span class="wmid">${visit.account.email}<small>WMID ${visit.account.wmid}</small></span>
<button class="quiet">${t.signOut}</button></form>`
}
</header>`
}
<div class="frame">
${
  shell.links === undefined
    ? ''
    : html`<nav class="links" aria-label="${t.navigation}"><ul>
${shell.links.map(
  (link) =>
    html`<li><a href="${link.href}"${link.current === true ? raw(' aria-current="page"') : ''}>${link.label}</a></li>`,
)}
</ul></nav>`
}
<main id="main" tabindex="-1">
${shell.body}
</main>
</div>
${shell.bare === true ? '' : html`<footer class="foot"><p>${t.honest}</p></footer>`}
</body>
</html>`
}

/** The sentence for a refusal in the visit's language. */
export function sentence(visit: Pick<Visit, 'language'>, refusal: Refusal): string {
  const text = inLanguage(refusals, visit.language)[refusal.code]
  return fill(text, { seconds: Math.ceil((refusal.retryAfterMs ?? 0) / 1000) })
}

/** A refusal as the page shows it, or nothing. */
export const refusalNotice = (visit: Visit, refusal: Refusal | undefined): Piece =>
  refusal === undefined
    ? ''
    : html`<p class="notice bad" role="alert" data-reason="${refusal.code}">${sentence(visit, refusal)}</p>`

/** A success as the page shows it. */
export const goodNotice = (text: string): Piece => html`<p class="notice good" role="status">${text}</p>`
