import { useState } from 'preact/hooks'
import type { KeyView } from '../../../messages.ts'
import { AskError, ask } from '../../ask.ts'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import { OriginPicker } from '../../components/OriginPicker.tsx'
import { say } from '../../components/Toasts.tsx'
import { useWork } from '../../components/useWork.tsx'
import { requestOrigins } from '../../hosts.ts'
import { sites } from '../../state.ts'
import { t } from '../../strings.ts'
import { Panel } from '../Panel.tsx'
import { updateKey } from './updateKey.ts'

/** The sites that it may answer, and the browser's leave for them. */
export function KeyOrigins({ view }: { view: KeyView }) {
  const [origins, setOrigins] = useState(view.origins)
  const { busy, fault, run } = useWork()
  const same =
    origins.length === view.origins.length && origins.every((origin) => view.origins.includes(origin))
  const missing = view.origins.filter(
    (origin) => sites.value?.find((site) => site.origin === origin)?.granted === false,
  )
  const allow = (asked: string[], change: boolean) => {
    const granted = requestOrigins(asked).catch(() => false)
    void run(async () => {
      if (change) await updateKey(view, { origins })
      const allowed = await granted
      await ask('sites.sync', {})
      if (!allowed) throw new AskError('permission-refused', 'The browser did not allow it.')
      say(t('saved'))
    })
  }
  return (
    <Panel title={t('sites')} text={t('keySitesHint')}>
      {missing.length > 0 && same && (
        <Notice look="warn">
          <p>{t('siteNotAllowed')}</p>
          <p>
            <bdi dir="ltr">{missing.join(', ')}</bdi>
          </p>
          <div>
            <Button small look="primary" busy={busy} onClick={() => allow(missing, false)}>
              {t('allow')}
            </Button>
          </div>
        </Notice>
      )}
      <OriginPicker origins={origins} onChange={setOrigins} />
      <div>
        <Button busy={busy} disabled={same} onClick={() => allow(origins, true)}>
          {t('saveAndAllow')}
        </Button>
      </div>
      {fault}
    </Panel>
  )
}
