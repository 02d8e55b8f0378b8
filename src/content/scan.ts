/** Looks over a page for what the user may want to add or answer: links, and QR codes in its pictures. */
const LINKS = /^(?:otpauth|otpauth-migration|enum|tiqrauth|tiqrenroll):/i
const MOST = 40
const SHORTEST_SIDE = 40

export async function scan(
  readPicture: (picture: Element) => Promise<string | undefined | null>,
): Promise<{ text: string; from: 'link' | 'qr' }[]> {
  const found = new Map<string, 'link' | 'qr'>()
  for (const root of rootsOf(document)) {
    for (const link of root.querySelectorAll('a[href], area[href]')) {
      const href = link.getAttribute('href')?.trim() ?? ''
      if (LINKS.test(href)) found.set(href, 'link')
    }
    const pictures = [...root.querySelectorAll('img, canvas, svg')].filter(isLarge)
    for (const picture of pictures.slice(0, MOST)) {
      const text = await readPicture(picture)
      if (typeof text === 'string' && !found.has(text)) found.set(text, 'qr')
    }
  }
  return [...found].slice(0, MOST).map(([text, from]) => ({ text, from }))
}

function isLarge(picture: Element): boolean {
  const { width, height } = picture.getBoundingClientRect()
  return width >= SHORTEST_SIDE && height >= SHORTEST_SIDE && picture.checkVisibility()
}

function rootsOf(root: Document | ShadowRoot): (Document | ShadowRoot)[] {
  const inside = [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? [])
  return [root, ...inside.flatMap(rootsOf)]
}
