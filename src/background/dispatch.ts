/**
 * Every message that reaches the worker comes through here. What is not certainly a well-formed request of a
 * page of ours, or a well-formed report of our content script, gets no reply and changes nothing.
 */
import { parseFromContent, parseRequest, type RequestName, type RequestOf } from '../messages.ts'
import type { Place } from './confirmation.ts'
import type { Handlers } from './handlers/handler.ts'
import { errorReply } from './refusal.ts'
import { classify, type Self } from './senders.ts'

/** Longer messages are not even looked at; an import of ten thousand keys is the largest there is. */
const LARGEST_FROM_CONTENT = 200_000

export interface Ears {
  self: Self
  requests: Handlers<RequestName>
  content(
    message: NonNullable<ReturnType<typeof parseFromContent>>,
    place: Place,
    top: string | undefined,
  ): Promise<unknown>
  /** Called before a request is answered. */
  before(name: RequestName): Promise<void>
  failed(error: unknown): void
}

/** Undefined: nobody is to reply. Else what to reply, which never rejects. */
export function dispatch(
  { self, requests, content, before, failed }: Ears,
  message: unknown,
  rawSender: chrome.runtime.MessageSender,
): Promise<unknown> | undefined {
  const sender = classify(rawSender, self)
  if (sender === undefined) return undefined
  if (sender.kind === 'page') {
    const request = parseRequest(message)
    if (request === undefined) return undefined
    return answer(request.name, request.body as never, { path: sender.path })
  }
  if (isLarge(message)) return undefined
  const told = parseFromContent(message)
  if (told === undefined) return undefined
  return content(told, sender.place, sender.top).catch((error: unknown) => {
    failed(error)
    return null
  })

  async function answer<N extends RequestName>(name: N, body: RequestOf<N>, from: { path: string }) {
    try {
      await before(name)
      const handler = requests[name] as (body: RequestOf<N>, from: { path: string }) => Promise<unknown>
      return { ok: true, value: await handler(body, from) }
    } catch (error) {
      failed(error)
      return { ok: false, error: errorReply(error) }
    }
  }
}

function isLarge(message: unknown): boolean {
  try {
    return JSON.stringify(message).length > LARGEST_FROM_CONTENT
  } catch {
    return true
  }
}
