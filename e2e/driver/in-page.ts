/**
 * What runs inside the pages. Each function is sent as its source, so it may use nothing from outside itself.
 */

/** Elements that match, in document order, visible ones first; open shadow roots are gone through. */
export function findAll(selector: unknown): Element[] {
  const wanted = selector as string | { text?: string; role?: string; name?: string; label?: string }
  const tidy = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim()

  const elements: Element[] = []
  const collect = (root: Document | ShadowRoot): void => {
    for (const element of root.querySelectorAll('*')) {
      elements.push(element)
      if (element.shadowRoot !== null) collect(element.shadowRoot)
    }
  }
  collect(document)

  const seen = (element: Element): boolean => {
    if (element.getClientRects().length === 0) return false
    const style = getComputedStyle(element)
    return style.visibility === 'visible' && Number(style.opacity) > 0
  }
  // biome-ignore lint/performance/useDomNodeTextContent: only what is visible counts
  const textOf = (element: Element): string => tidy((element as HTMLElement).innerText ?? element.textContent)
  const byId = (element: Element, id: string): string =>
    tidy((element.getRootNode() as Document | ShadowRoot).getElementById(id)?.textContent)

  const labelOf = (element: Element): string => {
    const labelledBy = element.getAttribute('aria-labelledby')
    if (labelledBy !== null)
      return tidy(
        labelledBy
          .split(/\s+/)
          .map((id) => byId(element, id))
          .join(' '),
      )
    const aria = tidy(element.getAttribute('aria-label'))
    if (aria !== '') return aria
    const labels = (element as HTMLInputElement).labels
    if (labels && labels.length > 0) return tidy([...labels].map((label) => label.textContent).join(' '))
    return tidy(element.getAttribute('placeholder'))
  }
  const nameOf = (element: Element): string => {
    const label = labelOf(element)
    if (label !== '') return label
    if (element.localName === 'input') {
      const input = element as HTMLInputElement
      if (['button', 'submit', 'reset'].includes(input.type)) return tidy(input.value)
    }
    if (element.localName === 'fieldset') return tidy(element.querySelector('legend')?.textContent)
    const alt = [...element.querySelectorAll('img[alt], svg title')].map(
      (image) => image.getAttribute('alt') ?? '',
    )
    return (
      tidy(element.getAttribute('alt')) ||
      textOf(element) ||
      tidy(alt.join(' ')) ||
      tidy(element.getAttribute('title'))
    )
  }
  const roleOf = (element: Element): string => {
    const written = element.getAttribute('role')
    if (written !== null) return written.trim().split(/\s+/)[0] ?? ''
    const tag = element.localName
    if (tag === 'input') {
      const type = (element as HTMLInputElement).type
      if (['button', 'submit', 'reset', 'image'].includes(type)) return 'button'
      if (type === 'number') return 'spinbutton'
      if (type === 'range') return 'slider'
      if (type === 'search') return 'searchbox'
      if (['checkbox', 'radio'].includes(type)) return type
      return type === 'hidden' || type === 'file' ? '' : 'textbox'
    }
    if (tag === 'a') return element.hasAttribute('href') ? 'link' : ''
    if (tag === 'select') return (element as HTMLSelectElement).multiple ? 'listbox' : 'combobox'
    if (/^h[1-6]$/.test(tag)) return 'heading'
    const implied: Record<string, string> = {
      button: 'button',
      summary: 'button',
      textarea: 'textbox',
      option: 'option',
      dialog: 'dialog',
      img: 'img',
      nav: 'navigation',
      main: 'main',
      ul: 'list',
      ol: 'list',
      li: 'listitem',
      table: 'table',
      tr: 'row',
      td: 'cell',
      th: 'columnheader',
      form: 'form',
      fieldset: 'group',
      output: 'status',
      progress: 'progressbar',
    }
    return implied[tag] ?? ''
  }

  /** The same text if any has it, else those that contain it, whatever the case. */
  const bySameOrPart = (
    candidates: Element[],
    textFor: (element: Element) => string,
    text: string,
  ): Element[] => {
    const sought = tidy(text)
    const named = candidates.map((element) => ({ element, own: textFor(element) }))
    const same = named.filter(({ own }) => own === sought)
    const part = named.filter(({ own }) => own.toLowerCase().includes(sought.toLowerCase()))
    return (same.some(({ element }) => seen(element)) || part.length === 0 ? same : part).map(
      ({ element }) => element,
    )
  }

  let found: Element[]
  if (typeof wanted === 'string') {
    found = elements.filter((element) => element.matches(wanted))
  } else if (wanted.role !== undefined) {
    found = elements.filter((element) => roleOf(element) === wanted.role)
    if (wanted.name !== undefined) found = bySameOrPart(found, nameOf, wanted.name)
  } else if (wanted.label !== undefined) {
    const fields = elements.filter(
      (element) =>
        /^(input|select|textarea)$/.test(element.localName) ||
        element.hasAttribute('contenteditable') ||
        element.hasAttribute('role'),
    )
    found = bySameOrPart(fields, labelOf, wanted.label)
  } else {
    const shown = elements.filter(
      (element) => !/^(script|style|head|title|template|noscript)$/.test(element.localName),
    )
    const matching = bySameOrPart(shown, textOf, wanted.text ?? '')
    found = matching.filter(
      (element) => !matching.some((other) => other !== element && element.contains(other)),
    )
  }
  return [...found.filter(seen), ...found.filter((element) => !seen(element))]
}

/** What a test asks about an element; `null` where there is none. */
export interface Look {
  count: number
  visible: boolean
  enabled: boolean
  /** The page has loaded whole; before that, what is to be clicked may still move away. */
  loaded: boolean
  /** Where it stands and how large it is. */
  box: string
  text: string
  value: string | null
  checked: boolean | null
}

/** Describes the first of the elements found. */
export function look(elements: Element[]): Look | null {
  const element = elements[0] as HTMLInputElement | undefined
  if (element === undefined) return null
  const style = getComputedStyle(element)
  const { x, y, width, height } = element.getBoundingClientRect()
  return {
    count: elements.length,
    visible:
      element.getClientRects().length > 0 && style.visibility === 'visible' && Number(style.opacity) > 0,
    enabled: !element.matches(':disabled') && element.getAttribute('aria-disabled') !== 'true',
    loaded: element.ownerDocument.readyState === 'complete',
    box: [x, y, width, height].join(' '),
    // biome-ignore lint/performance/useDomNodeTextContent: only what is visible counts
    text: (element.innerText ?? element.textContent ?? '').trim(),
    value: typeof element.value === 'string' ? element.value : null,
    checked:
      element.localName === 'input' && typeof element.checked === 'boolean'
        ? element.checked
        : element.hasAttribute('aria-checked')
          ? element.getAttribute('aria-checked') === 'true'
          : null,
  }
}

/** What stands on the page, for the message of a failed wait. */
export function describePage(): string {
  // biome-ignore lint/performance/useDomNodeTextContent: only what is visible counts
  const text = (document.body?.innerText ?? '').replace(/\s+/g, ' ').trim()
  return `${location.href}: ${text === '' ? '(no text)' : text.slice(0, 500)}`
}
