import { useState } from 'preact/hooks'
import type { KeyView } from '../../../messages.ts'
import { ask } from '../../ask.ts'
import { Button } from '../../components/Button.tsx'
import { CopyButton } from '../../components/CopyButton.tsx'
import { PasswordField } from '../../components/Field.tsx'
import { QrPicture } from '../../components/QrPicture.tsx'
import { useFocusKept } from '../../components/useFocusKept.ts'
import { useWork } from '../../components/useWork.tsx'
import { keyTitle, status } from '../../state.ts'
import { t } from '../../strings.ts'
import { Panel } from '../Panel.tsx'

/** The key with its secret, as a QR code and a link, after the password. */
export function RevealKey({ view }: { view: KeyView }) {
  const [password, setPassword] = useState('')
  const [uri, setUri] = useState<string | undefined>(undefined)
  const { busy, fault, run } = useWork()
  const asks = status.value?.slots.some((slot) => slot.kind === 'password') === true
  const reveal = () =>
    void run(async () => {
      const reply = await ask('keys.reveal', { id: view.id, password: asks ? password : null })
      setPassword('')
      setUri(reply.uri)
    })
  const part = useFocusKept<HTMLDivElement>(uri === undefined)
  return (
    <Panel title={t('moveKeyOut')} text={t('revealHint')} part={part}>
      {uri === undefined ? (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault()
            if (!busy && (!asks || password !== '')) reveal()
          }}
        >
          {asks && <PasswordField label={t('password')} value={password} onText={setPassword} />}
          <div>
            <Button icon="scan" submit busy={busy} disabled={asks && password === ''}>
              {t('showQr')}
            </Button>
          </div>
          {fault}
        </form>
      ) : (
        <div class="revealed">
          <QrPicture text={uri} label={t('qrOf', keyTitle(view))} />
          <div class="stack-s grow">
            <code class="uri">{uri}</code>
            <div class="row">
              <CopyButton text={uri} />
              <Button look="quiet" onClick={() => setUri(undefined)}>
                {t('hide')}
              </Button>
            </div>
          </div>
        </div>
      )}
    </Panel>
  )
}
