import { ApprovalQueue } from '../components/approval/ApprovalQueue.tsx'
import { Button } from '../components/Button.tsx'
import { Mark } from '../components/Icon.tsx'
import { Fault, Waiting } from '../components/Notice.tsx'
import { Unavailable } from '../components/VaultTrouble.tsx'
import { startPage } from '../page.ts'
import { confirmations, rejectedHere, status, trouble, watch } from '../state.ts'
import { t } from '../strings.ts'
import { keepRoomy } from './roomyWindow.ts'

/** The one this window was opened for, as its address says: `?id=…`. */
const first = new URLSearchParams(location.search).get('id') ?? undefined

const close = () => window.close()

function ApprovalPage() {
  const list = confirmations.value
  const vault = status.value
  if (trouble.value !== undefined) {
    return (
      <div class="nothing">
        <Fault error={trouble.value} />
      </div>
    )
  }
  if (vault?.state === 'unavailable') {
    return (
      <div class="nothing">
        <Unavailable vault={vault} />
      </div>
    )
  }
  if (list === undefined || vault === undefined) {
    return (
      <div class="nothing">
        <Waiting />
      </div>
    )
  }
  if (list.confirmations.length === 0 && rejectedHere.value === undefined) {
    return (
      <div class="nothing">
        <Mark size={32} />
        <h1>{t('nothingPending')}</h1>
        <p class="soft">{t('nothingPendingHint')}</p>
        <Button onClick={close}>{t('closeWindow')}</Button>
      </div>
    )
  }
  return (
    <>
      <h1 class="unseen">{t('approvalTitle')}</h1>
      <ApprovalQueue list={list} status={vault} first={first} onEmpty={close} />
    </>
  )
}

// Closing leaves it pending: nothing is decided by it.
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.defaultPrevented) close()
})

watch('vault', 'confirmations', 'keys')
startPage(t('approvalTitle'), <ApprovalPage />)
keepRoomy()
