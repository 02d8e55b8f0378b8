import { useState } from 'preact/hooks'
import type { SlotView } from '../../../messages.ts'
import { ask } from '../../ask.ts'
import { Button } from '../../components/Button.tsx'
import { PasswordField } from '../../components/Field.tsx'
import { Notice } from '../../components/Notice.tsx'
import { say } from '../../components/Toasts.tsx'
import { useNewPassword } from '../../components/useNewPassword.tsx'
import { useWork } from '../../components/useWork.tsx'
import { refresh } from '../../state.ts'
import { formatList, t } from '../../strings.ts'
import { Panel } from '../Panel.tsx'

/** For a vault without a password, by choice or because every way in was lost. */
export function FirstPassword({ lost }: { lost: boolean }) {
  const { password: next, chosen, fields } = useNewPassword(t('newPassword'))
  const { busy, fault, run } = useWork()
  return (
    <Panel title={t('setPassword')} text={!lost && t('noPasswordNow')}>
      {lost && (
        <Notice look="danger" role="alert">
          <p>{t('noWayIn')}</p>
        </Notice>
      )}
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (busy || !chosen) return
          void run(async () => {
            // Where every way in was lost, the open vault is given a new one.
            await (lost
              ? ask('vault.create', { password: next })
              : ask('vault.password', { current: null, next }))
            await refresh('vault')
            say(t('passwordSet'))
          })
        }}
      >
        {fields}
        <div>
          <Button look="primary" submit busy={busy} disabled={!chosen}>
            {t('setPassword')}
          </Button>
        </div>
        {fault}
      </form>
    </Panel>
  )
}

/** The present password and a new one, typed twice. */
function usePasswordChange() {
  const [current, setCurrent] = useState('')
  const next = useNewPassword(t('newPassword'))
  return {
    current,
    next: next.password,
    ready: current !== '' && next.chosen,
    clear() {
      setCurrent('')
      next.clear()
    },
    fields: (
      <>
        <PasswordField label={t('currentPassword')} value={current} onText={setCurrent} />
        {next.fields}
      </>
    ),
  }
}

/** Another password, or none any more. */
export function ChangePassword({ passkeys }: { passkeys: SlotView[] }) {
  const { current, next, ready, clear, fields } = usePasswordChange()
  const { busy, fault, run } = useWork()
  const change = (to: string | null, said: string) =>
    run(async () => {
      await ask('vault.password', { current, next: to })
      await refresh('vault')
      clear()
      say(said)
    })
  return (
    <Panel title={t('changePassword')} text={t('changePasswordHint')}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready && !busy) void change(next, t('passwordChanged'))
        }}
      >
        {fields}
        <div class="row">
          <Button look="primary" submit busy={busy} disabled={!ready}>
            {t('changePassword')}
          </Button>
          <Button
            busy={busy}
            disabled={current === ''}
            onClick={() => void change(null, t('passwordRemoved'))}
          >
            {t('removePassword')}
          </Button>
        </div>
        <p class="hint">{t('removePasswordHint')}</p>
        {passkeys.length > 0 && <p class="hint">{t('removePasswordPasskeys', namesOf(passkeys))}</p>}
        {fault}
      </form>
    </Panel>
  )
}

/** What the passkeys are called, in one line. */
const namesOf = (passkeys: SlotView[]): string =>
  formatList(passkeys.map(({ label }) => label || t('passkey')))

/** Another password and a new data key. */
export function SomebodyKnows({ passkeys }: { passkeys: SlotView[] }) {
  const [open, setOpen] = useState(false)
  const { current, next, ready, clear, fields } = usePasswordChange()
  const { busy, fault, run } = useWork()
  return (
    <Panel title={t('somebodyKnows')} text={t('somebodyKnowsHint')}>
      {open ? (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault()
            if (busy || !ready) return
            void run(async () => {
              await ask('vault.rekey', { current, next })
              await refresh('vault')
              setOpen(false)
              clear()
              say(t('rekeyed'))
            })
          }}
        >
          {fields}
          {passkeys.length > 0 && (
            <Notice look="warn">
              <p>{t('rekeyPasskeys', namesOf(passkeys))}</p>
            </Notice>
          )}
          <div class="row">
            <Button look="primary" submit busy={busy} disabled={!ready}>
              {t('rekey')}
            </Button>
            <Button look="quiet" onClick={() => setOpen(false)}>
              {t('cancel')}
            </Button>
          </div>
          {fault}
        </form>
      ) : (
        <div>
          <Button onClick={() => setOpen(true)}>{t('rekey')}</Button>
        </div>
      )}
    </Panel>
  )
}
