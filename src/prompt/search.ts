import { canTakeAnswer, type Group, groupFields } from './fields.ts'
import type { Look, Work } from './types.ts'
import { Sight } from './visible.ts'

/** One search of one tree: what it works on, and what it has found out so far. */
export interface Search {
  root: Document | ShadowRoot
  document: Document
  sight: Sight
  work: Work
  /** Where what was looked at is written down, if anybody asked. */
  looks: Look[] | undefined
  /** Every field that was found, seen or not. */
  fields: HTMLInputElement[]
  /** Fields that could take an answer and can be seen, in reading order. */
  groups: Group[]
  groupOf: Map<HTMLInputElement, Group>
  /** Elements with `data-enum-challenge`, and links with an `enum:` address. */
  marked: Element[]
  links: Element[]
}

/** Every element that a script may give a shadow root to (HTML, `attachShadow`), custom elements among them. */
const PLAIN =
  'a,abbr,address,area,audio,b,base,bdi,bdo,br,button,canvas,caption,cite,code,col,colgroup,data,datalist,dd,del,details,dfn,dialog,dl,dt,em,embed,fieldset,figcaption,figure,font,form,g,head,hr,html,i,iframe,img,ins,kbd,label,legend,li,link,map,mark,menu,meta,meter,nobr,noscript,object,ol,optgroup,option,output,path,picture,pre,progress,q,rect,rp,rt,ruby,s,samp,script,select,slot,small,source,strike,strong,style,sub,summary,sup,svg,table,tbody,td,template,textarea,tfoot,th,thead,time,title,tr,track,tt,u,ul,use,var,video,wbr'
const FIELDS =
  'input:not([type=hidden],[type=checkbox],[type=radio],[type=submit],[type=button],[type=file],[type=image],[type=reset])'
const MARKED = '[data-enum-challenge]'
const LINKS = 'a[href^="enum:" i],area[href^="enum:" i]'
const LOOKED_AT = `${FIELDS},${MARKED},${LINKS},:not(input,${PLAIN})`

export interface SearchOptions {
  work?: Work | undefined
  looks?: Look[] | undefined
}

/** What a query of a tree gives: the elements that a search begins with, in document order. */
export interface Beginnings {
  fields: HTMLInputElement[]
  marked: Element[]
  links: Element[]
  /** The open shadow roots within, each once. */
  shadows: ShadowRoot[]
}

/** Reads the tree once, with one query, and again for each open shadow root in it. */
export function beginningsIn(root: Document | ShadowRoot | Element, work?: Work): Beginnings {
  const found: Beginnings = { fields: [], marked: [], links: [], shadows: [] }
  const collect = (tree: Document | ShadowRoot | Element) => {
    if (work) work.queries++
    if (tree.nodeType === 1) take(tree as Element)
    for (const element of tree.querySelectorAll(LOOKED_AT)) take(element)
  }
  const take = (element: Element) => {
    const name = element.localName
    if (name === 'input') {
      if (element.matches(FIELDS)) found.fields.push(element as HTMLInputElement)
    } else if ((name === 'a' || name === 'area') && element.matches(LINKS)) found.links.push(element)
    if (element.hasAttribute('data-enum-challenge')) found.marked.push(element)
    if (element.shadowRoot) {
      found.shadows.push(element.shadowRoot)
      collect(element.shadowRoot)
    }
  }
  collect(root)
  return found
}

export function startSearch(root: Document | ShadowRoot, options: SearchOptions = {}): Search {
  const work = options.work ?? { queries: 0, nodes: 0, styles: 0 }
  return searchOf(root, beginningsIn(root, work), { ...options, work })
}

/** A search that begins with what is known already. */
export function searchOf(
  root: Document | ShadowRoot,
  { fields, marked, links }: Omit<Beginnings, 'shadows'>,
  { work = { queries: 0, nodes: 0, styles: 0 }, looks }: SearchOptions = {},
): Search {
  const document = root.nodeType === 9 ? (root as Document) : (root.ownerDocument as Document)
  const sight = new Sight(document, work)
  return { root, document, sight, work, looks, fields, groups: [], groupOf: new Map(), marked, links }
}

const A_FEW = 64

/** Keeps the fields that take an answer and can be seen, as groups. Pauses after every few. */
export function* sortFields(search: Search): Generator<void, void> {
  const taking: HTMLInputElement[] = []
  for (const [at, field] of search.fields.entries()) {
    if (at % A_FEW === A_FEW - 1) yield
    if (canTakeAnswer(field) && search.sight.takesInput(field)) taking.push(field)
    else
      note(search, () => ({
        carrier: 'field',
        outcome: 'refused',
        reason: field.disabled
          ? 'disabled'
          : field.readOnly
            ? 'read-only'
            : canTakeAnswer(field)
              ? 'hidden'
              : 'type',
        message: 'This field cannot take an answer: it is disabled, read-only, hidden or of another type.',
        element: field,
      }))
  }
  search.groups = groupFields(taking, search)
  for (const group of search.groups) for (const field of group.fields) search.groupOf.set(field, group)
}

/** Writes down one refusal or find, with a path to the element; costs nothing when nobody asked. */
export function note(search: Search, look: () => Omit<Look, 'where'>): void {
  if (!search.looks) return
  const seen = look()
  search.looks.push({ ...seen, where: pathTo(seen.element) })
}

/** A short CSS path, for a person to find the element by. */
export function pathTo(element: Element): string {
  const steps: string[] = []
  for (let at: Element | null = element; at && steps.length < 4; at = at.parentElement) {
    if (at.id) {
      steps.unshift(`#${at.id}`)
      break
    }
    const name = at.getAttribute('name')
    const nth = at.parentElement ? [...at.parentElement.children].indexOf(at) + 1 : 1
    steps.unshift(name ? `${at.localName}[name="${name}"]` : `${at.localName}:nth-child(${nth})`)
  }
  return steps.join(' > ')
}
