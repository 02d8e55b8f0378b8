import { useEffect, useState } from 'preact/hooks'
import type { JournalEntry } from '../../messages.ts'
import { ask } from '../ask.ts'
import { Button } from '../components/Button.tsx'
import { Dialog } from '../components/Dialog.tsx'
import { Amount, Grouped, Purse, unitOf } from '../components/Digits.tsx'
import { Icon } from '../components/Icon.tsx'
import { Fault, Waiting } from '../components/Notice.tsx'
import { useWork } from '../components/useWork.tsx'
import { hostOf } from '../hosts.ts'
import { formatDateTime, reasonText, t } from '../strings.ts'

const PAGE = 50

/** What was approved, rejected and refused, newest first. */
export function Journal() {
  const [entries, setEntries] = useState<JournalEntry[] | undefined>(undefined)
  const [more, setMore] = useState(false)
  const [asking, setAsking] = useState(false)
  const [error, setError] = useState<unknown>(undefined)
  const { busy, fault, run } = useWork()
  const load = async (known: JournalEntry[]) => {
    try {
      const last = known.at(-1)
      const next = await ask('journal.list', { limit: PAGE, ...(last && { before: last.at }) })
      setEntries([...known, ...next])
      setMore(next.length === PAGE)
    } catch (failed) {
      setError(failed)
    }
  }
  useEffect(() => {
    void load([])
  }, [])
  return (
    <div class="stack">
      <div class="spread heading">
        <h1>{t('journal')}</h1>
        {entries && entries.length > 0 && (
          <Button icon="trash" onClick={() => setAsking(true)}>
            {t('clearJournal')}
          </Button>
        )}
      </div>
      <p class="soft">
        {t('journalHint')} {t('journalMost')}
      </p>
      <Fault error={error} />
      {entries === undefined && error === undefined && <Waiting />}
      {entries?.length === 0 && (
        <div class="empty">
          <Icon name="clock" size={32} />
          <p>{t('journalEmpty')}</p>
        </div>
      )}
      {entries && entries.length > 0 && (
        <ol class="entries">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      {more && entries && (
        <Button wide onClick={() => void load(entries)}>
          {t('showOlder')}
        </Button>
      )}
      {asking && (
        <Dialog title={t('clearJournalAsk')} onClose={() => setAsking(false)}>
          <p>{t('clearJournalText')}</p>
          {fault}
          <div class="row end">
            <Button onClick={() => setAsking(false)}>{t('cancel')}</Button>
            <Button
              look="danger"
              busy={busy}
              onClick={() =>
                void run(async () => {
                  await ask('journal.clear', {})
                  setEntries([])
                  setMore(false)
                  setAsking(false)
                })
              }
            >
              {t('clearJournal')}
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  )
}

const looks: Record<JournalEntry['what'], string> = {
  approved: 'badge ok',
  rejected: 'badge',
  refused: 'badge warn',
  'by-hand': 'badge ok',
  code: 'badge',
}

function Entry({ entry }: { entry: JournalEntry }) {
  return (
    <li>
      <div class="spread">
        <p class="row">
          <span class={looks[entry.what]}>{wordOf(entry)}</span>
          {entry.origin && <bdi dir="ltr">{hostOf(entry.origin)}</bdi>}
          {entry.keyLabel && <span class="soft small">{entry.keyLabel}</span>}
        </p>
        <time class="soft small" dateTime={new Date(entry.at).toISOString()}>
          {formatDateTime(entry.at)}
        </time>
      </div>
      {entry.transaction && (
        <p class="row">
          <strong>
            <Amount
              amount={entry.transaction.amount}
              currency={unitOf(entry.transaction.purse, entry.currency)}
            />
          </strong>
          <Purse purse={entry.transaction.purse} />
        </p>
      )}
      <p class="small soft row">
        {entry.mode && <span>{entry.mode === 'payment' ? t('payment') : t('authorization')}</span>}
        {entry.challenge && <Grouped text={entry.challenge} />}
        {entry.outcome === 'shown' && <span>{t('outcomeShown')}</span>}
      </p>
      {entry.reason && <p class="small">{reasonText(entry.reason)}</p>}
    </li>
  )
}

function wordOf(entry: JournalEntry): string {
  switch (entry.what) {
    case 'approved':
      return t('journalApproved')
    case 'rejected':
      return t('journalRejected')
    case 'refused':
      return t('journalRefused')
    case 'by-hand':
      return t('journalByHand')
    case 'code':
      return t('journalCode')
  }
}
