import { useState } from 'preact/hooks'
import type { KeyView } from '../../../messages.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/Field.tsx'
import { say } from '../../components/Toasts.tsx'
import { useWork } from '../../components/useWork.tsx'
import { t } from '../../strings.ts'
import { Panel } from '../Panel.tsx'
import { updateKey } from './updateKey.ts'

/** The next counter, where the site's went another way. */
export function KeyCounter({ view, counter }: { view: KeyView; counter: string }) {
  const [text, setText] = useState(counter)
  const { busy, fault, run } = useWork()
  const valid = /^\d{1,19}$/.test(text)
  return (
    <Panel title={t('counter')} text={t('counterHint')}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (valid && text !== counter && !busy) {
            void run(async () => {
              await updateKey(view, { counter: text })
              say(t('saved'))
            })
          }
        }}
      >
        <TextField
          label={t('nextCounter')}
          class="digits"
          value={text}
          onText={setText}
          inputMode="numeric"
          maxLength={19}
          fault={valid ? undefined : t('error_counter_range')}
        />
        <div>
          <Button submit busy={busy} disabled={!valid || text === counter}>
            {t('save')}
          </Button>
        </div>
        {fault}
      </form>
    </Panel>
  )
}
