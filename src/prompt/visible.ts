import { isElement, parent, parentElement } from './flat.ts'
import type { Work } from './types.ts'

const FAINT = 0.05
const EVERYTHING = {
  opacityProperty: true,
  visibilityProperty: true,
  checkOpacity: true,
  checkVisibilityCSS: true,
}

/** Says what a reader of the page sees. Remembers what it has looked at: make one per search. */
export class Sight {
  readonly #rendered = new Map<Element, boolean>()
  readonly #visible = new Map<Element, boolean>()
  readonly #shown = new Map<Element, boolean>()
  readonly #styles = new Map<Element, CSSStyleDeclaration | undefined>()
  readonly #text = new Map<Element, boolean>()
  readonly #view: Window | null
  readonly #layout: boolean
  readonly #work: Work

  constructor(document: Document, work: Work) {
    this.#view = document.defaultView
    this.#work = work
    const page = document.documentElement?.getBoundingClientRect?.()
    this.#layout = !!page && (page.width > 0 || page.height > 0)
  }

  /**
   * Cheap: the browser's own word on whether the element is rendered, visible and not transparent. What is
   * clipped, tiny or off the page passes.
   */
  rendered(element: Element): boolean {
    if (!this.#layout || !element.checkVisibility) return this.shows(element)
    const known = this.#rendered.get(element)
    if (known !== undefined) return known
    this.#work.styles++
    const rendered = element.checkVisibility(EVERYTHING) || this.#passesThrough(element)
    this.#rendered.set(element, rendered)
    return rendered
  }

  /** The element is rendered, and neither it nor anything above it hides it. */
  shows(element: Element): boolean {
    const known = this.#visible.get(element)
    if (known !== undefined) return known
    const visible =
      (!this.#layout || element.checkVisibility?.(EVERYTHING) !== false || this.#passesThrough(element)) &&
      !/^(?:hidden|collapse)$/.test(this.#styleOf(element)?.visibility ?? '') &&
      this.#uncovered(element)
    this.#visible.set(element, visible)
    return visible
  }

  /** `display: contents`: without a box of its own, but its children show. */
  #passesThrough(element: Element): boolean {
    const above = parentElement(element)
    return this.#styleOf(element)?.display === 'contents' && above !== null && this.rendered(above)
  }

  #uncovered(element: Element): boolean {
    const known = this.#shown.get(element)
    if (known !== undefined) return known
    const above = parentElement(element)
    const shown = (above === null || this.#uncovered(above)) && !this.#hides(element)
    this.#shown.set(element, shown)
    return shown
  }

  /** The text node can be read: its element shows, and its letters have size, colour and a place. */
  reads(text: Text): boolean {
    const element = parentElement(text)
    if (!element || !this.shows(element) || !this.#legible(element)) return false
    if (!this.#layout) return true
    const range = text.ownerDocument.createRange()
    range.selectNodeContents(text)
    const box = range.getBoundingClientRect()
    return box.width > 0 && box.height > 1 && !this.#offPage(box) && !this.#cutOff(element, box)
  }

  /** A field that a reader can see and type into. */
  takesInput(field: HTMLInputElement): boolean {
    if (field.disabled || field.readOnly || field.matches(':disabled')) return false
    if (!this.rendered(field) || !this.shows(field)) return false
    for (let node: Node | null = field; node; node = parent(node)) {
      if (!isElement(node)) continue
      if (node.hasAttribute('inert') || node.getAttribute('aria-hidden') === 'true') return false
    }
    if (!this.#layout) return true
    const box = field.getBoundingClientRect()
    return box.width >= 4 && box.height >= 4 && !this.#offPage(box) && !this.#cutOff(field, box)
  }

  style(element: Element, pseudo?: string): CSSStyleDeclaration | undefined {
    this.#work.styles++
    return this.#view?.getComputedStyle(element, pseudo) ?? undefined
  }

  /**
   * Where one letter of a text node stands; nothing without layout.
   * @param squeezed the node's text with its white space squeezed, and `offset` a place in it
   */
  boxOf(text: Text, squeezed: string, offset: number): DOMRect | undefined {
    if (!this.#layout) return undefined
    const at = unsqueeze(text.data, squeezed, offset)
    const range = text.ownerDocument.createRange()
    range.setStart(text, at)
    range.setEnd(text, at + 1)
    return range.getBoundingClientRect()
  }

  /** The element's own style; a living object, so one for each element is enough. */
  #styleOf(element: Element): CSSStyleDeclaration | undefined {
    if (this.#styles.has(element)) return this.#styles.get(element)
    const style = this.style(element)
    this.#styles.set(element, style)
    return style
  }

  get hasLayout(): boolean {
    return this.#layout
  }

  #hides(element: Element): boolean {
    if (element.hasAttribute('hidden') || (element as HTMLInputElement).type === 'hidden') return true
    const style = this.#styleOf(element)
    if (!style)
      return /display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])/.test(
        element.getAttribute('style') ?? '',
      )
    if (style.display === 'none' || style.contentVisibility === 'hidden') return true
    if (style.opacity !== '' && Number(style.opacity) < FAINT) return true
    if (/opacity\(\s*0(?:%|\.0+)?\s*\)/.test(style.filter ?? '')) return true
    if (inClosedDetails(element)) return true
    if (clipsAway(style)) return true
    if (!this.#layout) return false
    if (style.display === 'contents' || style.display === 'inline') return false
    if (!/hidden|clip|scroll|auto/.test(style.overflow)) return false
    const box = element.getBoundingClientRect()
    return (box.width <= 2 || box.height <= 2) && !/^(?:html|body)$/.test(element.localName)
  }

  #legible(element: Element): boolean {
    const known = this.#text.get(element)
    if (known !== undefined) return known
    const style = this.#styleOf(element)
    const legible =
      !style ||
      ((style.fontSize === '' || Number.parseFloat(style.fontSize) >= 2) &&
        !transparent(style.color) &&
        !transparent(style.getPropertyValue('-webkit-text-fill-color')) &&
        !this.#onItsOwnColour(element, style.color))
    this.#text.set(element, legible)
    return legible
  }

  /** Letters of exactly the colour of what is behind them. */
  #onItsOwnColour(element: Element, colour: string): boolean {
    for (let at: Element | null = element; at; at = parentElement(at)) {
      const style = this.#styleOf(at)
      if (!style || (style.backgroundImage !== 'none' && style.backgroundImage !== '')) return false
      if (style.backgroundColor !== '' && !transparent(style.backgroundColor))
        return style.backgroundColor === colour
    }
    return false
  }

  /** Left of or above everything that can be scrolled to. */
  #offPage(box: DOMRect): boolean {
    const view = this.#view
    if (!view) return false
    const leftwards = view.document.documentElement.dir === 'rtl' || view.document.body?.dir === 'rtl'
    return box.bottom + view.scrollY <= 0 || (box.right + view.scrollX <= 0 && !leftwards)
  }

  /** Outside of an ancestor that shows only what is inside it and does not scroll. */
  #cutOff(element: Element, box: DOMRect): boolean {
    let position = ''
    for (let at: Element | null = element; at; at = parentElement(at)) {
      const style = this.#styleOf(at)
      if (!style) return false
      const skipped = position === 'absolute' && style.position === 'static'
      if (at !== element && !skipped && /hidden|clip/.test(`${style.overflowX} ${style.overflowY}`)) {
        const frame = at.getBoundingClientRect()
        const page = /^(?:html|body)$/.test(at.localName)
        const sideways =
          /hidden|clip/.test(style.overflowX) && (box.right <= frame.left || box.left >= frame.right)
        const upright =
          /hidden|clip/.test(style.overflowY) && (box.bottom <= frame.top || box.top >= frame.bottom)
        if (sideways || (upright && !page)) return true
      }
      if (style.position === 'fixed') return false
      if (!skipped) position = style.position
    }
    return false
  }
}

function transparent(colour: string): boolean {
  return (
    colour === 'transparent' ||
    /^rgba\(.*,\s*0(?:\.0\d*)?\)$/.test(colour) ||
    /\/\s*0(?:\.0\d*)?\)$/.test(colour)
  )
}

function clipsAway(style: CSSStyleDeclaration): boolean {
  if (/absolute|fixed/.test(style.position) && style.clip?.startsWith('rect')) {
    const [top = 0, right = 0, bottom = 0, left = 0] = (style.clip.match(/-?[\d.]+|auto/g) ?? []).map(Number)
    if (bottom - top <= 2 || right - left <= 2) return true
  }
  const path = style.clipPath ?? ''
  const inset = /^inset\(([\d.]+)%/.exec(path)
  if (inset && Number(inset[1]) >= 50) return true
  return /^circle\(0(?:px|%)?[\s)]|^ellipse\(0|^polygon\(0(?:px|%)? 0(?:px|%)?(?:, 0(?:px|%)? 0(?:px|%)?)*\)/.test(
    path,
  )
}

function inClosedDetails(element: Element): boolean {
  const above = element.parentElement
  if (above?.localName !== 'details' || above.hasAttribute('open')) return false
  return element.localName !== 'summary'
}

/** The place in `data` of the letter at `offset` of the same text with its white space squeezed and trimmed. */
function unsqueeze(data: string, squeezed: string, offset: number): number {
  let at = data.length - data.trimStart().length
  for (let seen = 0; seen < offset; seen++) {
    if (squeezed[seen] === ' ') while (/\s/.test(data[at + 1] ?? '')) at++
    at++
  }
  return Math.min(at, Math.max(0, data.length - 1))
}
