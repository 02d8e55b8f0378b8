import type { Search } from './search.ts'

/** Up to so many fields, the browser is asked for each one's labels: it reads the whole tree for every answer. */
const FEW_FIELDS = 16
const LABELLED = 'input,select,textarea,button,output,meter,progress'

type ByElement = Map<Element, Element[]>

const known = new WeakMap<Search, Map<Node, ByElement>>()

/** The `<label>` elements of a field or an output, in document order. */
export function labelsOf(element: HTMLElement, search: Search): Iterable<Element> {
  const { labels } =
    search.fields.length <= FEW_FIELDS ? (element as HTMLInputElement) : { labels: undefined }
  if (search.fields.length <= FEW_FIELDS) return labels ?? []
  const root = element.getRootNode() as Document | ShadowRoot
  const roots = known.get(search) ?? new Map<Node, ByElement>()
  known.set(search, roots)
  let all = roots.get(root)
  if (!all) {
    all = readLabels(root)
    roots.set(root, all)
  }
  return all.get(element) ?? []
}

function readLabels(root: Document | ShadowRoot): ByElement {
  const all: ByElement = new Map()
  for (const label of root.querySelectorAll('label')) {
    const id = label.getAttribute('for')
    const element = id === null ? label.querySelector(LABELLED) : root.getElementById?.(id)
    if (element) all.set(element, [...(all.get(element) ?? []), label])
  }
  return all
}
