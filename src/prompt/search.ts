import { canTakeAnswer, type Group, groupFields } from './fields.ts'
import { isInput } from './flat.ts'
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
export const FIELDS =
  'input:not([type=hidden],[type=checkbox],[type=radio],[type=submit],[type=button],[type=file],[type=image],[type=reset])'
const MARKED = '[data-enum-challenge]'
const LINKS = 'a[href^="enum:" i],area[href^="enum:" i]'
const LOOKED_AT = `${FIELDS},${MARKED},${LINKS},:not(input,${PLAIN})`

/** Reads the tree once, with one query, and again for each open shadow root in it. */
export function startSearch(
  root: Document | ShadowRoot,
  {
    work = { queries: 0, nodes: 0, styles: 0 },
    looks,
  }: { work?: Work | undefined; looks?: Look[] | undefined } = {},
): Search {
  const document = root.nodeType === 9 ? (root as Document) : (root.ownerDocument as Document)
  const search: Search = {
    root,
    document,
    sight: new Sight(document, work),
    work,
    looks,
    groups: [],
    groupOf: new Map(),
    marked: [],
    links: [],
  }
  const fields: HTMLInputElement[] = []
  collect(root, search, fields)
  search.groups = groupFields(
    fields.filter((field) => canTakeAnswer(field) && search.sight.takesInput(field)),
    search,
  )
  for (const group of search.groups) for (const field of group.fields) search.groupOf.set(field, group)
  return search
}

function collect(root: Document | ShadowRoot, search: Search, fields: HTMLInputElement[]): void {
  search.work.queries++
  for (const element of root.querySelectorAll(LOOKED_AT)) {
    if (isInput(element)) fields.push(element)
    if (element.hasAttribute('data-enum-challenge')) search.marked.push(element)
    if (element.localName === 'a' || element.localName === 'area') search.links.push(element)
    if (element.shadowRoot) collect(element.shadowRoot, search, fields)
  }
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
