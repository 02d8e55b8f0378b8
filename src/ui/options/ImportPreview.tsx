import { useState } from 'preact/hooks'
import type { KeyComparison } from '../../messages.ts'
import type { Place, Problem, TransferKey, TransferResult } from '../../transfer/index.ts'
import { ask } from '../ask.ts'
import { Button } from '../components/Button.tsx'
import { Check } from '../components/Field.tsx'
import { FileDrop } from '../components/FileDrop.tsx'
import { Notice } from '../components/Notice.tsx'
import { say } from '../components/Toasts.tsx'
import { useWork } from '../components/useWork.tsx'
import { toKeyData } from '../keyData.ts'
import { codeText, formatNumber, t } from '../strings.ts'

/** So many lines are painted; the counts tell of the rest. */
const LINES = 200

interface Props {
  result: TransferResult
  status: KeyComparison['status']
  /** More pictures of the same export. */
  onMore?: ((files: File[]) => Promise<void>) | undefined
  onDone: () => void
}

/** What would be added and changed, and what cannot be imported and why, before anything is done. */
export function ImportPreview({ result, status, onMore, onDone }: Props) {
  const [overwrite, setOverwrite] = useState(true)
  const { busy, fault, run } = useWork()
  const count = (which: KeyComparison['status'][number]) => status.filter((each) => each === which).length
  const fresh = count('new')
  const changed = count('changed')
  const equal = count('equal')
  const all: [number, string][] = [
    [fresh, t('countNew')],
    [changed, t('countChanged')],
    [equal, t('countEqual')],
    [result.problems.length, t('countProblems')],
  ]
  const counts = all.filter(([number]) => number > 0)
  const recipients = result.recipients ?? []
  const chosen = result.keys.filter(
    (_, at) => status[at] === 'new' || (status[at] === 'changed' && overwrite),
  )
  const parts = result.problems.some(({ code }) => code === 'part-missing')

  const add = () =>
    run(async () => {
      const outcome = await ask('keys.import', { keys: chosen.map(toKeyData), recipients })
      say(t('imported', formatNumber(outcome.added), formatNumber(outcome.updated)))
      onDone()
    })

  return (
    <section class="stack" aria-label={t('preview')}>
      <h3 tabIndex={-1}>{t('recognisedAs', formatName(result.format))}</h3>
      {counts.length > 0 && (
        <ul class="counts">
          {counts.map(([number, of]) => (
            <li key={of}>
              <strong class="digits">{formatNumber(number)}</strong> {of}
            </li>
          ))}
        </ul>
      )}
      {result.keys.length > 0 && (
        <div class="lines">
          <ul>
            {result.keys.slice(0, LINES).map((key, at) => (
              <Line key={at} of={key} status={status[at] ?? 'new'} />
            ))}
          </ul>
          {result.keys.length > LINES && (
            <p class="soft small">{t('andMore', formatNumber(result.keys.length - LINES))}</p>
          )}
        </div>
      )}
      {recipients.length > 0 && <p class="small">{t('withRecipients', formatNumber(recipients.length))}</p>}
      {result.problems.length > 0 && <Problems problems={result.problems} />}
      {parts && onMore && (
        <FileDrop accept="image/*" title={t('morePictures')} button={t('choosePicture')} onFiles={onMore} />
      )}
      {changed > 0 && (
        <Check
          label={t('overwriteChanged', formatNumber(changed))}
          checked={overwrite}
          onCheck={setOverwrite}
        />
      )}
      <div class="row">
        <Button
          look="primary"
          busy={busy}
          disabled={chosen.length === 0 && recipients.length === 0}
          onClick={() => void add()}
        >
          {t('importKeys', formatNumber(chosen.length))}
        </Button>
        <Button look="quiet" onClick={onDone}>
          {t('cancel')}
        </Button>
      </div>
      {fault}
    </section>
  )
}

function Line({ of: key, status }: { of: TransferKey; status: KeyComparison['status'][number] }) {
  const title = key.name || key.issuer || key.account || t('unnamedKey')
  const looks = { new: 'badge ok', changed: 'badge warn', equal: 'badge' }
  const words = { new: t('isNew'), changed: t('isChanged'), equal: t('isEqual') }
  return (
    <li class="spread">
      <span>
        <bdi>{title}</bdi>{' '}
        {key.account && key.account !== title && <bdi class="soft small">{key.account}</bdi>}
      </span>
      <span class="badges">
        <span class="badge">{key.kind.toUpperCase()}</span>
        <span class={looks[status]}>{words[status]}</span>
      </span>
    </li>
  )
}

function Problems({ problems }: { problems: Problem[] }) {
  return (
    <Notice look="warn">
      <p>
        <strong>{t('notImported')}</strong>
      </p>
      <ul class="problems">
        {problems.slice(0, LINES).map((problem, at) => (
          <li key={at}>
            <span class="soft">
              <Where place={problem.place} />
            </span>
            <br />
            {codeText('problem', problem.code) ?? codeText('error', problem.code) ?? problem.reason}
          </li>
        ))}
      </ul>
      {problems.length > LINES && <p>{t('andMore', formatNumber(problems.length - LINES))}</p>}
    </Notice>
  )
}

/** `Line 2 · Entry 3 (Example: alice)`; what the file calls it may be written in another direction. */
function Where({ place }: { place: Place }) {
  const { unit, number, name, within } = place
  return (
    <>
      {within && (
        <>
          <Where place={within} /> ·{' '}
        </>
      )}
      {codeText('place', unit, ...(number === undefined ? [] : [formatNumber(number)]))}
      {name !== undefined && (
        <>
          {' '}
          (<bdi>{name}</bdi>)
        </>
      )}
    </>
  )
}

/** Names of programs and formats are the same in every language. */
const names: Record<string, string> = {
  answerkey: 'Answerkey',
  age: 'age',
  aegis: 'Aegis',
  '2fas': '2FAS',
  bitwarden: 'Bitwarden',
  ente: 'Ente Auth',
  proton: 'Proton Authenticator',
  'authenticator-cc': 'Authenticator.cc',
  andotp: 'andOTP',
  freeotp: 'FreeOTP',
  'freeotp-plus': 'FreeOTP+',
  stratum: 'Stratum',
  pskc: 'PSKC (RFC 6030)',
  'oath-csv': 'OATH CSV',
  tiqr: 'tiqr',
  otpauth: 'otpauth',
  'google-authenticator': 'Google Authenticator',
}

const formatName = (format: string): string => names[format] ?? format
