import type { Selector } from './driver.ts'

/** The few things that differ between the browsers; everything else about a page is `DrivenPage`. */
export interface Surface {
  /** Evaluates an expression in the document's own world, awaits a promise, and gives back its JSON value. */
  evaluate(expression: string): Promise<unknown>
  url(): Promise<string>
  goto(url: string): Promise<void>
  reload(): Promise<void>
  /**
   * One trusted click in the middle of the first element found. Rejects with a plain error when nothing was clicked
   * and a later try may succeed (covered, moving, replaced), with a `DriverError` when it never will.
   */
  click(selector: Selector): Promise<void>
  /** Gives the element the focus and, with `replace`, selects what is in it; then types `text` as keys. */
  type(selector: Selector, text: string, replace: boolean): Promise<void>
  /** Presses one key: Playwright's names, joined by `+` with modifiers. */
  press(key: string): Promise<void>
  hold(key: string, repeats: number): Promise<void>
  select(selector: Selector, option: string): Promise<void>
  setInputFiles(selector: Selector, paths: string[]): Promise<void>
  frame(selector: Selector): Surface
  screenshot(): Promise<Buffer>
  focus(): Promise<void>
  setSize(width: number, height: number): Promise<void>
  close(): Promise<void>
  closed(): Promise<boolean>
}
