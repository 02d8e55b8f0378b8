/**
 * FreeOTP+'s JSON export.
 * Source: helloworld1/FreeOTPPlus, token-data/…/legacy/ImportExportUtil.kt and legacy/Token.java.
 */
import { Collector, EntryError, keyFrom } from '../collector.ts'
import { own } from '../content.ts'
import { decodeByteArray } from '../encoding.ts'
import { damaged } from '../error.ts'
import { place } from '../place.ts'
import type { Format } from '../types.ts'

export const freeotpPlus: Format = {
  name: 'freeotp-plus',
  recognises: ({ json }) => own(json, 'tokens') !== undefined && own(json, 'tokenOrder') !== undefined,
  read({ json }) {
    const tokens = own(json, 'tokens')
    if (!Array.isArray(tokens)) throw damaged('The FreeOTP+ export has no list of tokens.')
    const found = new Collector()
    for (const [index, token] of tokens.entries()) {
      const issuer = own(token, 'issuerExt') || own(token, 'issuerInt')
      found.read(place('token', index, issuer, own(token, 'label')), () => {
        const secret = decodeByteArray(own(token, 'secret'))
        if (!secret) throw new EntryError('secret-malformed', 'The secret is not a list of bytes.')
        return keyFrom({
          kind: own(token, 'type'),
          issuer,
          account: own(token, 'label'),
          secret,
          algorithm: own(token, 'algo'),
          digits: own(token, 'digits'),
          period: own(token, 'period'),
          // The counter of the code that FreeOTP+ would show next.
          counter: own(token, 'counter'),
        })
      })
    }
    return found
  },
}
