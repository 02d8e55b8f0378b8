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

/** There is no vault: what to begin with, or that there were keys here before the storage was emptied. */
export function NotSetUp({ vault, heading: Heading }: { vault: VaultStatus; heading: 'h1' | 'h2' }) {
  const cleared = vault.reason === 'cleared'
  return (
    <>
      <Heading>{cleared ? t('clearedTitle') : t('welcomeTitle')}</Heading>
      {cleared ? (
        <Notice look="danger" role="alert">
          <p>{t('clearedText')}</p>
        </Notice>
      ) : (
        <p class="soft">{t('setUpFirst')}</p>
      )}
    </>
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
