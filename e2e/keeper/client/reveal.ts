/** The challenge and its field appear only after the button, in elements that were not there before. */
import * as v from 'valibot'
import { Challenge } from './challenge.ts'
import { need, post } from './dom.ts'

const button = need<HTMLButtonElement>('#reveal')
const place = need<HTMLElement>('#place')
const template = need<HTMLTemplateElement>('#asked')

button.addEventListener('click', async () => {
  button.disabled = true
  const { challenge } = v.parse(Challenge, await post(button.value, { renew: '1' }))
  const asked = document.importNode(template.content, true)
  need<HTMLElement>('.challenge', asked).textContent = challenge
  place.replaceChildren(asked)
})
