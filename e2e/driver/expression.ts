import type { Selector } from './driver.ts'
import { findAll } from './in-page.ts'

/** The source of a function as an expression. Compilers that name functions call `__name`, which a page does not have. */
export function functionSource(fn: (...args: never[]) => unknown): string {
  return `(() => { const __name = (fn) => fn; return (${fn.toString()}) })()`
}

/** An expression that calls a function with one JSON argument. */
export function call(fn: (arg: never) => unknown, arg?: unknown): string {
  return `(${functionSource(fn)})(${arg === undefined ? '' : JSON.stringify(arg)})`
}

/** An expression whose value is the elements a selector finds, visible ones first. */
export const elements = (selector: Selector): string => call(findAll, selector)

/** What the test wrote, for messages. */
export const name = (selector: Selector): string =>
  typeof selector === 'string' ? selector : JSON.stringify(selector).replaceAll('"', "'")
