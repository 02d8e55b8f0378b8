import type { RefObject } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { browser } from '../browser.ts'
import { Button } from '../components/Button.tsx'
import { Icon, Mark } from '../components/Icon.tsx'
import { Fault, Waiting } from '../components/Notice.tsx'
import { Toasts } from '../components/Toasts.tsx'
import { Unlock } from '../components/Unlock.tsx'
import { useTakeOver } from '../components/useTakeOver.ts'
import { Unavailable } from '../components/VaultTrouble.tsx'
import { AddKeyWays } from '../options/AddKey.tsx'
import { keys, status, trouble } from '../state.ts'
import { t } from '../strings.ts'
import { Protect } from './Protect.tsx'

/** First run in three steps: how the keys are protected, the first key, where to go next. */
export function Welcome() {
  const [later, setLater] = useState(false)
  const vault = status.value
  const step =
    vault?.state === 'new' ? 1 : vault?.state === 'unlocked' && vault.keyCount === 0 && !later ? 2 : 3
  // To be remembered: once there is a vault again, nothing tells that there was one before.
  const cleared = useRef(false)
  if (vault?.reason === 'cleared') cleared.current = true
  const heading = useTakeOver(vault === undefined ? undefined : step)
  return (
    <>
      <header class="top">
        <p class="brand">
          <Mark size={24} /> Answerkey
        </p>
      </header>
      <main class="stack">
        <Fault error={trouble.value} />
        {vault === undefined && trouble.value === undefined && <Waiting />}
        {vault?.state === 'unavailable' && (
          <>
            <h1>{t('welcomeTitle')}</h1>
            <Unavailable vault={vault} />
          </>
        )}
        {vault?.state === 'locked' && <Unlock status={vault} title={<h1>{t('lockedTitle')}</h1>} />}
        {vault && (vault.state === 'new' || vault.state === 'unlocked') && (
          <>
            <ol class="steps" aria-label={t('steps')}>
              {[t('stepProtect'), t('stepFirstKey'), t('stepNext')].map((name, at) => (
                <li key={name} aria-current={at + 1 === step ? 'step' : undefined} data-done={at + 1 < step}>
                  <span class="sign">{at + 1 < step ? <Icon name="check" size={14} /> : at + 1}</span>
                  {name}
                </li>
              ))}
            </ol>
            {step === 1 && <Protect heading={heading} cleared={cleared.current} />}
            {step === 2 && (
              <FirstKey heading={heading} restores={cleared.current} onLater={() => setLater(true)} />
            )}
            {step === 3 && <Next heading={heading} hasKey={(keys.value?.length ?? 0) > 0} />}
          </>
        )}
      </main>
      <Toasts />
    </>
  )
}

type Heading = RefObject<HTMLHeadingElement | null>

interface FirstKeyProps {
  heading: Heading
  /** There were keys before: they are to be restored rather than added one by one. */
  restores: boolean
  onLater: () => void
}

function FirstKey({ heading, restores, onLater }: FirstKeyProps) {
  const [way, setWay] = useState<'paste' | 'picture' | 'hand'>('paste')
  return (
    <section class="stack">
      <h1 ref={heading} tabIndex={-1}>
        {restores ? t('restoreTitle') : t('firstKeyTitle')}
      </h1>
      <p class="soft">{restores ? t('restoreHint') : t('firstKeyHint')}</p>
      {!restores && <AddKeyWays way={way} onWay={setWay} onAdded={() => undefined} />}
      <div class="row">
        <a
          class={restores ? 'button primary' : 'button'}
          href={browser.runtime.getURL('src/ui/options/options.html#/backup')}
        >
          <Icon name="open" /> {t('restoreOrImport')}
        </a>
        <Button look="quiet" onClick={onLater}>
          {t('later')}
        </Button>
      </div>
    </section>
  )
}

function Next({ heading, hasKey }: { heading: Heading; hasKey: boolean }) {
  const options = (hash: string) => browser.runtime.getURL(`src/ui/options/options.html#${hash}`)
  return (
    <section class="stack">
      <h1 ref={heading} tabIndex={-1}>
        {t('nextTitle')}
      </h1>
      <ol class="next">
        <li>
          <Icon name="pin" />
          <div>
            <h2>{t('nextPinTitle')}</h2>
            <p class="soft">{t('nextPin')}</p>
          </div>
        </li>
        <li>
          <Icon name="globe" />
          <div>
            <h2>{t('nextUseTitle')}</h2>
            <p class="soft">{t('nextUse')}</p>
          </div>
        </li>
        <li>
          <Icon name="save" />
          <div>
            <h2>{t('nextBackupTitle')}</h2>
            <p class="soft">{t('removingDeletes')}</p>
          </div>
        </li>
      </ol>
      <div class="row">
        {hasKey ? (
          <a class="button primary" href={options('/backup')}>
            {t('backUp')}
          </a>
        ) : (
          <a class="button primary" href={options('/keys/add')}>
            {t('addKey')}
          </a>
        )}
        <a class="button" href={options('/keys')}>
          {t('openOptions')}
        </a>
      </div>
    </section>
  )
}
