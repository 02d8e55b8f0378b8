import type { CheckedRequestOf, Replies, RequestName } from '../../messages.ts'

/** What answers one request of a page of the extension. `path` is the page's, from the extension's root. */
type Handler<N extends RequestName> = (
  body: CheckedRequestOf<N>,
  from: { path: string },
) => Promise<Replies[N]>

/** A part of the one table of requests. */
export type Handlers<N extends RequestName> = { [Name in N]: Handler<Name> }
