import { useState } from 'preact/hooks'
import type { KeyView } from '../../../messages.ts'
import { DEFAULT_PAYMENT_SUITE, parsePaymentSuite } from '../../../protocol/index.ts'
import { Button } from '../../components/Button.tsx'
import { Check, TextField } from '../../components/Field.tsx'
import { useWork } from '../../components/useWork.tsx'
import { faultOf, t } from '../../strings.ts'
import { Panel } from '../Panel.tsx'
import { updateKey } from './updateKey.ts'

/** Whether it answers payments, with which suite, and nothing else. */
export function KeyPayments({ view }: { view: KeyView }) {
  const [suite, setSuite] = useState(view.paymentSuite ?? DEFAULT_PAYMENT_SUITE)
  const { busy, fault, run } = useWork()
  const pays = view.paymentSuite !== undefined
  const suiteFault = faultOf(() => parsePaymentSuite(suite))
  return (
    <Panel title={t('payment')} text={t('answersPaymentsHint')}>
      <Check
        label={t('answersPayments')}
        checked={pays}
        disabled={busy}
        onCheck={(checked) =>
          void run(() =>
            updateKey(
              view,
              checked
                ? { paymentSuite: suite }
                : { paymentSuite: null, ...(view.paymentOnly && { paymentOnly: false }) },
            ),
          )
        }
      />
      <TextField
        label={t('paymentSuite')}
        class="code"
        value={suite}
        onText={setSuite}
        maxLength={100}
        fault={suiteFault}
      />
      {pays && suite !== view.paymentSuite && (
        <div>
          <Button
            busy={busy}
            disabled={suiteFault !== undefined}
            onClick={() => void run(() => updateKey(view, { paymentSuite: suite }))}
          >
            {t('save')}
          </Button>
        </div>
      )}
      {pays && (
        <Check
          label={t('paymentOnly')}
          hint={t('paymentOnlyHint')}
          checked={view.paymentOnly}
          disabled={busy}
          onCheck={(checked) => void run(() => updateKey(view, { paymentOnly: checked }))}
        />
      )}
      {fault}
    </Panel>
  )
}
