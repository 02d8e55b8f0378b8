import type { ComponentType } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { ask } from '../ask.ts'
import { browser } from '../browser.ts'
import { IconButton } from '../components/Button.tsx'
import { Icon, type IconName, Mark } from '../components/Icon.tsx'
import { Fault, Waiting } from '../components/Notice.tsx'
import { Toasts } from '../components/Toasts.tsx'
import { isFocusLost } from '../components/useTakeOver.ts'
import { NotSetUp, NoWayIn, Unavailable } from '../components/VaultTrouble.tsx'
import { refresh, status, trouble } from '../state.ts'
import { t } from '../strings.ts'
import { Backup } from './Backup.tsx'
import { Forgot } from './Forgot.tsx'
import { Journal } from './Journal.tsx'
import { Keys } from './Keys.tsx'
import { Locked } from './Locked.tsx'
import { Recipients } from './Recipients.tsx'
import { route } from './route.ts'
import { Sites } from './Sites.tsx'
import { Security } from './security/Security.tsx'

interface Section {
  name: string
  title: () => string
  icon: IconName
  page: ComponentType
}

const sections: Section[] = [
  { name: 'keys', title: () => t('keys'), icon: 'key', page: Keys },
  { name: 'sites', title: () => t('sites'), icon: 'globe', page: Sites },
  { name: 'recipients', title: () => t('recipients'), icon: 'people', page: Recipients },
  { name: 'journal', title: () => t('journal'), icon: 'clock', page: Journal },
  { name: 'security', title: () => t('security'), icon: 'shield', page: Security },
  { name: 'backup', title: () => t('backupAndMove'), icon: 'save', page: Backup },
]

export function Options() {
  const vault = status.value
  const name = route.value[0] ?? 'keys'
  const section = sections.find((each) => each.name === name) ?? sections[0]
  const Page = section?.page
  const main = useRef<HTMLElement>(null)
  const place = route.value.slice(0, 2).join('/')
  const before = useRef({ name, place })
  useEffect(() => {
    // A new section begins at its top, for the eye and for a screen reader alike; so does one key among them.
    if (before.current.place === place) return
    if (before.current.name !== name || isFocusLost()) main.current?.focus({ preventScroll: true })
    before.current = { name, place }
    scrollTo(0, 0)
  }, [name, place])

  return (
    <div class="shell">
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        {t('skipToContent')}
      </button>
      <header class="side">
        <div class="spread">
          <p class="brand">
            <Mark size={24} /> Answerkey
          </p>
          {vault?.state === 'unlocked' && vault.slots.some(({ kind }) => kind !== 'none') && (
            <IconButton icon="lock" small label={t('lockNow')} onClick={() => void lock()} />
          )}
        </div>
        <nav aria-label={t('options')}>
          <ul>
            {sections.map((each) => (
              <li key={each.name}>
                <a
                  href={`#/${each.name}`}
                  aria-current={each.name === section?.name && name !== 'forgot' ? 'page' : undefined}
                >
                  <Icon name={each.icon} /> {each.title()}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <p class="small soft version">{t('version', browser.runtime.getManifest().version)}</p>
      </header>
      <main id="content" ref={main} tabIndex={-1}>
        <Fault error={trouble.value} />
        {vault === undefined && trouble.value === undefined && <Waiting />}
        {vault?.state === 'unavailable' && <Unavailable vault={vault} />}
        {vault?.state === 'new' && (
          <div class="stack narrow">
            <NotSetUp vault={vault} heading="h1" />
            <div>
              <a class="button primary" href={browser.runtime.getURL('src/ui/welcome/welcome.html')}>
                {t('setUp')}
              </a>
            </div>
          </div>
        )}
        {vault && name !== 'security' && <NoWayIn vault={vault} />}
        {vault?.state === 'locked' && (name === 'forgot' ? <Forgot /> : <Locked vault={vault} />)}
        {vault?.state === 'unlocked' && Page && (name === 'forgot' ? <Forgot /> : <Page />)}
      </main>
      <Toasts />
    </div>
  )
}

async function lock(): Promise<void> {
  await ask('vault.lock', {})
  await refresh('vault')
}
