import { useState } from 'preact/hooks'
import type { Settings, SlotView } from '../../messages.ts'
import { canonicalAmount } from '../../protocol/index.ts'
import { ask } from '../ask.ts'
import { Button } from '../components/Button.tsx'
import { Choices, Field, PasswordField, TextField } from '../components/Field.tsx'
import { NewPassword } from '../components/NewPassword.tsx'
import { Notice, Waiting } from '../components/Notice.tsx'
import { say } from '../components/Toasts.tsx'
import { passkeysPossible, registerPasskey } from '../passkey.ts'
import { refresh, settings, status } from '../state.ts'
import { errorText, formatDate, formatList, t } from '../strings.ts'
import { Erase } from './Erase.tsx'
import { Panel, useWork } from './Panel.tsx'

export function Security() {
  const vault = status.value
  const set = settings.value
  if (vault === undefined || set === undefined) return <Waiting />
  const hasPassword = vault.slots.some(({ kind }) => kind === 'password')
  const passkeys = vault.slots.filter(({ kind }) => kind === 'passkey')
  return (
    <div class="stack">
      <h1>{t('security')}</h1>
      {hasPassword ? (
        <ChangePassword passkeys={passkeys} />
      ) : (
        <FirstPassword lost={vault.reason === 'slots-lost'} />
      )}
      {hasPassword && <SomebodyKnows passkeys={passkeys} />}
      <Passkeys passkeys={passkeys} hasPassword={hasPassword} />
      {(hasPassword || passkeys.length > 0) && <Locking set={set} />}
      <Approving set={set} />
      {vault.persisted === false && (
        <Notice look="warn">
          <p>{t('notPersisted')}</p>
        </Notice>
      )}
      <Panel title={t('eraseTitle')} text={t('eraseHint')}>
        <Erase />
      </Panel>
    </div>
  )
}

function FirstPassword({ lost }: { lost: boolean }) {
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
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
          if (busy || next === '' || next !== again) return
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
        <NewPassword
          label={t('newPassword')}
          value={next}
          repeated={again}
          onValue={setNext}
          onRepeated={setAgain}
        />
        <div>
          <Button look="primary" submit busy={busy} disabled={next === '' || next !== again}>
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
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  return {
    current,
    next,
    ready: current !== '' && next !== '' && next === again,
    clear() {
      setCurrent('')
      setNext('')
      setAgain('')
    },
    fields: (
      <>
        <PasswordField label={t('currentPassword')} value={current} onText={setCurrent} />
        <NewPassword
          label={t('newPassword')}
          value={next}
          repeated={again}
          onValue={setNext}
          onRepeated={setAgain}
        />
      </>
    ),
  }
}

function ChangePassword({ passkeys }: { passkeys: SlotView[] }) {
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

function SomebodyKnows({ passkeys }: { passkeys: SlotView[] }) {
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
          <Button onClick={() => setOpen(true)}>{t('somebodyKnows')}</Button>
        </div>
      )}
    </Panel>
  )
}

function Passkeys({ passkeys, hasPassword }: { passkeys: SlotView[]; hasPassword: boolean }) {
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

const IDLE = [1, 2, 5, 10, 15, 30, 60, 240]
const LIMIT = [15, 60, 240, 480, 1440, 10_080]

function Locking({ set }: { set: Settings }) {
  const { fault, run } = useWork()
  const change = (part: Partial<Settings>) => void run(() => saveSettings({ ...set, ...part }))
  return (
    <Panel title={t('locking')} text={t('lockingHint')}>
      <MinutesField
        label={t('lockAfterIdle')}
        hint={t('lockAfterIdleHint')}
        choices={IDLE}
        value={set.lockAfterIdle}
        onChoose={(lockAfterIdle) => change({ lockAfterIdle })}
      />
      <MinutesField
        label={t('lockAfter')}
        hint={t('lockAfterHint')}
        choices={LIMIT}
        value={set.lockAfter}
        onChoose={(lockAfter) => change({ lockAfter })}
      />
      {set.lockAfterIdle === null && set.lockAfter === null && (
        <Notice look="warn">
          <p>{t('neverLocks')}</p>
        </Notice>
      )}
      {fault}
    </Panel>
  )
}

interface MinutesProps {
  label: string
  hint: string
  choices: number[]
  value: number | null
  onChoose: (minutes: number | null) => void
}

function MinutesField({ label, hint, choices, value, onChoose }: MinutesProps) {
  const all = value === null || choices.includes(value) ? choices : [...choices, value].sort((a, b) => a - b)
  return (
    <Field label={label} hint={hint}>
      {(tie) => (
        <select
          {...tie}
          class="input short"
          value={value ?? ''}
          onChange={(event) => {
            const text = event.currentTarget.value
            onChoose(text === '' ? null : Number(text))
          }}
        >
          {all.map((minutes) => (
            <option key={minutes} value={minutes}>
              {minutesText(minutes)}
            </option>
          ))}
          <option value="">{t('neverByItself')}</option>
        </select>
      )}
    </Field>
  )
}

function minutesText(minutes: number): string {
  if (minutes % 1440 === 0) return t('forDays', minutes / 1440)
  if (minutes % 60 === 0) return t('forHours', minutes / 60)
  return t('forMinutes', minutes)
}

function Approving({ set }: { set: Settings }) {
  const [amount, setAmount] = useState(set.typePurseFrom ?? '')
  const { busy, fault, run } = useWork()
  const amountFault = amount.trim() === '' ? undefined : faultOf(amount)
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

/** Painted at once; where the worker refuses, what was before comes back. */
async function saveSettings(next: Settings): Promise<void> {
  const before = settings.value
  settings.value = next
  try {
    settings.value = await ask('settings.set', next)
  } catch (error) {
    settings.value = before
    throw error
  }
}

function faultOf(amount: string): string | undefined {
  try {
    canonicalAmount(amount)
    return undefined
  } catch (error) {
    return errorText(error)
  }
}
