import { useState } from 'preact/hooks'
import type { SlotView } from '../../../messages.ts'
import { ask } from '../../ask.ts'
import { Button } from '../../components/Button.tsx'
import { PasswordField, TextField } from '../../components/Field.tsx'
import { say } from '../../components/Toasts.tsx'
import { useWork } from '../../components/useWork.tsx'
import { passkeysPossible, registerPasskey } from '../../passkey.ts'
import { refresh } from '../../state.ts'
import { formatDate, t } from '../../strings.ts'
import { Panel } from '../Panel.tsx'

/** The passkeys that open the vault, each added and removed with the password. */
export function Passkeys({ passkeys, hasPassword }: { passkeys: SlotView[]; hasPassword: boolean }) {
  const [password, setPassword] = useState('')
  const [label, setLabel] = useState('')
  const { busy, fault, run } = useWork()
  if (!passkeysPossible()) {
    return (
      <Panel title={t('passkeys')}>
        <p class="soft small">{t('passkeysNotHere')}</p>
      </Panel>
    )
  }
  return (
    <Panel title={t('passkeys')} text={t('passkeysHint')}>
      {!hasPassword && <p class="small">{t('passkeysNeedPassword')}</p>}
      {hasPassword && (
        <>
          <PasswordField label={t('currentPassword')} value={password} onText={setPassword} />
          {passkeys.length > 0 && (
            <ul class="origins" aria-label={t('passkeys')}>
              {passkeys.map((slot) => (
                <li key={slot.id}>
                  <span>
                    {slot.label || t('passkey')} <span class="soft small">{formatDate(slot.addedAt)}</span>
                  </span>
                  <Button
                    small
                    busy={busy}
                    disabled={password === ''}
                    onClick={() =>
                      void run(async () => {
                        await ask('vault.removeSlot', { slotId: slot.id, password })
                        await refresh('vault')
                      })
                    }
                  >
                    {t('remove')}
                  </Button>
                </li>
              ))}
            </ul>
          )}
          <TextField
            label={t('passkeyLabel')}
            hint={t('passkeyLabelHint')}
            value={label}
            onText={setLabel}
            maxLength={100}
          />
          <div>
            <Button
              icon="key"
              busy={busy}
              disabled={password === ''}
              onClick={() =>
                void run(async () => {
                  // A trial first: only a passkey that gives its bytes becomes a way in.
                  const registered = await registerPasskey()
                  await ask('vault.addPasskey', { password, label: label.trim(), ...registered })
                  setPassword('')
                  setLabel('')
                  await refresh('vault')
                  say(t('passkeyAdded'))
                })
              }
            >
              {t('addPasskey')}
            </Button>
          </div>
        </>
      )}
      {fault}
    </Panel>
  )
}
