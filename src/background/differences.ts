import type { Difference, Doubt, PromptReport } from '../messages.ts'

type What = Difference['what']

/** What the window showed of a prompt, as one text per thing that may not change. */
function shownOf(prompt: PromptReport): Record<Exclude<What, 'document' | 'origin'>, string> {
  const money = prompt.transaction ?? prompt.seen
  const currency = prompt.currency ?? prompt.seen?.currency
  return {
    mode: prompt.mode,
    challenge: joined(prompt.challenge, prompt.session),
    purse: money?.purse ?? '',
    amount: joined(money?.amount, currency),
    account: prompt.account ?? '',
    field: `${prompt.ref} × ${prompt.boxes}`,
    destination: prompt.destinations.map(destinationText).join('\n'),
    doubts: prompt.doubts.map(doubtText).join('; '),
  }
}

/** Every difference between what was shown and what the page says now; none where they agree. */
export function differencesBetween(shown: PromptReport, now: PromptReport): Difference[] {
  const before = shownOf(shown)
  const after = shownOf(now)
  return (Object.keys(before) as (keyof typeof before)[])
    .filter((what) => before[what] !== after[what])
    .map((what) => ({ what, ...clipped(before[what], after[what]) }))
}

/** Longer texts are nothing that anybody compares, and a page could fill the session's memory with them. */
const LONGEST = 600
const BEFORE_IT = 40

/** Two different texts, of which only what is around the first difference stays where they are long. */
function clipped(shown: string, now: string): { shown: string; now: string } {
  if (shown.length <= LONGEST && now.length <= LONGEST) return { shown, now }
  let first = 0
  while (shown[first] === now[first]) first++
  const start = Math.max(0, first - BEFORE_IT)
  return { shown: part(shown, start), now: part(now, start) }
}

function part(text: string, start: number): string {
  const end = start + LONGEST
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`
}

function destinationText({ url, method, target }: PromptReport['destinations'][number]): string {
  return joined(method.toUpperCase(), url, target)
}

function doubtText({ about, seen, choices }: Doubt): string {
  return `${about}: ${seen.join(' / ')} → ${choices.join(' / ')}`
}

function joined(...texts: (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text !== '').join(' ')
}
