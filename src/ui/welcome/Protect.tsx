import type { RefObject } from 'preact'
import { useState } from 'preact/hooks'
import { ask } from '../ask.ts'
import { Button } from '../components/Button.tsx'
import { Choices } from '../components/Field.tsx'
import { NewPassword } from '../components/NewPassword.tsx'
import { Fault, Notice } from '../components/Notice.tsx'
import { refresh } from '../state.ts'
import { t } from '../strings.ts'

interface ProtectProps {
  heading: RefObject<HTMLHeadingElement | null>
  /** There were keys here before the storage was emptied. */
  cleared: boolean
}

/** A password, or none by choice, with what each does and does not protect. */
export function Protect({ heading, cleared }: ProtectProps) {
  const [way, setWay] = useState<'password' | 'none'>('password')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(undefined)
  const ready = way === 'none' || (password !== '' && password === again)
  const create = async () => {
    setBusy(true)
    setError(undefined)
    try {
      // Only a page can ask, and only now is there something that must not be cleared away.
      navigator.storage.persist().catch(() => false)
      await ask('vault.create', { password: way === 'none' ? null : password })
      setPassword('')
      setAgain('')
      await refresh('vault', 'keys')
    } catch (failed) {
      setError(failed)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !busy) void create()
      }}
    >
      <div class="stack-s">
        <h1 ref={heading} tabIndex={-1}>
          {cleared ? t('clearedTitle') : t('welcomeTitle')}
        </h1>
        {cleared ? (
          <Notice look="danger" role="alert">
            <p>{t('clearedText')}</p>
          </Notice>
        ) : (
          <p class="lead">{t('welcomeLead')}</p>
        )}
      </div>
      <Choices
        legend={t('protectTitle')}
        value={way}
        onChoose={setWay}
        options={[
          {
            value: 'password',
            label: (
              <>
                <strong>{t('protectPassword')}</strong>
                <br />
                <span class="soft small">{t('protectPasswordHint')}</span>
              </>
            ),
          },
          {
            value: 'none',
            label: (
              <>
                <strong>{t('protectNone')}</strong>
                <br />
                <span class="soft small">{t('protectNoneHint')}</span>
              </>
            ),
          },
        ]}
      />
      {way === 'password' ? (
        <>
          <NewPassword
            label={t('newPassword')}
            value={password}
            repeated={again}
            onValue={setPassword}
            onRepeated={setAgain}
          />
          <p class="hint">{t('protectForgotten')}</p>
        </>
      ) : (
        <Notice look="warn">
          <p>{t('protectNoneWarning')}</p>
        </Notice>
      )}
      <div>
        <Button look="primary" submit busy={busy} disabled={!ready}>
          {way === 'password' ? t('setPasswordAndGo') : t('goWithoutPassword')}
        </Button>
      </div>
      <Fault error={error} />
    </form>
  )
}
