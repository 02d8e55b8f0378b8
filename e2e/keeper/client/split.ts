/** One box per digit: typing moves on, Backspace moves back, and a hidden field holds the whole for the form. */
import { need } from './dom.ts'

const boxes = [...document.querySelectorAll<HTMLInputElement>('.boxes input')]
const whole = need<HTMLInputElement>('input[name=answer]')

boxes.forEach((box, index) => {
  box.addEventListener('input', () => {
    box.value = box.value.replace(/\D/g, '').slice(-1)
    whole.value = boxes.map(({ value }) => value).join('')
    if (box.value !== '') boxes[index + 1]?.focus()
  })
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Backspace' && box.value === '') boxes[index - 1]?.focus()
  })
})
