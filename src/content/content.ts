/**
 * The content script: watches a document for prompts, tells the worker, and types what it is given. It decides
 * nothing, holds no key and leaves nothing in the page. Started twice in one document, the second does nothing.
 */
import { startInstance } from './instance.ts'
import { shared } from './shared.ts'

if (shared.content?.isAlive() !== true) {
  // One whose extension was updated under it hears nobody any more.
  shared.content?.stop()
  shared.content = startInstance()
}
