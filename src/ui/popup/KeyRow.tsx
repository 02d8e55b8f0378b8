import { useEffect, useState } from 'preact/hooks'
import type { CodeReply, KeyView } from '../../messages.ts'
import { ask } from '../ask.ts'
import { Button, IconButton } from '../components/Button.tsx'
import { CopyButton } from '../components/CopyButton.tsx'
import { Grouped } from '../components/Digits.tsx'
import { TimeLeft, useNow } from '../components/TimeLeft.tsx'
import { say } from '../components/Toasts.tsx'
import { keyTitle } from '../state.ts'
import { codeText, errorText, t } from '../strings.ts'
import type { ActiveTab } from './activeTab.ts'

interface Props {
  view: KeyView
  tab: ActiveTab | undefined
  /** Show a time-based code without being asked. */
  atOnce: boolean
  onAnswer: (key: KeyView) => void
}

export function KeyRow({ view, tab, atOnce, onAnswer }: Props) {
  const title = keyTitle(view)
  const here = tab?.origin !== undefined && view.origins.includes(tab.origin)
  const pin = async () => {
    try {
      await ask('keys.update', { id: view.id, patch: { pinned: !view.pinned } })
    } catch (error) {
      say(errorText(error))
    }
  }
  return (
    <li class="key-row">
      <div class="names">
        <p class="title">
          <bdi title={title}>{title}</bdi>
          {here && <span class="badge ok">{t('forThisSite')}</span>}
        </p>
        {view.account && view.account !== title && (
          <p class="small soft account" title={view.account}>
            <bdi>{view.account}</bdi>
          </p>
        )}
      </div>
      <div class="acts">
        {view.kind === 'ocra' && (
          <Button small onClick={() => onAnswer(view)} aria-label={t('answerWith', title)}>
            {t('answerVerb')}
          </Button>
        )}
        <IconButton
          icon="pin"
          small
          class={view.pinned ? 'pinned' : ''}
          label={view.pinned ? t('unpin', title) : t('pinKey', title)}
          aria-pressed={view.pinned}
          onClick={() => void pin()}
        />
      </div>
      {view.kind === 'totp' && <TimeCode view={view} tab={here ? tab : undefined} atOnce={atOnce} />}
      {view.kind === 'hotp' && <CounterCode view={view} tab={here ? tab : undefined} />}
    </li>
  )
}

function TimeCode({ view, tab, atOnce }: { view: KeyView; tab: ActiveTab | undefined; atOnce: boolean }) {
  const [wanted, setWanted] = useState(atOnce)
  const [reply, setReply] = useState<CodeReply | undefined>(undefined)
  const [error, setError] = useState<unknown>(undefined)
  const now = useNow()
  const over = reply?.endsAt !== undefined && now >= reply.endsAt
  useEffect(() => {
    if (!wanted || (reply !== undefined && !over)) return
    let current = true
    ask('code.get', { keyId: view.id }).then(
      (next) => current && setReply(next),
      (failed: unknown) => current && setError(failed),
    )
    return () => {
      current = false
    }
  }, [wanted, over, view.id, reply])
  if (error !== undefined) return <p class="fault code">{errorText(error)}</p>
  if (!wanted) {
    return (
      <div class="code">
        <Button small icon="eye" onClick={() => setWanted(true)}>
          {t('showCode')}
        </Button>
      </div>
    )
  }
  return (
    <div class="code">
      <span class="number">{reply ? <Grouped text={reply.code} /> : '······'}</span>
      {reply?.endsAt !== undefined && (
        <TimeLeft endsAt={reply.endsAt} periodMs={reply.periodMs ?? 30_000} now={now} />
      )}
      {reply && <CodeActs view={view} tab={tab} code={reply.code} />}
    </div>
  )
}

function CounterCode({ view, tab }: { view: KeyView; tab: ActiveTab | undefined }) {
  const [code, setCode] = useState<string | undefined>(undefined)
  const [requestId, setRequestId] = useState(() => crypto.randomUUID())
  const [error, setError] = useState<unknown>(undefined)
  const next = async () => {
    setError(undefined)
    try {
      const reply = await ask('code.get', { keyId: view.id, requestId })
      setCode(reply.code)
      // Only an answered request is over: one that failed is repeated under its own name.
      setRequestId(crypto.randomUUID())
    } catch (failed) {
      setError(failed)
    }
  }
  return (
    <div class="code">
      {code !== undefined && (
        <span class="number">
          <Grouped text={code} />
        </span>
      )}
      {code !== undefined && <CodeActs view={view} tab={tab} code={code} />}
      <Button small onClick={() => void next()}>
        {t('nextCode')}
      </Button>
      {error !== undefined && (
        <span class="fault" role="alert">
          {errorText(error)}
        </span>
      )}
    </div>
  )
}

function CodeActs({ view, tab, code }: { view: KeyView; tab: ActiveTab | undefined; code: string }) {
  const type = async (tabId: number) => {
    try {
      const { filled, reason } = await ask('code.fill', { keyId: view.id, tabId })
      say(filled ? t('codeTyped') : ((reason && codeText('error', reason)) ?? t('codeNotTyped')))
    } catch (error) {
      say(errorText(error))
    }
  }
  return (
    <>
      <CopyButton text={code} small iconLabel={t('copyCode')} />
      {tab && <IconButton icon="type" small label={t('typeIntoPage')} onClick={() => void type(tab.id)} />}
    </>
  )
}
