import type { Replies } from '../../messages.ts'
import { canonicalPurse, settledAmount } from '../../protocol/index.ts'
import { broadcast } from '../broadcast.ts'
import { fillCode } from '../fill-code.ts'
import { overwriteLater } from '../overwrite-clipboard.ts'
import { theVault } from '../the-vault.ts'
import type { Handlers } from './handler.ts'

export const answerHandlers: Handlers<'answer.byHand' | 'code.get' | 'code.fill' | 'clipboard.copying'> = {
  async 'answer.byHand'({ keyId, challenge, transaction, pin, session }) {
    const canonical =
      transaction === undefined
        ? undefined
        : { purse: canonicalPurse(transaction.purse), amount: settledAmount(transaction.amount) }
    const { answer } = await (await theVault()).answer({
      keyId,
      mode: canonical === undefined ? 'authorization' : 'payment',
      challenge,
      transaction: canonical,
      pin,
      session,
      timeMs: Date.now(),
      keep: true,
      journal: { what: 'by-hand', outcome: 'shown' },
    })
    // A counter may have moved.
    broadcast('keys')
    const reply: Replies['answer.byHand'] = { answer, challenge }
    if (canonical !== undefined) reply.transaction = canonical
    return reply
  },
  async 'code.get'({ keyId, requestId }) {
    const code = await (await theVault()).code(keyId, { requestId, timeMs: Date.now() })
    if (requestId !== undefined) broadcast('keys')
    return code
  },
  'code.fill': ({ keyId, tabId }) => fillCode(keyId, tabId),
  async 'clipboard.copying'() {
    await overwriteLater()
    return null
  },
}
