import { type ComponentChildren, h, render } from 'preact'
import { useState } from 'preact/hooks'
import { afterEach, describe, expect, it } from 'vitest'
import { typeAnswer } from './type-answer.ts'

afterEach(() => {
  render(null, document.body)
  document.body.replaceChildren()
})

function inputs(html: string): HTMLInputElement[] {
  document.body.innerHTML = html
  return [...document.querySelectorAll('input')]
}

function mount(content: ComponentChildren): HTMLInputElement[] {
  render(content, document.body)
  return [...document.querySelectorAll('input')]
}

const valuesOf = (fields: HTMLInputElement[]) => fields.map(({ value }) => value).join('|')
const boxes = (count: number, attributes = 'maxlength="1"') => `<input ${attributes}>`.repeat(count)

describe('an answer is typed', () => {
  it('into a plain field, with the events that a person causes', async () => {
    const fields = inputs('<form><input name="answer" maxlength="7"></form>')
    const heard: string[] = []
    for (const type of ['input', 'change', 'submit']) {
      document.body.addEventListener(type, (event) => {
        const data = event instanceof InputEvent ? ` ${event.inputType} ${event.data}` : ''
        heard.push(`${event.type}${data}`)
      })
    }
    expect(await typeAnswer(fields, '0012345')).toEqual({ filled: true })
    expect(valuesOf(fields)).toBe('0012345')
    expect(heard).toEqual(['input insertText 0012345', 'change'])
  })

  it('one digit per box, leading zeros too', async () => {
    const fields = inputs(boxes(7))
    expect(await typeAnswer(fields, '0012345')).toEqual({ filled: true })
    expect(valuesOf(fields)).toBe('0|0|1|2|3|4|5')
  })

  it('into a password field, a number field and a field that a page groups', async () => {
    for (const html of ['<input type="password">', '<input type="tel">', '<input inputmode="numeric">']) {
      const fields = inputs(html)
      expect(await typeAnswer(fields, '0012345')).toEqual({ filled: true })
    }
    const grouped = inputs('<input>')
    grouped[0]?.addEventListener('input', ({ target }) => {
      const field = target as HTMLInputElement
      field.value = field.value.replace(/(\d{3})(\d{4})/, '$1 $2')
    })
    expect(await typeAnswer(grouped, '1234567')).toEqual({ filled: true })
    expect(valuesOf(grouped)).toBe('123 4567')
  })

  it('into a controlled input of a framework, which keeps it', async () => {
    let state = ''
    function Form() {
      const [value, setValue] = useState('')
      state = value
      return h('input', {
        value,
        onInput: (event: InputEvent) => setValue((event.target as HTMLInputElement).value),
      })
    }
    const fields = mount(h(Form, {}))
    expect(await typeAnswer(fields, '1234567')).toEqual({ filled: true })
    expect(state).toBe('1234567')
  })

  it('into controlled boxes whose state is replaced with each digit', async () => {
    let state: string[] = []
    function Boxes() {
      const [digits, setDigits] = useState<string[]>(Array(7).fill(''))
      state = digits
      return digits.map((digit, place) =>
        h('input', {
          key: place,
          maxLength: 1,
          value: digit,
          // The classical mistake: the digits as they were when this was drawn.
          onInput: (event: InputEvent) => {
            const { value } = event.target as HTMLInputElement
            setDigits(digits.map((other, at) => (at === place ? value : other)))
          },
        }),
      )
    }
    const fields = mount(h(Boxes, {}))
    expect(await typeAnswer(fields, '0987654')).toEqual({ filled: true })
    expect(state.join('')).toBe('0987654')
  })

  it('where a framework put its own setter on the element', async () => {
    const fields = inputs('<input>')
    const [field] = fields
    const native = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')
    const own: string[] = []
    if (field !== undefined) {
      Object.defineProperty(field, 'value', {
        configurable: true,
        get: () => native?.get?.call(field),
        set: (value: string) => {
          own.push(value)
          native?.set?.call(field, value)
        },
      })
    }
    expect(await typeAnswer(fields, '1234567')).toEqual({ filled: true })
    expect(own).toEqual([])
  })

  it('into a field in an open shadow root', async () => {
    document.body.innerHTML = '<div></div>'
    const root = document.body.firstElementChild?.attachShadow({ mode: 'open' })
    if (root !== undefined) root.innerHTML = '<input>'
    const fields = [...(root?.querySelectorAll('input') ?? [])]
    expect(await typeAnswer(fields, '1234567')).toEqual({ filled: true })
    expect(valuesOf(fields)).toBe('1234567')
  })
})

describe('nothing is typed', () => {
  const refused: [string, string, string][] = [
    ['into a field that would cut it', '<input maxlength="5">', 'too-short'],
    ['into boxes that are too few', boxes(5), 'boxes'],
    ['into boxes that are too many', boxes(8), 'boxes'],
    ['into boxes of which one takes nothing', `${boxes(6)}<input maxlength="0">`, 'too-short'],
    ['into a hidden field', '<input type="hidden">', 'hidden'],
    ['into a field that is not displayed', '<input style="display:none">', 'hidden'],
    ['into an invisible field', '<input style="visibility:hidden">', 'hidden'],
    ['into a transparent field', '<div style="opacity:0"><input></div>', 'hidden'],
    ['into a field without size', '<input style="width:0;height:0;padding:0;border:0">', 'hidden'],
    ['into a disabled field', '<fieldset disabled><input></fieldset>', 'hidden'],
    ['into a read-only field', '<input readonly>', 'hidden'],
    ['into an inert part of the page', '<div inert><input></div>', 'hidden'],
  ]
  for (const [name, html, reason] of refused) {
    it(name, async () => {
      const fields = inputs(html)
      expect(await typeAnswer(fields, '1234567')).toEqual({ filled: false, reason })
      expect(valuesOf(fields).replaceAll('|', '')).toBe('')
    })
  }

  it('into a field that is gone', async () => {
    const fields = inputs('<input>')
    document.body.replaceChildren()
    expect(await typeAnswer(fields, '1234567')).toEqual({ filled: false, reason: 'hidden' })
    expect(await typeAnswer([], '1234567')).toEqual({ filled: false, reason: 'vanished' })
  })
})

describe('what does not stay is said', () => {
  it('when the page empties the field', async () => {
    const fields = inputs('<input>')
    fields[0]?.addEventListener('input', ({ target }) => {
      queueMicrotask(() => {
        ;(target as HTMLInputElement).value = ''
      })
    })
    expect(await typeAnswer(fields, '1234567')).toEqual({ filled: false, reason: 'not-kept' })
  })

  it('when a controlled input refuses the value', async () => {
    function Form() {
      const [, redraw] = useState(0)
      return h('input', { value: '', onInput: () => redraw((count) => count + 1) })
    }
    expect(await typeAnswer(mount(h(Form, {})), '1234567')).toEqual({ filled: false, reason: 'not-kept' })
  })

  it('when the page replaces the field while it is typed into', async () => {
    const fields = inputs(boxes(7))
    fields[0]?.addEventListener('input', () => document.body.replaceChildren())
    expect(await typeAnswer(fields, '1234567')).toEqual({ filled: false, reason: 'not-kept' })
  })
})
