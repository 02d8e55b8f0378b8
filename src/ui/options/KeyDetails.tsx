import { useState } from 'preact/hooks'
import type { KeyPatch, KeyView } from '../../messages.ts'
import { DEFAULT_PAYMENT_SUITE, parsePaymentSuite } from '../../protocol/index.ts'
import { AskError, ask } from '../ask.ts'
import { Button } from '../components/Button.tsx'
import { CopyButton } from '../components/CopyButton.tsx'
import { Dialog } from '../components/Dialog.tsx'
import { Check, PasswordField, TextField } from '../components/Field.tsx'
import { Notice } from '../components/Notice.tsx'
import { OriginPicker } from '../components/OriginPicker.tsx'
import { QrPicture } from '../components/QrPicture.tsx'
import { say } from '../components/Toasts.tsx'
import { useFocusKept } from '../components/useFocusKept.ts'
import { useWork } from '../components/useWork.tsx'
import { requestOrigins } from '../hosts.ts'
import { keys, keyTitle, refresh, sites, status } from '../state.ts'
import { errorText, faultOf, formatDateTime, t } from '../strings.ts'
import { Panel } from './Panel.tsx'
import { goTo } from './route.ts'

/** Everything about one key but its secret, which is shown after the password alone. */
export function KeyDetails({ view }: { view: KeyView }) {
  const title = keyTitle(view)
  return (
    <div class="stack">
      <p>
        <a href="#/keys">{t('backToKeys')}</a>
      </p>
      <div class="spread heading">
        <h1>
          <bdi>{title}</bdi>
        </h1>
        {view.archived && <span class="badge">{t('archived')}</span>}
      </div>
      <Names view={view} />
      <Origins view={view} />
      {view.kind === 'ocra' && <Payments view={view} />}
      {view.counter !== undefined && <Counter view={view} counter={view.counter} />}
      <Panel title={t('facts')}>
        <dl class="facts">
          <dt>{t('kindOfKey')}</dt>
          <dd>{view.kind.toUpperCase()}</dd>
          {view.suite && (
            <>
              <dt>{t('suite')}</dt>
              <dd>
                <code>{view.suite}</code>
              </dd>
            </>
          )}
          {view.kind !== 'ocra' && (
            <>
              <dt>{t('algorithm')}</dt>
              <dd>
                {view.algorithm}, {t('digitsCount', view.digits)}
              </dd>
            </>
          )}
          <dt>{t('addedAt')}</dt>
          <dd>{formatDateTime(view.createdAt)}</dd>
          <dt>{t('lastUsedAt')}</dt>
          <dd>{view.lastUsedAt === null ? t('never') : formatDateTime(view.lastUsedAt)}</dd>
        </dl>
      </Panel>
      <Reveal view={view} />
      <PutAway view={view} />
    </div>
  )
}

/** Painted at once; the worker's own list follows by itself, or is asked for where it refused. */
async function update(view: KeyView, patch: KeyPatch): Promise<void> {
  keys.value = keys.value?.map((key) => (key.id === view.id ? patched(key, patch) : key))
  try {
    await ask('keys.update', { id: view.id, patch })
  } catch (error) {
    await refresh('keys')
    throw error
  }
}

function patched(key: KeyView, patch: KeyPatch): KeyView {
  const { paymentSuite, ...before } = key
  const kept = patch.paymentSuite === undefined ? paymentSuite : patch.paymentSuite
  return {
    ...before,
    ...(kept && { paymentSuite: kept }),
    name: patch.name ?? key.name,
    issuer: patch.issuer ?? key.issuer,
    account: patch.account ?? key.account,
    origins: patch.origins ?? key.origins,
    paymentOnly: patch.paymentOnly ?? key.paymentOnly,
    archived: patch.archived ?? key.archived,
  }
}

function Names({ view }: { view: KeyView }) {
  const [name, setName] = useState(view.name)
  const [issuer, setIssuer] = useState(view.issuer)
  const [account, setAccount] = useState(view.account)
  const { busy, fault, run } = useWork()
  const same = name === view.name && issuer === view.issuer && account === view.account
  return (
    <Panel title={t('names')}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (!same && !busy) {
            void run(async () => {
              await update(view, { name: name.trim(), issuer: issuer.trim(), account: account.trim() })
              say(t('saved'))
            })
          }
        }}
      >
        <TextField
          label={t('ownName')}
          hint={t('ownNameHint')}
          value={name}
          onText={setName}
          maxLength={256}
        />
        <div class="pair-fields">
          <TextField label={t('issuer')} value={issuer} onText={setIssuer} maxLength={256} />
          <TextField label={t('account')} value={account} onText={setAccount} maxLength={256} />
        </div>
        <div>
          <Button submit busy={busy} disabled={same}>
            {t('save')}
          </Button>
        </div>
        {fault}
      </form>
    </Panel>
  )
}

function Origins({ view }: { view: KeyView }) {
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
      if (change) await update(view, { origins })
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

function Payments({ view }: { view: KeyView }) {
  const [suite, setSuite] = useState(view.paymentSuite ?? DEFAULT_PAYMENT_SUITE)
  const { busy, fault, run } = useWork()
  const pays = view.paymentSuite !== undefined
  const suiteFault = faultOf(() => parsePaymentSuite(suite))
  return (
    <Panel title={t('payment')} text={t('answersPaymentsHint')}>
      <Check
        label={t('answersPayments')}
        checked={pays}
        disabled={busy}
        onCheck={(checked) =>
          void run(() =>
            update(
              view,
              checked
                ? { paymentSuite: suite }
                : { paymentSuite: null, ...(view.paymentOnly && { paymentOnly: false }) },
            ),
          )
        }
      />
      <TextField
        label={t('paymentSuite')}
        class="code"
        value={suite}
        onText={setSuite}
        maxLength={100}
        fault={suiteFault}
      />
      {pays && suite !== view.paymentSuite && (
        <div>
          <Button
            busy={busy}
            disabled={suiteFault !== undefined}
            onClick={() => void run(() => update(view, { paymentSuite: suite }))}
          >
            {t('save')}
          </Button>
        </div>
      )}
      {pays && (
        <Check
          label={t('paymentOnly')}
          hint={t('paymentOnlyHint')}
          checked={view.paymentOnly}
          disabled={busy}
          onCheck={(checked) => void run(() => update(view, { paymentOnly: checked }))}
        />
      )}
      {fault}
    </Panel>
  )
}

function Counter({ view, counter }: { view: KeyView; counter: string }) {
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
              await update(view, { counter: text })
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

function Reveal({ view }: { view: KeyView }) {
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

/** Archived first, which can be undone; deleted only from there. */
function PutAway({ view }: { view: KeyView }) {
  const [asking, setAsking] = useState(false)
  const { busy, fault, run } = useWork()
  const archive = (archived: boolean) =>
    run(async () => {
      await update(view, { archived })
      if (!archived) return
      goTo('keys')
      say(t('keyArchived', keyTitle(view)), () => {
        update(view, { archived: false }).catch((error: unknown) => say(errorText(error)))
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
