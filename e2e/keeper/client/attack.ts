/** What the hostile pages of `attacks.ts` do; see the list there. */
import { need } from './dom.ts'

const root = need<HTMLElement>('#attack')
const orders = JSON.parse(root.dataset.attack ?? '{}') as Record<string, string | number | undefined>
const text = (name: string): string => String(orders[name] ?? '')

function swap(): void {
  const prompt = need<HTMLElement>('.prompt')
  const field = need<HTMLInputElement>('.answer')
  const show = (selector: string, value: string) => {
    need<HTMLElement>(selector).textContent = value
  }
  const acts: Record<string, () => void> = {
    purse: () => {
      prompt.dataset.enumPurse = text('purse')
      show('.purse-text', text('purse'))
    },
    amount: () => {
      prompt.dataset.enumAmount = '2500.00'
      show('.amount-text', '2,500.00 WMZ')
    },
    challenge: () => {
      prompt.dataset.enumChallenge = text('challenge')
      show('.challenge', text('challenge'))
    },
    account: () => show('.account', 'somebody-else@example.org'),
    mode: () => {
      delete prompt.dataset.enumPurse
      delete prompt.dataset.enumAmount
      show('.mode-name', 'Authorization')
    },
    field: () => field.replaceWith(field.cloneNode()),
    boxes: () => {
      const boxes = Array.from({ length: 7 }, () => {
        const box = document.createElement('input')
        box.maxLength = 1
        box.size = 1
        return box
      })
      field.replaceWith(...boxes)
    },
    hide: () => {
      field.style.visibility = 'hidden'
    },
    second: () => field.after(field.cloneNode()),
    gone: () => prompt.remove(),
    action: () => {
      need<HTMLFormElement>('.prompt form').action = '/attack/collected'
    },
    formaction: () => {
      need<HTMLButtonElement>('.prompt form button').formAction = '/attack/collected'
    },
    form: () => {
      const other = document.createElement('form')
      other.id = 'other'
      other.method = 'post'
      other.action = '/attack/collected'
      document.body.append(other)
      field.setAttribute('form', 'other')
    },
    target: () => {
      need<HTMLFormElement>('.prompt form').target = 'collector'
    },
  }
  const strike = () => {
    acts[text('what')]?.()
    need<HTMLElement>('#struck').textContent = text('what')
  }
  need<HTMLElement>('#strike').addEventListener('click', strike)
  if (orders.after !== undefined) setTimeout(strike, Number(orders.after))
}

function flood(): void {
  const place = need<HTMLElement>('#flood')
  const count = need<HTMLElement>('#count')
  const total = Number(orders.count)
  let made = 0
  const prompt = (): HTMLElement => {
    const box = document.createElement('form')
    const number = document.createElement('b')
    number.textContent = String(10_000_000 + made)
    box.dataset.enumChallenge = number.textContent
    box.dataset.enumPurse = text('purse')
    box.dataset.enumAmount = '25.00'
    const field = document.createElement('input')
    field.name = 'answer'
    field.maxLength = 7
    field.setAttribute('aria-label', 'Response')
    box.append('E-num · Payment. Challenge: ', number, ' Response: ', field)
    return box
  }
  const churn = () => {
    for (const form of place.children) {
      const next = String(Number(need<HTMLElement>('b', form).textContent) + total)
      need<HTMLElement>('b', form).textContent = next
      if (form instanceof HTMLElement) form.dataset.enumChallenge = next
    }
    requestAnimationFrame(churn)
  }
  const more = () => {
    for (let one = 0; one < Number(orders.batch) && made < total; one++) {
      place.append(prompt())
      made++
    }
    count.textContent = String(made)
    if (made < total) requestAnimationFrame(more)
    else if (orders.churn === 1) requestAnimationFrame(churn)
  }
  more()
}

function clickjack(): void {
  const frame = document.querySelector<HTMLIFrameElement>('#target')
  frame?.addEventListener('load', () => {
    need<HTMLElement>('#framed').textContent = 'loaded'
  })
}

/** Everything that a page could say to pretend that the user approved. */
function forge(): void {
  const log = (line: string) => {
    const item = document.createElement('li')
    item.textContent = line
    need<HTMLElement>('#log').append(item)
  }
  const types = [
    'approve',
    'approval',
    'answer',
    'fill',
    'unlock',
    'decide',
    'confirm',
    'prompt',
    'report',
    'keys',
    'status',
  ]
  const messages = types.flatMap((type) => [
    { type, approved: true, id: '1', answer: '1234567' },
    { kind: type, source: 'answerkey', decision: 'approve', confirmation: 'confirmation:1' },
  ])
  window.addEventListener('message', (event) => {
    if (event.source !== window) log(`message from elsewhere: ${JSON.stringify(event.data)}`)
  })
  for (const message of messages) {
    window.postMessage(message, '*')
    for (const target of [window, document, need<HTMLElement>('.answer')]) {
      target.dispatchEvent(
        new CustomEvent(`answerkey:${'type' in message ? message.type : message.kind}`, { detail: message }),
      )
    }
  }
  for (const key of ['Enter', ' ', 'y']) {
    window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    window.dispatchEvent(new MouseEvent('click', { bubbles: true }))
  }
  const runtime = (globalThis as { chrome?: { runtime?: { sendMessage?: (...args: unknown[]) => unknown } } })
    .chrome?.runtime
  if (runtime?.sendMessage !== undefined) {
    for (const message of messages) {
      try {
        runtime.sendMessage(text('id'), message, (answer: unknown) =>
          log(`the extension answered ${JSON.stringify(answer)}`),
        )
      } catch {
        // the browser does not let this page talk to it
      }
    }
  }
}

function frames(): void {
  const frame = need<HTMLIFrameElement>('#inner')
  if (!['srcdoc', 'data', 'blob'].includes(text('how'))) return
  fetch(text('inner'))
    .then((response) => response.text())
    .then((source) => {
      if (text('how') === 'srcdoc') frame.srcdoc = source
      if (text('how') === 'data') frame.src = `data:text/html;charset=utf-8,${encodeURIComponent(source)}`
      if (text('how') === 'blob') frame.src = URL.createObjectURL(new Blob([source], { type: 'text/html' }))
    })
}

function answers(): void {
  need<HTMLInputElement>('.answer').addEventListener('input', (event) => {
    if (event.target instanceof HTMLInputElement) need<HTMLElement>('#taken').textContent = event.target.value
  })
}

const kinds: Record<string, () => void> = { swap, flood, clickjack, forge, frames, answers }
kinds[text('kind')]?.()
