import type { RefObject } from 'preact'
import { useState } from 'preact/hooks'
import { ask } from '../ask.ts'
import { Button } from '../components/Button.tsx'
import { Choices } from '../components/Field.tsx'
import { Notice } from '../components/Notice.tsx'
import { useNewPassword } from '../components/useNewPassword.tsx'
import { useWork } from '../components/useWork.tsx'
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
  const { password, chosen, clear, fields } = useNewPassword(t('newPassword'))
  const { busy, fault, run } = useWork()
  const ready = way === 'none' || chosen
  const create = () =>
    run(async () => {
      // Only a page can ask, and only now is there something that must not be cleared away.
      navigator.storage.persist().catch(() => false)
      await ask('vault.create', { password: way === 'none' ? null : password })
      clear()
      await refresh('vault', 'keys')
    })
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
          {fields}
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
      {fault}
    </form>
  )
}
