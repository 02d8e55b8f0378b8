import type { ConfirmationView } from '../../../messages.ts'
import { codeText, t } from '../../strings.ts'
import { Amount, Purse } from '../Digits.tsx'
import { Notice } from '../Notice.tsx'

/** These stop an approval or are about who asks; the rest is only to be known. */
const grave = new Set(['site-used-payment', 'mixed-script', 'payment-only', 'sends-elsewhere'])

/** What to know before approving; the money that no answer protects stands with its warning. */
export function Warnings({ view }: { view: ConfirmationView }) {
  const { seen } = view
  return (
    <>
      {view.warnings
        .filter((code) => code !== 'mixed-script')
        .map((code) => (
          <Notice key={code} look={grave.has(code) ? 'danger' : 'warn'}>
            {code === 'money-unprotected' && seen && (seen.amount || seen.purse) && (
              <p class="unprotected">
                {seen.amount && <Amount amount={seen.amount} currency={seen.currency} />}
                {seen.purse && <Purse purse={seen.purse} />}
              </p>
            )}
            <p>{codeText('warning', code) ?? t('reasonCode', code)}</p>
            {code === 'sends-elsewhere' &&
              view.sendsElsewhere.map((place) => (
                <p key={place} class="destination">
                  <bdi dir="ltr">{place}</bdi>
                </p>
              ))}
          </Notice>
        ))}
    </>
  )
}
