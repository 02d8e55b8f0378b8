import { Notice } from '../components/Notice.tsx'
import { Damaged } from '../components/VaultTrouble.tsx'
import { status } from '../state.ts'
import { formatDate, t } from '../strings.ts'
import { Import } from './Import.tsx'
import { PlainExport } from './PlainExport.tsx'
import { WriteBackup } from './WriteBackup.tsx'

export function Backup() {
  const vault = status.value
  return (
    <div class="stack">
      <h1>{t('backupAndMove')}</h1>
      {vault && vault.keyCount > 0 && (
        <Notice look={vault.backup.at === null || vault.backup.changedSince > 0 ? 'warn' : 'ok'}>
          <p>
            {vault.backup.at === null
              ? t('noBackupYet')
              : vault.backup.changedSince > 0
                ? t('backupOld', formatDate(vault.backup.at))
                : t('backupFresh', formatDate(vault.backup.at))}
          </p>
        </Notice>
      )}
      {vault && <Damaged vault={vault} />}
      <WriteBackup />
      <Import />
      <PlainExport />
      <p class="soft small">{t('removingDeletes')}</p>
    </div>
  )
}
