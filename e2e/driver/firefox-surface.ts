import { DriverError, type Selector } from './driver.ts'
import { call, elements, name } from './expression.ts'
import type { FirefoxDriver } from './firefox.ts'
import {
  bringToFront,
  closePage,
  listPages,
  load,
  loadState,
  resize,
  runInDocument,
  snapshot,
  takeKeys,
} from './firefox-inside.ts'
import { MarionetteError } from './marionette.ts'
import { poll } from './poll.ts'
import type { Surface } from './surface.ts'

/** WebDriver's code points for the keys that are no characters. https://w3c.github.io/webdriver/#keyboard-actions */
const KEYS: Record<string, string> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  Space: ' ',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
  Meta: '\uE03D',
}

const INTERACTION = 'chrome://remote/content/marionette/interaction.sys.mjs'
const EVENT = 'chrome://remote/content/shared/webdriver/Event.sys.mjs'

const KEY_DATA = 'chrome://remote/content/shared/webdriver/KeyData.sys.mjs'

/** A tab, a window, the toolbar popup or a frame of Firefox, by the number of its browser. */
export class FirefoxSurface implements Surface {
  constructor(
    readonly driver: FirefoxDriver,
    readonly browserId: number,
    readonly frames: Selector[] = [],
  ) {}

  async #run(body: string, system: boolean): Promise<unknown> {
    const path = this.frames.map((frame) => `return (${elements(frame)})[0]?.browsingContext?.id ?? null`)
    const { closed, json } = await this.driver.inside(runInDocument, [this.browserId, path, body, system])
    if (closed) throw new DriverError('The page is closed.')
    return json == null ? undefined : JSON.parse(json)
  }

  evaluate = (expression: string): Promise<unknown> =>
    this.#run(`return Promise.resolve(${expression}).then((value) => JSON.stringify(value))`, false)

  /** Calls a function in the document's process, with Firefox's own privileges; argument and result are JSON. */
  privileged = async <R>(fn: (arg: never) => unknown, arg: unknown): Promise<R> =>
    (await this.#run(asScript(fn, arg), true)) as R

  /** Runs statements with Firefox's own privileges, with `element` for what the selector finds; a text they return comes back. */
  async #act(selector: Selector | null, statements: string): Promise<unknown> {
    const find =
      selector === null
        ? ''
        : `const element = (${elements(selector)})[0]
           if (!element) throw new Error(${JSON.stringify(`Nothing matches ${name(selector)}.`)})`
    return this.#run(
      `return (async () => {
        const { interaction } = ChromeUtils.importESModule('${INTERACTION}')
        const { event } = ChromeUtils.importESModule('${EVENT}')
        ${find}
        ${statements}
      })().then((text) => (typeof text === 'string' ? JSON.stringify(text) : null))`,
      true,
    )
  }

  async url(): Promise<string> {
    if (this.frames.length > 0) return String(await this.evaluate('location.href'))
    const pages = await this.driver.inside(listPages)
    return pages.find(({ browserId }) => browserId === this.browserId)?.url ?? ''
  }

  goto = (url: string): Promise<void> => this.#load(url)
  reload = (): Promise<void> => this.#load(null)

  async #load(url: string | null): Promise<void> {
    const before = await this.driver.inside(loadState, this.browserId)
    if (before === null) throw new DriverError('The page is closed.')
    if (this.frames.length > 0) throw new DriverError('A frame is loaded by its page.')
    await this.driver.inside(load, [this.browserId, url])
    const onlyHash = url?.includes('#') && before.uri.split('#')[0] === url.split('#')[0]
    const done = await poll(
      async () => {
        const now = await this.driver.inside(loadState, this.browserId)
        if (now === null) throw new DriverError('The page was closed while it loaded.')
        const arrived = onlyHash ? now.uri === url : now.document !== before.document
        const blank = now.uri === 'about:blank' && url !== 'about:blank'
        return arrived && !blank && !now.loading ? now : undefined
      },
      `${url ?? before.uri} to load`,
      30_000,
    )
    if (/^about:(net|cert)error/.test(done.uri)) {
      throw new DriverError(
        `${url ?? before.uri} cannot be loaded: ${new URLSearchParams(done.uri.split('?')[1]).get('d')}`,
      )
    }
  }

  /** Which document stands there; `undefined` between two. */
  #document = (): Promise<unknown> => this.evaluate('performance.timeOrigin').catch(() => undefined)

  async click(selector: Selector): Promise<void> {
    const before = await this.#document()
    let refusal: unknown
    try {
      refusal = await this.#act(
        selector,
        `let pressed = false
         const note = () => { pressed = true }
         const view = element.ownerDocument.defaultView
         // Firefox takes a button for seen whose edge alone peeps into the page, and presses just below the page.
         const { top, bottom } = element.getBoundingClientRect()
         if (top < 0 || bottom > view.innerHeight) element.scrollIntoView({ block: 'center', behavior: 'instant' })
         view.addEventListener('mousedown', note, { capture: true })
         try {
           await interaction.clickElement(element, false, true)
         } catch (error) {
           if (!pressed) return String(error)
         } finally {
           view.removeEventListener('mousedown', note, { capture: true })
         }`,
      )
    } catch (error) {
      // Where the document went in the middle, the press has sent it away: once more would be on the next one.
      if ((error instanceof DriverError && (await this.closed())) || (await this.#document()) !== before)
        return
      throw error
    }
    if (typeof refusal === 'string') throw new Error(refusal)
  }

  async type(selector: Selector, text: string, replace: boolean): Promise<void> {
    const keys = replace && text === '' ? KEYS.Delete : text
    await this.#act(
      selector,
      `element.focus()
       ${replace ? 'element.select ? element.select() : element.ownerDocument.getSelection().selectAllChildren(element)' : 'interaction.moveCaretToEnd(element)'}
       event.sendKeys(${JSON.stringify(keys)}, element.ownerDocument.defaultView)`,
    )
  }

  async press(key: string): Promise<void> {
    const parts = key === '+' ? ['+'] : key.split('+')
    const keys = parts.map((part) => KEYS[part] ?? part).join('')
    await this.driver.inside(takeKeys, this.browserId)
    try {
      await this.#act(null, `event.sendKeys(${JSON.stringify(keys)}, window)`)
    } catch (error) {
      if (error instanceof DriverError && (await this.closed())) return
      throw error
    }
  }

  async hold(key: string, repeats: number): Promise<void> {
    const value = JSON.stringify(KEYS[key] ?? key)
    try {
      await this.#act(
        null,
        `const { keyData } = ChromeUtils.importESModule('${KEY_DATA}')
         const data = keyData.getData(${value})
         for (let count = 0; count <= ${repeats}; count++) {
           event.sendKeyDown({ ...data, repeat: count > 0 }, window)
         }
         event.sendKeyUp(data, window)`,
      )
    } catch (error) {
      if (error instanceof DriverError && (await this.closed())) return
      throw error
    }
  }

  async select(selector: Selector, option: string): Promise<void> {
    const wanted = JSON.stringify(option)
    await this.#act(
      selector,
      `const option = [...element.options].find(({ value, text }) => value === ${wanted} || text.trim() === ${wanted})
       if (!option) throw new Error(${JSON.stringify(`${name(selector)} has no option "${option}".`)})
       await interaction.clickElement(option, false, true)`,
    )
  }

  async setInputFiles(selector: Selector, paths: string[]): Promise<void> {
    await this.#act(
      selector,
      `await interaction.uploadFiles(element, ${JSON.stringify(paths)})
       event.input(element)
       event.change(element)`,
    )
  }

  frame = (selector: Selector): FirefoxSurface =>
    new FirefoxSurface(this.driver, this.browserId, [...this.frames, selector])

  async screenshot(): Promise<Buffer> {
    const url = await this.driver.inside(snapshot, this.browserId)
    if (url === null) throw new DriverError('The page is closed.')
    return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
  }

  async focus(): Promise<void> {
    await poll(async () => {
      const front = await this.driver.inside(bringToFront, this.browserId)
      if (front === 'closed') throw new DriverError('The page is closed.')
      return front || undefined
    }, 'the page to come to the front')
  }

  setSize = (width: number, height: number): Promise<void> =>
    this.driver.inside(resize, [this.browserId, width, height])

  close = (): Promise<void> => this.driver.inside(closePage, this.browserId)

  async closed(): Promise<boolean> {
    const pages = await this.driver.inside(listPages)
    return !pages.some(({ browserId }) => browserId === this.browserId)
  }

  /** Opens the context menu on an element, or on the page itself. */
  async contextMenu(selector: Selector | null): Promise<void> {
    await this.#act(
      selector ?? 'body',
      `element.scrollIntoView({ block: 'center' })
       const box = element.getBoundingClientRect()
       const x = box.left + Math.min(box.width / 2, 50)
       const y = box.top + Math.min(box.height / 2, 50)
       const win = element.ownerDocument.defaultView
       await event.synthesizeMouseAtPoint(x, y, { type: 'contextmenu', button: 2 }, win)`,
    )
  }
}

/** Whether Firefox refused because its own window in front has been closed. */
export const windowIsGone = (error: unknown): boolean =>
  error instanceof MarionetteError && error.kind === 'no such window'

/** For `FirefoxDriver.inside`. */
export const asScript = (fn: (arg: never) => unknown, arg: unknown): string =>
  `return Promise.resolve(${call(fn, arg)}).then((value) => JSON.stringify(value))`
