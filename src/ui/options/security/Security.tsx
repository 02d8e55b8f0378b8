import { Notice, Waiting } from '../../components/Notice.tsx'
import { settings, status } from '../../state.ts'
import { t } from '../../strings.ts'
import { Erase } from '../Erase.tsx'
import { Panel } from '../Panel.tsx'
import { Approving } from './Approving.tsx'
import { Locking } from './Locking.tsx'
import { Passkeys } from './Passkeys.tsx'
import { ChangePassword, FirstPassword, SomebodyKnows } from './Passwords.tsx'

export function Security() {
  const vault = status.value
  const set = settings.value
  if (vault === undefined || set === undefined) return <Waiting />
  const hasPassword = vault.slots.some(({ kind }) => kind === 'password')
  const passkeys = vault.slots.filter(({ kind }) => kind === 'passkey')
  return (
    <div class="stack">
      <h1>{t('security')}</h1>
      {vault.persisted === false && (
        <Notice look="warn">
          <p>{t('notPersisted')}</p>
        </Notice>
      )}
      {hasPassword ? (
        <ChangePassword passkeys={passkeys} />
      ) : (
        <FirstPassword lost={vault.reason === 'slots-lost'} />
      )}
      {hasPassword && <SomebodyKnows passkeys={passkeys} />}
      <Passkeys passkeys={passkeys} hasPassword={hasPassword} />
      {(hasPassword || passkeys.length > 0) && <Locking set={set} />}
      <Approving set={set} />
      <Panel title={t('eraseTitle')} text={t('eraseHint')}>
        <Erase />
      </Panel>
    </div>
  )
}
