import { useState } from 'preact/hooks'
import { ask } from '../ask.ts'
import { Button } from '../components/Button.tsx'
import { TextField } from '../components/Field.tsx'
import { useWork } from '../components/useWork.tsx'
import { refresh } from '../state.ts'
import { t } from '../strings.ts'
import { goTo } from './route.ts'

/** The same in every language, because it is also what the worker checks. */
const WORD = 'ERASE'

/** Erases everything, once the word is typed. */
export function Erase() {
  const [word, setWord] = useState('')
  const { busy, fault, run } = useWork()
  const erase = () =>
    run(async () => {
      await ask('vault.erase', { word: WORD })
      goTo('keys')
      await refresh('vault', 'keys', 'sites', 'settings')
    })
  return (
    <form
      class="stack-s"
      onSubmit={(event) => {
        event.preventDefault()
        if (word.trim() === WORD && !busy) void erase()
      }}
    >
      <TextField
        label={t('typeErase', WORD)}
        value={word}
        onText={setWord}
        class="code short"
        maxLength={20}
      />
      <div>
        <Button look="danger" icon="trash" submit busy={busy} disabled={word.trim() !== WORD}>
          {t('eraseAll')}
        </Button>
      </div>
      {fault}
    </form>
  )
}
