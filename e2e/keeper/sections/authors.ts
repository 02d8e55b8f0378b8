import { Hono } from 'hono'
import { html } from 'hono/html'
import { inLanguage } from '../languages.ts'
import { page } from '../view/layout.ts'
import type { Env } from '../visit.ts'
import { authors as table } from '../words/authors.ts'
import { common } from '../words/common.ts'
import { explanationsIn } from '../words/explanations.ts'

/** `/authors`: paste a page, see what is found in it, where and why, and why not. Everything happens in the browser. */
export function authors(): Hono<Env> {
  const app = new Hono<Env>()

  app.get('/authors', (c) => {
    const { visit } = c.var
    const t = { ...inLanguage(common, visit.language), ...inLanguage(table, visit.language) }
    c.header(
      'content-security-policy',
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    )
    const samples = [
      ['markup', t.sampleMarkup],
      ['text', t.sampleText],
      ['doubt', t.sampleDoubt],
      ['sms', t.sampleSms],
    ] as const
    return c.html(
      page(visit, {
        section: 'authors',
        product: '',
        title: t.title,
        scripts: ['/client/authors.js'],
        body: html`<h1>${t.title}</h1><p class="lead">${t.lead}</p>
<div class="bench" id="bench" data-words="${JSON.stringify({ ...t, ...explanationsIn(visit.language) })}">
<form class="card paste"><label class="field" for="source"><span>${t.html}</span></label><textarea id="source" rows="16" spellcheck="false"></textarea>
<p class="actions"><button>${t.look}</button></p>
<fieldset class="samples"><legend>${t.samples}</legend>${samples.map(([name, title]) => html`<button type="button" class="quiet" value="${name}">${title}</button>`)}</fieldset></form>
<section class="card seen" aria-labelledby="preview-title"><h2 id="preview-title">${t.preview}</h2><iframe id="preview" src="/authors/preview" title="${t.preview}"></iframe></section>
<section class="card" aria-labelledby="found-title"><h2 id="found-title">${t.found}</h2><div id="found" role="status"></div></section>
<section class="card wide-card" aria-labelledby="looked-title"><h2 id="looked-title">${t.looked}</h2><div id="looked"></div></section>
</div>`,
      }),
    )
  })

  app.get('/authors/preview', (c) => {
    // the pasted page may bring style elements and attributes; no scripts, and nothing from elsewhere
    c.header(
      'content-security-policy',
      "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'; base-uri 'none'",
    )
    return c.html(
      '<!doctype html><html lang="en"><head><title>Preview</title><script type="module" src="/client/authors-preview.js"></script></head><body></body></html>',
    )
  })

  return app
}
