import { useState } from 'preact/hooks'
import type { KeyView } from '../../../messages.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/Field.tsx'
import { say } from '../../components/Toasts.tsx'
import { useWork } from '../../components/useWork.tsx'
import { t } from '../../strings.ts'
import { Panel } from '../Panel.tsx'
import { updateKey } from './updateKey.ts'

/** What it is called, by its user and by its issuer. */
export function KeyNames({ view }: { view: KeyView }) {
  const [name, setName] = useState(view.name)
  const [issuer, setIssuer] = useState(view.issuer)
  const [account, setAccount] = useState(view.account)
  const { busy, fault, run } = useWork()
  const same = name === view.name && issuer === view.issuer && account === view.account
  return (
    <Panel title={t('names')}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (!same && !busy) {
            void run(async () => {
              await updateKey(view, { name: name.trim(), issuer: issuer.trim(), account: account.trim() })
              say(t('saved'))
            })
          }
        }}
      >
        <TextField
          label={t('ownName')}
          hint={t('ownNameHint')}
          value={name}
          onText={setName}
          maxLength={256}
        />
        <div class="pair-fields">
          <TextField label={t('issuer')} value={issuer} onText={setIssuer} maxLength={256} />
          <TextField label={t('account')} value={account} onText={setAccount} maxLength={256} />
        </div>
        <div>
          <Button submit busy={busy} disabled={same}>
            {t('save')}
          </Button>
        </div>
        {fault}
      </form>
    </Panel>
  )
}
