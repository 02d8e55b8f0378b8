import { useState } from 'preact/hooks'
import { formatOtpauth } from '../../protocol/index.ts'
import { backupText } from '../../transfer/index.ts'
import { ask } from '../ask.ts'
import { Button } from '../components/Button.tsx'
import { Check, Choices, PasswordField } from '../components/Field.tsx'
import { Notice } from '../components/Notice.tsx'
import { say } from '../components/Toasts.tsx'
import { useWork } from '../components/useWork.tsx'
import { fromKeyData } from '../keyData.ts'
import { saveText, today } from '../saveFile.ts'
import { status } from '../state.ts'
import { t } from '../strings.ts'
import { Panel } from './Panel.tsx'

/** Everything in the clear, for another program: a list of URIs, or the JSON of a backup. */
export function PlainExport() {
  const [password, setPassword] = useState('')
  const [understood, setUnderstood] = useState(false)
  const [format, setFormat] = useState<'uris' | 'json'>('uris')
  const { busy, fault, run } = useWork()
  const asks = status.value?.slots.some(({ kind }) => kind === 'password') === true
  const ready = understood && (!asks || password !== '')
  const write = () =>
    run(async () => {
      const { keys, recipients, damaged } = await ask('keys.export', { password: asks ? password : null })
      const own = keys.map(fromKeyData)
      if (format === 'json') {
        saveText(
          `answerkey-${today()}.json`,
          backupText({ keys: own, recipients, damaged }),
          'application/json',
        )
      } else saveText(`answerkey-${today()}.txt`, `${own.map(formatOtpauth).join('\n')}\n`)
      setPassword('')
      setUnderstood(false)
      say(t('exported'))
    })
  return (
    <Panel title={t('plainExport')} text={t('plainExportHint')}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready && !busy) void write()
        }}
      >
        <Notice look="danger">
          <p>{t('plainExportWarning')}</p>
        </Notice>
        <Choices
          legend={t('exportFormat')}
          value={format}
          onChoose={setFormat}
          options={[
            { value: 'uris', label: t('exportUris') },
            { value: 'json', label: t('exportJson') },
          ]}
        />
        {asks && <PasswordField label={t('currentPassword')} value={password} onText={setPassword} />}
        <Check label={t('understood')} checked={understood} onCheck={setUnderstood} />
        <div>
          <Button look="danger" icon="save" submit busy={busy} disabled={!ready}>
            {t('exportPlain')}
          </Button>
        </div>
        {fault}
      </form>
    </Panel>
  )
}
