/** The page for site authors: hands what they paste to the frame beside it and shows what was found there. */
import * as v from 'valibot'
import type { Look, Prompt } from '../../../src/prompt/index.ts'
import type { PreviewWindow } from './authors-preview.ts'
import { need } from './dom.ts'

const words = v.parse(
  v.record(v.string(), v.string()),
  JSON.parse(need<HTMLElement>('#bench').dataset.words ?? '{}'),
)
const word = (key: string): string => words[key] ?? key

const source = need<HTMLTextAreaElement>('#source')
const frame = need<HTMLIFrameElement>('#preview')

const SAMPLES: Record<string, string> = {
  markup: `<form data-enum-challenge="48151623"
      data-enum-purse="Z274019583300"
      data-enum-amount="25.00"
      data-enum-answer="#answer">
  <p>Pay 25.00 WMZ to Lotus Books, purse Z274019583300</p>
  <p>Challenge: <b>48151623</b></p>
  <label>Response <input id="answer" maxlength="7"></label>
  <button>Confirm</button>
</form>`,
  text: `<h2>${word('modePayment')}</h2>
<table>
  <tr><td>${word('recipientPurse')}:</td><td>Z274019583300</td></tr>
  <tr><td>${word('amount')}:</td><td>1 234,56 WMZ</td></tr>
  <tr><td>${word('challenge')}:</td><td>4815 1623</td></tr>
  <tr><td>${word('response')}:</td><td><input name="answer" maxlength="7"></td></tr>
</table>`,
  doubt: `<h2>E-num: ${word('modePayment')}</h2>
<p>${word('recipientPurse')}: Z274019583300</p>
<p>${word('amount')}: 1,234 WMZ</p>
<p>${word('challenge')}: 48151623</p>
<p><label>${word('response')} <input name="answer" maxlength="7"></label></p>`,
  sms: `<p>We have sent a code to +84 90 ••• ••12. Session 48151.</p>
<label>Code from the SMS <input name="Answer" maxlength="5" autocomplete="one-time-code"></label>`,
}

/** An element with text, or with other elements, in it. */
function made(tag: string, content: string | Node[], className = ''): HTMLElement {
  const element = document.createElement(tag)
  if (className !== '') element.className = className
  element.append(...(typeof content === 'string' ? [content] : content))
  return element
}

/** Shows on hover and focus where in the preview an element stands. */
function pointing(row: HTMLElement, elements: Element[]): HTMLElement {
  const mark = (on: boolean) => () => {
    for (const element of elements) {
      // they are the frame's elements, so this window's classes do not know them
      if ('style' in element) (element as HTMLElement).style.outline = on ? '3px solid #b4470f' : ''
    }
  }
  row.tabIndex = 0
  for (const name of ['mouseenter', 'focus']) row.addEventListener(name, mark(true))
  for (const name of ['mouseleave', 'blur']) row.addEventListener(name, mark(false))
  return row
}

function promptCard(prompt: Prompt): HTMLElement {
  const mode = prompt.mode === 'payment' ? word('modePayment') : word('modeAuthorization')
  const rows: [string, string | undefined][] = [
    [word('mode'), mode],
    [word('challenge'), prompt.challenge],
    [word('recipientPurse'), prompt.transaction?.purse],
    [word('amount'), prompt.transaction?.amount],
    [word('account'), prompt.account],
    [word('source'), prompt.source],
    [word('fields'), String(prompt.fields.length)],
    ...prompt.doubts.map(({ about, seen, choices }): [string, string] => [
      word('doubt'),
      `${about}: ${seen.join(' / ')}${choices.length > 0 ? ` → ${choices.join(' | ')}` : ''}`,
    ]),
  ]
  const lines = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [made('div', [made('dt', name), made('dd', value, 'number')])],
  )
  return pointing(made('dl', lines, 'summary prompt-found'), prompt.fields)
}

const lookRow = (look: Look): HTMLElement =>
  pointing(
    made(
      'li',
      [
        made('span', look.outcome === 'found' ? '✓' : '–', `outcome ${look.outcome}`),
        made('span', [
          made('code', look.where),
          made('span', look.message, 'why'),
          made('small', `${look.carrier} · ${look.reason}`),
        ]),
      ],
      'look',
    ),
    [look.element],
  )

function look(): void {
  const preview = frame.contentWindow as PreviewWindow | null
  if (preview === null || !('lookAt' in preview)) return
  const { prompts, looks } = preview.lookAt(source.value)
  need('#found').replaceChildren(
    ...(prompts.length === 0 ? [made('p', word('nothing'), 'muted')] : prompts.map(promptCard)),
  )
  need('#looked').replaceChildren(
    looks.length === 0 ? made('p', word('nothingLooked'), 'muted') : made('ul', looks.map(lookRow)),
  )
}

need<HTMLFormElement>('.paste').addEventListener('submit', (event) => {
  event.preventDefault()
  look()
})
for (const button of document.querySelectorAll<HTMLButtonElement>('.samples button')) {
  button.addEventListener('click', () => {
    source.value = SAMPLES[button.value] ?? ''
    look()
  })
}
source.value = SAMPLES.markup ?? ''
frame.addEventListener('load', look)
look()
