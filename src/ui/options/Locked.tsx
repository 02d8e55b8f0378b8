import type { VaultStatus } from '../../messages.ts'
import { Unlock } from '../components/Unlock.tsx'
import { t } from '../strings.ts'

export function Locked({ vault }: { vault: VaultStatus }) {
  return (
    <div class="narrow">
      <Unlock
        status={vault}
        title={
          <div class="stack-s">
            <h1>{t('lockedTitle')}</h1>
            {vault.reason !== 'slots-lost' && <p class="soft">{t('lockedHint')}</p>}
          </div>
        }
      />
    </div>
  )
}
