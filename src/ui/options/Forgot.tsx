import { Notice } from '../components/Notice.tsx'
import { status } from '../state.ts'
import { formatDate, t } from '../strings.ts'
import { Erase } from './Erase.tsx'

/** What is left when the password is gone: nothing that anybody else could do. */
export function Forgot() {
  const at = status.value?.backup.at ?? null
  return (
    <div class="stack narrow">
      <h1>{t('forgotPassword')}</h1>
      <p>{t('forgotNobody')}</p>
      <Notice look={at === null ? 'warn' : 'info'}>
        <p>{at === null ? t('forgotNoBackup') : t('forgotBackup', formatDate(at))}</p>
      </Notice>
      <section class="stack-s">
        <h2>{t('forgotStartOver')}</h2>
        <p>{t('forgotEraseExplained')}</p>
        <Erase />
      </section>
      <p>
        <a href="#/keys">{t('back')}</a>
      </p>
    </div>
  )
}
