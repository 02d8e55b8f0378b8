import type { CDPSession } from 'playwright'
import { DriverError } from './driver.ts'

export interface TargetInfo {
  targetId: string
  type: string
  title: string
  url: string
  embedderData?: { tabActive?: boolean }
}

interface Reply {
  id?: number
  method?: string
  params?: unknown
  result?: unknown
  error?: { message: string }
}

/** Chromium's targets as its browser session sees them: also those that Playwright leaves out. */
export class Targets {
  #links = new Map<string, TargetLink>()

  constructor(readonly session: CDPSession) {
    session.on('Target.receivedMessageFromTarget', ({ sessionId, message }) =>
      this.#links.get(sessionId)?.receive(JSON.parse(message) as Reply),
    )
    session.on('Target.detachedFromTarget', ({ sessionId }) => {
      this.#links.get(sessionId)?.end()
      this.#links.delete(sessionId)
    })
  }

  async all(type?: string): Promise<TargetInfo[]> {
    const { targetInfos } = await this.session.send(
      'Target.getTargets',
      type === undefined ? {} : { filter: [{ type }] },
    )
    return targetInfos as TargetInfo[]
  }

  activate = async (targetId: string): Promise<void> => {
    await this.session.send('Target.activateTarget', { targetId })
  }

  close = async (targetId: string): Promise<void> => {
    await this.session.send('Target.closeTarget', { targetId })
  }

  /** The tab in front, of the window that was there first. */
  activeTab = async (): Promise<string | undefined> =>
    (await this.all('tab')).find(({ embedderData }) => embedderData?.tabActive)?.targetId

  /** The pages that a tab shows now; tab and page are different targets. */
  async #pagesOf(tab: string): Promise<string[]> {
    const link = await TargetLink.attach(this, tab)
    try {
      const pages: string[] = []
      link.onEvent = (method, params) => {
        if (method === 'Target.attachedToTarget')
          pages.push((params as { targetInfo: TargetInfo }).targetInfo.targetId)
      }
      await link.send('Target.setAutoAttach', {
        autoAttach: true,
        waitForDebuggerOnStart: false,
        flatten: true,
      })
      return pages
    } finally {
      await link.detach()
    }
  }

  /** The pages of all tabs: what is a page and not among them is a popup of the toolbar. */
  async pagesInTabs(): Promise<string[]> {
    const pages: string[] = []
    for (const { targetId } of await this.all('tab'))
      pages.push(...(await this.#pagesOf(targetId).catch(() => [])))
    return pages
  }

  async tabOf(page: string): Promise<string> {
    for (const { targetId } of await this.all('tab')) {
      if ((await this.#pagesOf(targetId)).includes(page)) return targetId
    }
    throw new DriverError('The page is in no tab.')
  }

  /** What Chromium says when it is told to load an extension that it did not load by itself. */
  async whyNotLoaded(path: string): Promise<string> {
    const send = this.session.send.bind(this.session) as (method: string, params: object) => Promise<unknown>
    return send('Extensions.loadUnpacked', { path }).then(
      () => 'it loads, but its service worker does not start',
      (error: unknown) => String(error),
    )
  }

  /** A click on the toolbar button; Chromium's own command for it, which the library's types do not know. */
  async trigger(extensionId: string, tab: string): Promise<void> {
    const send = this.session.send.bind(this.session) as (method: string, params: object) => Promise<unknown>
    await send('Extensions.triggerAction', { id: extensionId, targetId: tab })
  }

  async open(targetId: string, link: TargetLink): Promise<string> {
    const { sessionId } = await this.session.send('Target.attachToTarget', { targetId, flatten: false })
    this.#links.set(sessionId, link)
    return sessionId
  }
}

/** A conversation with one target over the browser session. */
export class TargetLink {
  #session = ''
  #last = 0
  #waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()
  #ended = false
  onEvent: (method: string, params: unknown) => void = () => {}

  private constructor(
    readonly targets: Targets,
    readonly targetId: string,
  ) {}

  static async attach(targets: Targets, targetId: string): Promise<TargetLink> {
    const link = new TargetLink(targets, targetId)
    link.#session = await targets.open(targetId, link)
    return link
  }

  get ended(): boolean {
    return this.#ended
  }

  async send<R = unknown>(method: string, params: object = {}): Promise<R> {
    if (this.#ended) throw new DriverError(`${method}: the page or worker is closed.`)
    const id = ++this.#last
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
    answer.catch(() => {})
    await this.targets.session.send('Target.sendMessageToTarget', {
      sessionId: this.#session,
      message: JSON.stringify({ id, method, params }),
    })
    return (await answer) as R
  }

  async evaluate(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.send<{
      result: { value?: unknown }
      exceptionDetails?: { text: string; exception?: { description?: string } }
    }>('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true, userGesture: false })
    if (exceptionDetails !== undefined) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    }
    return result.value
  }

  receive(reply: Reply): void {
    if (reply.id === undefined) {
      if (reply.method !== undefined) this.onEvent(reply.method, reply.params)
      return
    }
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if (reply.error !== undefined) waiting?.reject(new Error(reply.error.message))
    else waiting?.resolve(reply.result)
  }

  end(): void {
    this.#ended = true
    for (const { reject } of this.#waiting.values()) reject(new DriverError('The page or worker has closed.'))
    this.#waiting.clear()
  }

  async detach(): Promise<void> {
    if (!this.#ended)
      await this.targets.session.send('Target.detachFromTarget', { sessionId: this.#session }).catch(() => {})
  }
}
