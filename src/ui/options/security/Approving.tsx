import { useState } from 'preact/hooks'
import type { Settings } from '../../../messages.ts'
import { canonicalAmount } from '../../../protocol/index.ts'
import { Button } from '../../components/Button.tsx'
import { Choices, TextField } from '../../components/Field.tsx'
import { say } from '../../components/Toasts.tsx'
import { useWork } from '../../components/useWork.tsx'
import { faultOf, t } from '../../strings.ts'
import { Panel } from '../Panel.tsx'
import { saveSettings } from './saveSettings.ts'

/** Where approvals open, and from which amount on the purse's last digits are typed. */
export function Approving({ set }: { set: Settings }) {
  const [amount, setAmount] = useState(set.typePurseFrom ?? '')
  const { busy, fault, run } = useWork()
  const amountFault = amount.trim() === '' ? undefined : faultOf(() => canonicalAmount(amount))
  const same = amount.trim() === (set.typePurseFrom ?? '')
  return (
    <Panel title={t('approvals')}>
      <Choices
        legend={t('approvalSurface')}
        value={set.approvalSurface}
        onChoose={(approvalSurface) => void run(() => saveSettings({ ...set, approvalSurface }))}
        options={[
          { value: 'popup', label: t('surfacePopup') },
          { value: 'window', label: t('surfaceWindow') },
        ]}
      />
      <form
        class="stack-s"
        onSubmit={(event) => {
          event.preventDefault()
          if (busy || same || amountFault !== undefined) return
          void run(async () => {
            const typePurseFrom = amount.trim() === '' ? null : canonicalAmount(amount)
            await saveSettings({ ...set, typePurseFrom })
            setAmount(typePurseFrom ?? '')
            say(t('saved'))
          })
        }}
      >
        <TextField
          label={t('typePurseFrom')}
          hint={t('typePurseFromHint')}
          class="digits short"
          inputMode="decimal"
          placeholder={t('never')}
          value={amount}
          onText={setAmount}
          maxLength={32}
          fault={amountFault}
        />
        <div>
          <Button submit busy={busy} disabled={same || amountFault !== undefined}>
            {t('save')}
          </Button>
        </div>
      </form>
      {fault}
    </Panel>
  )
}
