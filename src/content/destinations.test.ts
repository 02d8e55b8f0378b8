import { beforeEach, describe, expect, it } from 'vitest'
import { destinationsOf } from './destinations.ts'

beforeEach(() => document.body.replaceChildren())

function placesOf(html: string): string[] {
  document.body.innerHTML = html
  const fields = [...document.querySelectorAll<HTMLInputElement>('.answer')]
  return destinationsOf(fields).map(({ url, method, target }) => [method, url, target].join(' ').trim())
}

const here = (path: string): string => new URL(path, document.baseURI).href

describe('where an answer is sent', () => {
  const cases: [string, string, () => string[]][] = [
    ['without a form: nowhere', '<input class="answer">', () => []],
    [
      'the form’s own address',
      '<form method="POST" action="/confirm#top"><input class="answer"></form>',
      () => [`post ${here('/confirm')}`],
    ],
    [
      'a form without an address: its own site',
      '<form><input class="answer"></form>',
      () => [`get ${location.origin}`],
    ],
    [
      'every button that says otherwise, inside and outside of the form',
      `<form id="f" method="post" action="/a"><input class="answer"><button>OK</button>
       <button formaction="https://evil.test/b">OK</button></form>
       <button form="f" formmethod="get">OK</button><input type="image" form="f" formtarget="frame">
       <button type="button" formaction="/never">Help</button>
       <form><button formaction="/of-another-form">OK</button></form>`,
      () => [
        `get ${here('/a')}`,
        `post ${here('/a')}`,
        `post ${here('/a')} frame`,
        'post https://evil.test/b',
      ],
    ],
    [
      'the form that an attribute names',
      '<form action="/inner"><input class="answer" form="other"></form><form id="other" action="/outer"></form>',
      () => [`get ${here('/outer')}`],
    ],
    [
      'a script instead of an address',
      '<form action="javascript:steal()"><input class="answer"></form>',
      () => ['get javascript:steal()'],
    ],
    [
      'through names that hide the form’s own properties',
      `<form action="/a" method="post" target="t"><input class="answer">
       ${[
         'action',
         'method',
         'target',
         'elements',
         'getAttribute',
         'getRootNode',
         'querySelectorAll',
         'baseURI',
       ]
         .map((name) => `<input type="hidden" name="${name}">`)
         .join('')}</form>`,
      () => [`post ${here('/a')} t`],
    ],
  ]
  for (const [name, html, expected] of cases) {
    it(name, () => expect(placesOf(html).sort()).toEqual(expected().sort()))
  }
})
