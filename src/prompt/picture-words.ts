/** What pictures are called, where that is a label: many old pages have their labels as pictures. */
import { namesAnswer } from './answer-words.ts'
import { namesMode } from './mode-words.ts'
import { speaksOfMoney } from './money-words.ts'
import { OTHER_CODE } from './other-words.ts'
import { plain } from './plain.ts'
import { ABOUT_ENUM, questionStrength } from './question-words.ts'
import { has } from './word-list.ts'

const LONGEST_NAME = 60

/** The name of a picture that says something of a prompt; empty for every other one: icons are called all sorts of things. */
export function pictureWords(picture: Element): string {
  const name = nameOf(picture).trim().replace(/\s+/g, ' ')
  if (name.length > LONGEST_NAME || !/\p{L}/u.test(name) || /\d{3}/.test(name)) return ''
  const text = plain(name)
  const says =
    questionStrength(text) > 0 ||
    namesAnswer(text) ||
    namesMode(text) ||
    speaksOfMoney(text) ||
    has(ABOUT_ENUM, text) ||
    has(OTHER_CODE, text)
  return says ? name : ''
}

/** Whether an element that is no picture by its name is drawn as one, by its style, and has no text of its own. */
export const isDrawnPicture = (element: Element): boolean =>
  element.getAttribute('role') === 'img' && !/\S/.test(element.textContent ?? '')

function nameOf(picture: Element): string {
  if (picture.localName === 'img') return picture.getAttribute('alt') ?? picture.getAttribute('title') ?? ''
  const label = picture.getAttribute('aria-label')
  if (label !== null || picture.localName !== 'svg') return label ?? ''
  return [...picture.children].find(({ localName }) => localName === 'title')?.textContent ?? ''
}

const PICTURES = 'img,svg,[role=img]'

/** The text of an element, or what its pictures are called where it has none: a label may be drawn. */
export function wordsIn(element: Element): string {
  const text = element.textContent ?? ''
  if (/[\p{L}\p{N}]/u.test(text)) return text
  return [...element.querySelectorAll(PICTURES)].map(pictureWords).join(' ')
}
