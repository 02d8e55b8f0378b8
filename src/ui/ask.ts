import type { Replies, Reply, RequestName, RequestOf } from '../messages.ts'
import { browser } from './browser.ts'

/** The worker refused, or could not be reached: `code` for a program, `message` for a person. */
export class AskError extends Error {
  override readonly name = 'AskError'
  readonly code: string
  readonly detail: unknown

  constructor(code: string, message: string, detail?: unknown) {
    super(message)
    this.code = code
    this.detail = detail
  }
}

/** Asked twice, these would do their work twice; a retry is for when the first certainly was not heard. */
const NOT_TWICE: ReadonlySet<RequestName> = new Set([
  'vault.create',
  'vault.password',
  'vault.rekey',
  'vault.addPasskey',
  'keys.add',
])

/**
 * Asks the worker. A worker that was just stopped by the browser is asked once more, which revives it.
 * @throws AskError with the worker's code, or `no-reply` when it cannot be reached
 */
export async function ask<N extends RequestName>(name: N, body: RequestOf<N>): Promise<Replies[N]> {
  const reply = (await send({ name, body }, !NOT_TWICE.has(name))) as Reply<N> | undefined
  if (reply === undefined || reply === null) {
    throw new AskError('no-reply', 'Answerkey did not reply. Close this page and open it again.')
  }
  if (reply.ok) return reply.value
  throw new AskError(reply.error.code, reply.error.message, reply.error.detail)
}

async function send(message: object, again: boolean): Promise<unknown> {
  try {
    const reply: unknown = await browser.runtime.sendMessage(message)
    if (reply !== undefined || !again) return reply
  } catch (error) {
    const unheard = /establish connection|Receiving end/i.test(String(error))
    if (!again && !unheard) throw unreachable(error)
  }
  try {
    return await browser.runtime.sendMessage(message)
  } catch (error) {
    throw unreachable(error)
  }
}

function unreachable(error: unknown): AskError {
  return new AskError('no-reply', `Answerkey's worker could not be reached: ${String(error)}`)
}
