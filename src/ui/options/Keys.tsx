import { useEffect, useMemo, useState } from 'preact/hooks'
import type { KeyView } from '../../messages.ts'
import { ask } from '../ask.ts'
import { Button, IconButton } from '../components/Button.tsx'
import { Icon } from '../components/Icon.tsx'
import { Waiting } from '../components/Notice.tsx'
import { say } from '../components/Toasts.tsx'
import { Damaged } from '../components/VaultTrouble.tsx'
import { hostOf } from '../hosts.ts'
import { matching, prepareSearch } from '../search.ts'
import { keys, keyTitle, refresh, status } from '../state.ts'
import { errorText, formatList, formatNumber, t } from '../strings.ts'
import { AddKey } from './AddKey.tsx'
import { KeyDetails } from './key/KeyDetails.tsx'
import { route } from './route.ts'

const ROWS = 60

export function Keys() {
  const own = keys.value
  const which = route.value[1]
  if (own === undefined) return <Waiting />
  if (which === 'add') return <AddKey />
  const shown = own.find(({ id }) => id === which)
  if (shown) return <KeyDetails key={shown.id} view={shown} />
  return <KeysPage own={own} />
}

function KeysPage({ own }: { own: KeyView[] }) {
  const [text, setText] = useState('')
  const [rows, setRows] = useState(ROWS)
  const used = useMemo(() => own.filter((key) => !key.archived), [own])
  const archived = useMemo(() => own.filter((key) => key.archived), [own])
  const found = useMemo(() => matching(used, text), [used, text])
  useEffect(() => prepareSearch(own), [own])
  const ordered = text.trim() === ''
  return (
    <div class="stack">
      <div class="spread heading">
        <h1>{t('keys')}</h1>
        <a class="button primary" href="#/keys/add">
          <Icon name="plus" /> {t('addKey')}
        </a>
      </div>
      {status.value && <Damaged vault={status.value} />}
      {used.length > 5 && (
        <input
          class="input"
          type="search"
          autocomplete="off"
          spellcheck={false}
          aria-label={t('searchKeys')}
          placeholder={t('searchKeys')}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      )}
      {used.length === 0 && (
        <div class="empty">
          <Icon name="key" size={32} />
          <p>{archived.length > 0 ? t('allArchived') : t('noKeysYet')}</p>
          {archived.length === 0 && <p class="soft small">{t('noKeysHint')}</p>}
        </div>
      )}
      {used.length > 0 && (
        <KeyRows views={found.slice(0, rows)} all={used} movable={ordered && used.length > 1} />
      )}
      {found.length === 0 && used.length > 0 && (
        <p class="soft" role="status">
          {t('noKeyFound')}
        </p>
      )}
      {found.length > rows && (
        <Button wide onClick={() => setRows(rows + ROWS * 4)}>
          {t('showMore', formatNumber(found.length - rows))}
        </Button>
      )}
      {archived.length > 0 && (
        <details class="archived">
          <summary>{t('archivedKeys', formatNumber(archived.length))}</summary>
          <p class="soft small">{t('archivedHint')}</p>
          <KeyRows views={archived} all={archived} movable={false} />
        </details>
      )}
      <p class="soft small">{t('removingDeletes')}</p>
    </div>
  )
}

interface RowsProps {
  views: readonly KeyView[]
  all: readonly KeyView[]
  movable: boolean
}

/** The keys in their order; a key is moved by dragging its handle, or with the arrows while the handle has the focus. */
function KeyRows({ views, all, movable }: RowsProps) {
  const [dragged, setDragged] = useState<string | undefined>(undefined)
  const [over, setOver] = useState<string | undefined>(undefined)
  const [said, setSaid] = useState('')
  const move = async (id: string, to: number) => {
    const ids = all.map((key) => key.id)
    const from = ids.indexOf(id)
    if (from < 0 || to < 0 || to >= ids.length || to === from) return
    ids.splice(to, 0, ...ids.splice(from, 1))
    // Painted at once; the worker's own order follows, or puts it back.
    const byId = new Map((keys.value ?? []).map((key) => [key.id, key]))
    const others = (keys.value ?? []).filter((key) => !ids.includes(key.id))
    keys.value = [...ids.flatMap((each) => byId.get(each) ?? []), ...others]
    setSaid(t('movedTo', to + 1, ids.length))
    try {
      await ask('keys.order', { ids: keys.value.map((key) => key.id) })
    } catch (error) {
      say(errorText(error))
      await refresh('keys')
    }
  }
  return (
    <>
      <ul class="rows">
        {views.map((view, at) => (
          <li
            key={view.id}
            class={over === view.id && dragged !== view.id ? 'over' : undefined}
            onDragOver={(event) => {
              if (dragged === undefined) return
              event.preventDefault()
              setOver(view.id)
            }}
            onDrop={(event) => {
              event.preventDefault()
              if (dragged !== undefined) void move(dragged, at)
              setDragged(undefined)
              setOver(undefined)
            }}
          >
            {movable && (
              // biome-ignore lint/a11y/noStaticElementInteractions: the button inside moves by keys
              <span
                class="handle"
                draggable
                onDragStart={(event) => {
                  setDragged(view.id)
                  event.dataTransfer?.setData('text/plain', keyTitle(view))
                }}
                onDragEnd={() => {
                  setDragged(undefined)
                  setOver(undefined)
                }}
              >
                <IconButton
                  icon="grip"
                  small
                  label={t('moveKey', keyTitle(view))}
                  onKeyDown={(event) => {
                    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
                    if (step === 0) return
                    event.preventDefault()
                    void move(view.id, at + step)
                  }}
                />
              </span>
            )}
            <a class="grow" href={`#/keys/${view.id}`}>
              <span class="title">
                <bdi>{keyTitle(view)}</bdi>
                {view.pinned && <Icon name="pin" size={14} />}
              </span>
              <span class="small soft">
                {[view.account, formatList(view.origins.map(hostOf))].filter(Boolean).join(' · ')}
              </span>
            </a>
            <span class="badges">
              <span class="badge">{view.kind.toUpperCase()}</span>
              {view.paymentSuite && (
                <span class="badge ok">{view.paymentOnly ? t('paymentOnly') : t('payment')}</span>
              )}
            </span>
            <Icon name="next" size={16} />
          </li>
        ))}
      </ul>
      <p class="unseen" role="status">
        {said}
      </p>
    </>
  )
}
