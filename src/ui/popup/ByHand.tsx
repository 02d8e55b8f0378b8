import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { KeyView, Mode, Transaction } from '../../messages.ts'
import { canonicalAmount, canonicalPurse, ProtocolError, settledAmount } from '../../protocol/index.ts'
import { ask } from '../ask.ts'
import { openOptions } from '../browser.ts'
import { Button } from '../components/Button.tsx'
import { CopyButton } from '../components/CopyButton.tsx'
import { Amount, Grouped, Purse, unitOf } from '../components/Digits.tsx'
import { Choices, PasswordField, TextField } from '../components/Field.tsx'
import { KeyPicker } from '../components/KeyPicker.tsx'
import { Fault, Notice } from '../components/Notice.tsx'
import { readHanded, typedChallenge } from '../handed.ts'
import { errorText, t } from '../strings.ts'
import type { ActiveTab } from './activeTab.ts'
import type { Draft } from './drafts.ts'
import { scanTab } from './scanTab.ts'

interface Props {
  mode: Mode
  keys: KeyView[]
  draft: Draft
  change: (part: Partial<Draft>) => void
  tab: ActiveTab | undefined
}

/** The E-num client's two tabs: type, paste or scan what the Keeper shows, get the answer, copy it. */
export function ByHand({ mode, keys, draft, change, tab }: Props) {
  const [pin, setPin] = useState('')
  const [session, setSession] = useState('')
  /** Chosen among two readings: no longer in doubt, though the same text typed would be. */
  const [chosenAmount, setChosenAmount] = useState<string | undefined>(undefined)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(undefined)
  const [result, setResult] = useState<{ answer: string; challenge: string; transaction?: Transaction }>()
  const shown = useRef<HTMLElement>(null)
  // It stands below all that was typed, and a popup is low.
  useEffect(() => shown.current?.scrollIntoView({ block: 'nearest' }), [result])

  const able = useMemo(
    () =>
      keys.filter(
        (key) =>
          key.kind === 'ocra' &&
          !key.archived &&
          (mode === 'payment' ? key.paymentSuite !== undefined : !key.paymentOnly),
      ),
    [keys, mode],
  )
  const key = able.length === 1 ? able[0] : able.find(({ id }) => id === draft.keyId)
  const purse = mode === 'payment' ? reading(draft.purse, canonicalPurse) : undefined
  const amount =
    mode === 'payment'
      ? reading(draft.amount, (text) => (text === chosenAmount ? settledAmount(text) : canonicalAmount(text)))
      : undefined

  const edit = (part: Partial<Draft>) => {
    setResult(undefined)
    setError(undefined)
    change(part)
  }
  /** Fields are filled from whatever carries a challenge; anything else stays what was typed. */
  const take = (text: string): boolean => {
    try {
      const handed = readHanded(text)
      if (handed === undefined) return false
      edit({
        tab: handed.mode,
        challenge: handed.challenge,
        purse: handed.purse ?? draft.purse,
        amount: handed.amount ?? draft.amount,
      })
      if (handed.session !== undefined) setSession(handed.session)
      return true
    } catch (failed) {
      setError(failed)
      return false
    }
  }
  const takePicture = async (picture: Blob) => {
    const { readQrCodes } = await import('../pictures.ts')
    const [text] = await readQrCodes(picture)
    if (text === undefined) setError(new Error(t('pictureNothing')))
    else if (!take(text)) edit({ challenge: typedChallenge(text) })
  }
  const scan = async (tabId: number) => {
    setError(undefined)
    try {
      const findings = await scanTab(tabId)
      const carrier = findings.find(({ text }) => /^(?:enum|tiqrauth):|~/i.test(text))
      const bare = findings.find(({ text }) => /^[0-9A-Za-z]{4,64}$/.test(text))
      if (carrier) take(carrier.text)
      else if (bare) edit({ challenge: bare.text })
      else setError(new Error(t('scanNoChallenge')))
    } catch (failed) {
      setError(failed)
    }
  }
  const answer = async () => {
    if (key === undefined) return
    setBusy(true)
    setError(undefined)
    try {
      setResult(
        await ask('answer.byHand', {
          keyId: key.id,
          challenge: typedChallenge(draft.challenge),
          ...(mode === 'payment' && {
            transaction: { purse: purse?.value ?? draft.purse, amount: amount?.value ?? draft.amount },
          }),
          ...(pin !== '' && { pin }),
          ...(session !== '' && key.needs.session && { session }),
        }),
      )
      setPin('')
    } catch (failed) {
      setError(failed)
    } finally {
      setBusy(false)
    }
  }

  if (able.length === 0) {
    return (
      <div class="stack">
        <p class="soft">{mode === 'payment' ? t('noPaymentKey') : t('noAuthorizationKey')}</p>
        <Button icon="plus" onClick={() => void openOptions('/keys/add')}>
          {t('addKey')}
        </Button>
      </div>
    )
  }
  const ready =
    key !== undefined &&
    draft.challenge.trim() !== '' &&
    (mode === 'authorization' || (purse?.value !== undefined && amount?.value !== undefined))
  return (
    <form
      class="stack by-hand"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !busy) void answer()
      }}
      onPaste={(event) => {
        const picture = Array.from(event.clipboardData?.files ?? []).find(({ type }) =>
          type.startsWith('image/'),
        )
        const text = event.clipboardData?.getData('text/plain') ?? ''
        if (picture) void takePicture(picture)
        else if (!take(text)) return
        event.preventDefault()
      }}
    >
      {mode === 'payment' && (
        <>
          <TextField
            label={t('purse')}
            placeholder="Z123456789012"
            class="digits"
            value={draft.purse}
            onText={(text) => edit({ purse: text })}
            maxLength={64}
            fault={draft.purse.trim().length > 11 ? purse?.fault : undefined}
            hint={purse?.value && <Purse purse={purse.value} />}
          />
          <TextField
            label={t('amount')}
            placeholder="25.00"
            class="digits"
            inputMode="decimal"
            value={draft.amount}
            onText={(text) => {
              setChosenAmount(undefined)
              edit({ amount: text })
            }}
            maxLength={64}
            fault={amount?.choices.length === 0 ? amount.fault : undefined}
            hint={
              amount?.value && <Amount amount={amount.value} currency={purse?.value && unitOf(purse.value)} />
            }
          />
          {amount && amount.choices.length > 0 && (
            <div class="doubt">
              <Choices
                legend={t('doubtAmount')}
                value={undefined}
                onChoose={(choice: string) => {
                  setChosenAmount(choice)
                  edit({ amount: choice })
                }}
                options={amount.choices.map((choice) => ({
                  value: choice,
                  label: <Amount amount={choice} />,
                }))}
              />
            </div>
          )}
        </>
      )}
      <TextField
        label={t('challenge')}
        hint={t('challengeHint')}
        class="digits"
        value={draft.challenge}
        onText={(text) => {
          if (!take(text)) edit({ challenge: text })
        }}
        maxLength={2000}
      />
      <KeyPicker keys={able} value={draft.keyId} onChoose={(keyId) => edit({ keyId })} />
      {key?.needs.pin && (
        <PasswordField label={t('pin')} hint={t('pinHint')} value={pin} onText={setPin} autocomplete="off" />
      )}
      {key?.needs.session && (
        <TextField label={t('session')} hint={t('sessionHint')} value={session} onText={setSession} />
      )}
      <div class="row">
        <Button look="primary" submit busy={busy} disabled={!ready}>
          {t('showAnswer')}
        </Button>
        {tab && (
          <Button icon="scan" onClick={() => void scan(tab.id)}>
            {t('scanPage')}
          </Button>
        )}
      </div>
      <Fault error={error} />
      {result && (
        <section class="answer" aria-label={t('answer')} role="status" ref={shown}>
          <p class="small soft">{t('answer')}</p>
          <p class="number">
            <Grouped text={result.answer} kind="answer-digits" />
          </p>
          {result.transaction && (
            <p class="small">
              <Amount amount={result.transaction.amount} currency={unitOf(result.transaction.purse)} />
              {' → '}
              <Purse purse={result.transaction.purse} />
            </p>
          )}
          <div class="row">
            <CopyButton look="primary" text={result.answer} />
            <Button
              look="quiet"
              onClick={() => {
                setResult(undefined)
                change({ challenge: '', purse: '', amount: '' })
              }}
            >
              {t('clear')}
            </Button>
          </div>
          <p class="hint">{t('clipboardCleared')}</p>
        </section>
      )}
      {mode === 'authorization' && key?.paymentSuite && (
        <Notice look="warn">
          <p>{t('byHandAnything')}</p>
        </Notice>
      )}
    </form>
  )
}

interface Reading {
  value?: string
  fault?: string
  choices: string[]
}

/** A typed text in its canonical form, or why it has none; nothing while nothing is typed. */
function reading(text: string, canonical: (text: string) => string): Reading | undefined {
  if (text.trim() === '') return undefined
  try {
    return { value: canonical(text), choices: [] }
  } catch (error) {
    return { fault: errorText(error), choices: error instanceof ProtocolError ? error.choices : [] }
  }
}
