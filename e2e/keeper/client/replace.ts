/** When a challenge expires, another takes its place in the same element, without anybody asking. */
import * as v from 'valibot'
import { Challenge } from './challenge.ts'
import { need, post } from './dom.ts'

const shown = need<HTMLElement>('.challenge')
const until = need<HTMLElement>('.valid time')

function wait(expiresAt: number, now: number): void {
  setTimeout(
    async () => {
      const next = v.parse(Challenge, await post(shown.dataset.renew ?? '', { renew: '1' }))
      shown.textContent = next.challenge
      until.textContent = new Date(next.expiresAt).toISOString().slice(11, 19)
      wait(next.expiresAt, Date.now())
    },
    Math.max(expiresAt - now, 250),
  )
}
wait(Number(shown.dataset.expires), Date.now())
