import { html } from 'hono/html'
import type { Piece } from './layout.ts'

/** A number as a picture that people read and programs should not: it is in no text of the page. */
export function captchaPicture(code: string, alt: string): Piece {
  const digits = [...code].map((digit, index) => {
    const [x, y] = [20 + index * 26, 34 + (index % 2) * 6]
    return `<text x="${x}" y="${y}" transform="rotate(${index % 2 === 0 ? -14 : 11} ${x} ${y})">${digit}</text>`
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 56"><rect width="160" height="56" fill="#fff"/><g font-family="Georgia, serif" font-size="30" fill="#345">${digits.join('')}</g><path d="M4 40C40 4 96 60 156 14" fill="none" stroke="#8ab" stroke-width="2"/></svg>`
  return html`<img class="captcha" src="data:image/svg+xml,${encodeURIComponent(svg)}" alt="${alt}" width="160" height="56">`
}
