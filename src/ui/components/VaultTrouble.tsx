import type { VaultStatus } from '../../messages.ts'
import { openOptions } from '../browser.ts'
import { refresh } from '../state.ts'
import { reasonText, t } from '../strings.ts'
import { Button } from './Button.tsx'
import { Notice } from './Notice.tsx'

/** The browser does not let the vault be opened: why, and to look again. */
export function Unavailable({ vault }: { vault: VaultStatus }) {
  return (
    <Notice look="danger" role="alert">
      <p>{reasonText(vault.reason ?? 'unavailable')}</p>
      <p>
        <Button small onClick={() => void refresh('vault', 'keys', 'confirmations', 'sites', 'settings')}>
          {t('tryAgain')}
        </Button>
      </p>
    </Notice>
  )
}

/** There were keys here before the browser emptied its storage; nothing where there were none. */
export function Cleared({ vault }: { vault: VaultStatus }) {
  if (vault.state !== 'new' || vault.reason !== 'cleared') return null
  return (
    <Notice look="danger" role="alert">
      <p>
        <strong>{t('clearedTitle')}</strong>
      </p>
      <p>{t('clearedText')}</p>
    </Notice>
  )
}

/** Open still, and the next lock would be for good: nothing where there is a way in. */
export function NoWayIn({ vault }: { vault: VaultStatus }) {
  if (vault.state !== 'unlocked' || vault.reason !== 'slots-lost') return null
  return (
    <Notice look="danger" role="alert">
      <p>{t('noWayIn')}</p>
      <p>
        <Button small onClick={() => void openOptions('/security')}>
          {t('setPassword')}
        </Button>
      </p>
    </Notice>
  )
}

/** Records that cannot be read; nothing where all can. */
export function Damaged({ vault }: { vault: VaultStatus }) {
  if (vault.damaged.length === 0) return null
  return (
    <Notice look="danger">
      <p>{t('damagedRecords', vault.damaged.length)}</p>
    </Notice>
  )
}
