import type { KeyView } from '../../../messages.ts'
import { keyTitle } from '../../state.ts'
import { formatDateTime, t } from '../../strings.ts'
import { Panel } from '../Panel.tsx'
import { KeyCounter } from './KeyCounter.tsx'
import { KeyNames } from './KeyNames.tsx'
import { KeyOrigins } from './KeyOrigins.tsx'
import { KeyPayments } from './KeyPayments.tsx'
import { PutAway } from './PutAway.tsx'
import { RevealKey } from './RevealKey.tsx'

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
      <KeyNames view={view} />
      <KeyOrigins view={view} />
      {view.kind === 'ocra' && <KeyPayments view={view} />}
      {view.counter !== undefined && <KeyCounter view={view} counter={view.counter} />}
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
      <RevealKey view={view} />
      <PutAway view={view} />
    </div>
  )
}
