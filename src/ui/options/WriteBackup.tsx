import { useRef, useState } from 'preact/hooks'
import { ask } from '../ask.ts'
import { Button } from '../components/Button.tsx'
import { PasswordField } from '../components/Field.tsx'
import { Progress } from '../components/Progress.tsx'
import { say } from '../components/Toasts.tsx'
import { useNewPassword } from '../components/useNewPassword.tsx'
import { useWork } from '../components/useWork.tsx'
import { fromKeyData } from '../keyData.ts'
import { saveText, today } from '../saveFile.ts'
import { refresh, status } from '../state.ts'
import { t } from '../strings.ts'
import { writeInThread } from '../transferJob.ts'
import { Panel } from './Panel.tsx'

/** Everything the vault holds as one age file, under a passphrase of its own. */
export function WriteBackup() {
  const [password, setPassword] = useState('')
  const passphrase = useNewPassword(t('passphrase'), t('passphraseHint'))
  const [done, setDone] = useState(0)
  const stop = useRef<AbortController | undefined>(undefined)
  const { busy, fault, run } = useWork()
  const asks = status.value?.slots.some(({ kind }) => kind === 'password') === true
  const ready = passphrase.chosen && (!asks || password !== '')

  const write = () =>
    run(async () => {
      const controller = new AbortController()
      stop.current = controller
      setDone(0)
      try {
        const { keys, recipients, damaged } = await ask('keys.export', { password: asks ? password : null })
        const text = await writeInThread(
          { keys: keys.map(fromKeyData), recipients, damaged },
          passphrase.password,
          {
            onProgress: setDone,
            signal: controller.signal,
          },
        )
        saveText(`answerkey-${today()}.age`, text)
        await ask('backup.done', {})
        await refresh('vault')
        setPassword('')
        passphrase.clear()
        say(t('backupWritten'))
      } catch (error) {
        if (!controller.signal.aborted) throw error
      }
    })

  return (
    <Panel title={t('writeBackup')} text={t('writeBackupHint')}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready && !busy) void write()
        }}
      >
        {asks && <PasswordField label={t('currentPassword')} value={password} onText={setPassword} />}
        {passphrase.fields}
        {busy ? (
          <Progress done={done} label={t('writingBackup')} onCancel={() => stop.current?.abort()} />
        ) : (
          <div>
            <Button look="primary" icon="save" submit disabled={!ready}>
              {t('saveBackup')}
            </Button>
          </div>
        )}
        {fault}
      </form>
    </Panel>
  )
}
