import { useEffect, useState } from 'preact/hooks'
import type { Replies } from '../../messages.ts'
import { canonicalPurse } from '../../protocol/index.ts'
import { ask } from '../ask.ts'
import { Button, IconButton } from '../components/Button.tsx'
import { Purse } from '../components/Digits.tsx'
import { TextField } from '../components/Field.tsx'
import { Icon } from '../components/Icon.tsx'
import { Fault, Waiting } from '../components/Notice.tsx'
import { useWork } from '../components/useWork.tsx'
import { faultOf, formatDate, t } from '../strings.ts'

type Recipient = Replies['recipients.list'][number]

/** The purses the user has paid or named: what a new one is compared with. */
export function Recipients() {
  const [list, setList] = useState<Recipient[] | undefined>(undefined)
  const [error, setError] = useState<unknown>(undefined)
  const load = async () => {
    try {
      setList(await ask('recipients.list', {}))
    } catch (failed) {
      setError(failed)
    }
  }
  useEffect(() => {
    void load()
  }, [])
  return (
    <div class="stack">
      <h1>{t('recipients')}</h1>
      <p class="soft">{t('recipientsHint')}</p>
      <Fault error={error} />
      {list === undefined && error === undefined && <Waiting />}
      {list?.length === 0 && (
        <div class="empty">
          <Icon name="people" size={32} />
          <p>{t('noRecipients')}</p>
        </div>
      )}
      {list && list.length > 0 && (
        <ul class="cards">
          {list.map((recipient) => (
            <Row key={recipient.purse} recipient={recipient} onChange={load} />
          ))}
        </ul>
      )}
      <NewRecipient onAdded={load} />
    </div>
  )
}

function Row({ recipient, onChange }: { recipient: Recipient; onChange: () => Promise<void> }) {
  const [name, setName] = useState(recipient.name)
  const { busy, fault, run } = useWork()
  return (
    <li class="card stack-s">
      <div class="spread">
        <p class="row">
          <strong>
            <Purse purse={recipient.purse} />
          </strong>
          <span class="small soft">
            {recipient.confirmedAt === null
              ? t('neverPaid')
              : t('paidFirst', formatDate(recipient.confirmedAt))}
          </span>
        </p>
        <IconButton
          icon="trash"
          small
          label={t('forgetRecipient', recipient.purse)}
          onClick={() =>
            void run(async () => {
              await ask('recipients.forget', { purse: recipient.purse })
              await onChange()
            })
          }
        />
      </div>
      <form
        class="with-button"
        onSubmit={(event) => {
          event.preventDefault()
          if (busy || name.trim() === recipient.name) return
          void run(async () => {
            await ask('recipients.name', { purse: recipient.purse, name: name.trim() })
            await onChange()
          })
        }}
      >
        <input
          class="input"
          type="text"
          autocomplete="off"
          maxLength={200}
          aria-label={t('nameOfRecipient', recipient.purse)}
          placeholder={t('recipientName')}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        {name.trim() !== recipient.name && (
          <Button submit busy={busy}>
            {t('save')}
          </Button>
        )}
      </form>
      {fault}
    </li>
  )
}

function NewRecipient({ onAdded }: { onAdded: () => Promise<void> }) {
  const [purse, setPurse] = useState('')
  const [name, setName] = useState('')
  const { busy, fault, run } = useWork()
  const wrong = faultOf(() => canonicalPurse(purse))
  // Not while it is still being typed.
  const purseFault = purse.trim().length > 11 ? wrong : undefined
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (busy || wrong !== undefined || name.trim() === '') return
        void run(async () => {
          await ask('recipients.name', { purse: canonicalPurse(purse), name: name.trim() })
          setPurse('')
          setName('')
          await onAdded()
        })
      }}
    >
      <h2>{t('addRecipient')}</h2>
      <div class="pair-fields">
        <TextField
          label={t('purse')}
          class="digits"
          placeholder="Z123456789012"
          value={purse}
          onText={setPurse}
          maxLength={64}
          fault={purseFault}
        />
        <TextField label={t('recipientName')} value={name} onText={setName} maxLength={200} />
      </div>
      <div>
        <Button
          submit
          busy={busy}
          disabled={purse.trim() === '' || name.trim() === '' || purseFault !== undefined}
        >
          {t('add')}
        </Button>
      </div>
      {fault}
    </form>
  )
}
