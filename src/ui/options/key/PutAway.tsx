import { useState } from 'preact/hooks'
import type { KeyView } from '../../../messages.ts'
import { ask } from '../../ask.ts'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { say } from '../../components/Toasts.tsx'
import { useWork } from '../../components/useWork.tsx'
import { keyTitle } from '../../state.ts'
import { errorText, t } from '../../strings.ts'
import { Panel } from '../Panel.tsx'
import { goTo } from '../route.ts'
import { updateKey } from './updateKey.ts'

/** Archived first, which can be undone; deleted only from there. */
export function PutAway({ view }: { view: KeyView }) {
  const [asking, setAsking] = useState(false)
  const { busy, fault, run } = useWork()
  const archive = (archived: boolean) =>
    run(async () => {
      await updateKey(view, { archived })
      if (!archived) return
      goTo('keys')
      say(t('keyArchived', keyTitle(view)), () => {
        updateKey(view, { archived: false }).catch((error: unknown) => say(errorText(error)))
      })
    })
  const remove = () =>
    run(async () => {
      await ask('keys.delete', { id: view.id })
      goTo('keys')
      say(t('keyDeleted', keyTitle(view)))
    })
  return (
    <Panel title={t('putAway')} text={t('putAwayHint')}>
      <div class="row">
        <Button icon="archive" busy={busy} onClick={() => void archive(!view.archived)}>
          {view.archived ? t('restoreKey') : t('archiveKey')}
        </Button>
        {view.archived && (
          <Button look="danger" icon="trash" onClick={() => setAsking(true)}>
            {t('deleteKey')}
          </Button>
        )}
      </div>
      {fault}
      {asking && (
        <Dialog title={t('deleteKeyAsk', keyTitle(view))} onClose={() => setAsking(false)}>
          <p>{t('deleteKeyText')}</p>
          <div class="row end">
            <Button onClick={() => setAsking(false)}>{t('cancel')}</Button>
            <Button look="danger" icon="trash" busy={busy} onClick={() => void remove()}>
              {t('deleteForever')}
            </Button>
          </div>
        </Dialog>
      )}
    </Panel>
  )
}
