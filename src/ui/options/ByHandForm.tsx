import { useState } from 'preact/hooks'
import {
  checkEnrolment,
  DEFAULT_PAYMENT_SUITE,
  DEFAULT_SUITE,
  type Enrolment,
  type EnrolmentClaim,
  parsePaymentSuite,
  parseSecret,
  parseSuite,
} from '../../protocol/index.ts'
import { ask } from '../ask.ts'
import { Button } from '../components/Button.tsx'
import { Check, Choices, Field, PasswordField, TextField } from '../components/Field.tsx'
import { OriginPicker } from '../components/OriginPicker.tsx'
import { say } from '../components/Toasts.tsx'
import { useWork } from '../components/useWork.tsx'
import { requestOrigins } from '../hosts.ts'
import { toKeyData } from '../keyData.ts'
import { faultOf, t } from '../strings.ts'

type Kind = Enrolment['kind']

/** Everything about a key, typed. What is wrong is said while it is typed, by the field that it is about. */
export function ByHandForm({ onAdded }: { onAdded: () => void }) {
  const [kind, setKind] = useState<Kind>('ocra')
  const [issuer, setIssuer] = useState('')
  const [account, setAccount] = useState('')
  const [secret, setSecret] = useState('')
  const [coding, setCoding] = useState<'base32' | 'hex'>('base32')
  const [suite, setSuite] = useState(DEFAULT_SUITE)
  const [pays, setPays] = useState(false)
  const [paymentSuite, setPaymentSuite] = useState(DEFAULT_PAYMENT_SUITE)
  const [algorithm, setAlgorithm] = useState<Enrolment['algorithm']>('SHA1')
  const [digits, setDigits] = useState('6')
  const [period, setPeriod] = useState('30')
  const [counter, setCounter] = useState('0')
  const [origins, setOrigins] = useState<string[]>([])
  const { busy, fault, run } = useWork()

  const suiteFault = kind === 'ocra' ? faultOf(() => parseSuite(suite)) : undefined
  const paymentSuiteFault =
    kind === 'ocra' && pays ? faultOf(() => parsePaymentSuite(paymentSuite)) : undefined
  const secretFault = secret.trim() === '' ? undefined : faultOf(() => secretBytes(secret, coding))
  const hasCounter =
    kind === 'hotp' || (kind === 'ocra' && (countsIn(suite) || (pays && countsIn(paymentSuite))))

  const add = () => {
    const granted = requestOrigins(origins).catch(() => false)
    void run(async () => {
      const claim: EnrolmentClaim = {
        kind,
        issuer,
        account,
        secret: secretBytes(secret, coding),
        ...(kind === 'ocra'
          ? { suite, ...(pays && { paymentSuite }), origins }
          : { algorithm, digits: Number(digits) }),
        ...(kind === 'totp' && { period: Number(period) }),
        ...(hasCounter && { counter: Number(counter) }),
      }
      const enrolment = checkEnrolment(claim)
      await ask('keys.add', {
        key: toKeyData({ ...enrolment, ...(kind !== 'ocra' && origins.length > 0 && { origins }) }),
      })
      const allowed = await granted
      if (origins.length > 0) await ask('sites.sync', {})
      const title = issuer || account || t('unnamedKey')
      say(allowed ? t('keyAdded', title) : t('keyAddedNotAllowed', title))
      onAdded()
    })
  }

  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) add()
      }}
    >
      <Choices
        legend={t('kindOfKey')}
        value={kind}
        onChoose={setKind}
        options={[
          { value: 'ocra', label: t('kindOcra') },
          { value: 'totp', label: t('kindTotp') },
          { value: 'hotp', label: t('kindHotp') },
        ]}
      />
      <div class="pair-fields">
        <TextField
          label={t('issuer')}
          value={issuer}
          onText={setIssuer}
          maxLength={256}
          hint={t('issuerHint')}
        />
        <TextField
          label={t('account')}
          value={account}
          onText={setAccount}
          maxLength={256}
          hint={t('accountHint')}
        />
      </div>
      <PasswordField
        label={t('secret')}
        class="code"
        value={secret}
        onText={setSecret}
        maxLength={4096}
        autocomplete="off"
        fault={secretFault}
        required
      />
      <Choices
        legend={t('secretCoding')}
        value={coding}
        onChoose={setCoding}
        options={[
          { value: 'base32', label: t('base32') },
          { value: 'hex', label: t('hex') },
        ]}
      />
      {kind === 'ocra' ? (
        <>
          <TextField
            label={t('suite')}
            class="code"
            value={suite}
            onText={setSuite}
            maxLength={100}
            fault={suiteFault}
            hint={t('suiteHint')}
          />
          <Check
            label={t('answersPayments')}
            hint={t('answersPaymentsHint')}
            checked={pays}
            onCheck={setPays}
          />
          {pays && (
            <TextField
              label={t('paymentSuite')}
              class="code"
              value={paymentSuite}
              onText={setPaymentSuite}
              maxLength={100}
              fault={paymentSuiteFault}
            />
          )}
        </>
      ) : (
        <div class="pair-fields">
          <Field label={t('algorithm')}>
            {(tie) => (
              <select
                {...tie}
                class="input"
                value={algorithm}
                onChange={(event) => setAlgorithm(event.currentTarget.value as Enrolment['algorithm'])}
              >
                <option value="SHA1">SHA-1</option>
                <option value="SHA256">SHA-256</option>
                <option value="SHA512">SHA-512</option>
              </select>
            )}
          </Field>
          <TextField
            label={t('digits')}
            value={digits}
            onText={setDigits}
            inputMode="numeric"
            maxLength={2}
          />
          {kind === 'totp' && (
            <TextField
              label={t('period')}
              value={period}
              onText={setPeriod}
              inputMode="numeric"
              maxLength={5}
            />
          )}
        </div>
      )}
      {hasCounter && (
        <TextField
          label={t('counter')}
          value={counter}
          onText={setCounter}
          inputMode="numeric"
          maxLength={16}
        />
      )}
      <fieldset class="stack-s">
        <legend class="legend">{t('mayAnswerAt')}</legend>
        <OriginPicker origins={origins} onChange={setOrigins} />
      </fieldset>
      <div>
        <Button
          look="primary"
          submit
          busy={busy}
          disabled={secret.trim() === '' || (secretFault ?? suiteFault ?? paymentSuiteFault) !== undefined}
        >
          {origins.length > 0 ? t('addAndAllow') : t('addKey')}
        </Button>
      </div>
      {fault}
    </form>
  )
}

function secretBytes(text: string, coding: 'base32' | 'hex'): Uint8Array {
  if (coding === 'base32') return parseSecret(text)
  const digits = text.replaceAll(/[\s:-]/g, '')
  if (!/^(?:[0-9a-f]{2})+$/i.test(digits)) throw new Error(t('hexMalformed'))
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

function countsIn(suite: string): boolean {
  try {
    return parseSuite(suite).counter
  } catch {
    return false
  }
}
