import { expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { keepTyping, typedAhead } from './typedAhead.ts'

it('gives what was typed before there was a field, once, and keeps no more', async () => {
  keepTyping()
  await userEvent.keyboard('haz{Backspace}r 1{Shift}{ArrowLeft}')
  await userEvent.keyboard('{Control>}v{/Control}')
  expect(typedAhead()).toBe('har 1')
  await userEvent.keyboard('secret')
  expect(typedAhead()).toBe('')
})
