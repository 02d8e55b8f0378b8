import { useEffect, useState } from 'preact/hooks'
import type { KeyView, ScanFinding, SiteView } from '../../messages.ts'
import { AskError, ask } from '../ask.ts'
import { openOptions } from '../browser.ts'
import { Button } from '../components/Button.tsx'
import { EnrolmentCard } from '../components/EnrolmentCard.tsx'
import { Icon } from '../components/Icon.tsx'
import { Notice } from '../components/Notice.tsx'
import { useWork } from '../components/useWork.tsx'
import { hostOf, requestOrigins } from '../hosts.ts'
import { saveText, today } from '../saveFile.ts'
import { confirmations, refresh } from '../state.ts'
import { t } from '../strings.ts'
import type { ActiveTab } from './activeTab.ts'
import { scanTab } from './scanTab.ts'

interface Props {
  tab: ActiveTab
  sites: SiteView[]
  keys: KeyView[]
}

/** What Answerkey does on the page below, and what it could do there. */
export function SiteStrip({ tab, sites, keys }: Props) {
  const { busy, fault, run } = useWork()
  const [found, setFound] = useState<ScanFinding[] | undefined>(undefined)
  const { origin } = tab
  const picture = confirmations.value?.pictures.includes(tab.id) === true
  useEffect(() => {
    if (!picture) return
    // The click that opened the popup lets the picture be read; where it was opened otherwise, the button is left.
    ask('page.scan', { tabId: tab.id }).then(
      () => refresh('confirmations'),
      () => undefined,
    )
  }, [picture, tab.id])
  if (origin === undefined) return null

  const site = sites.find((each) => each.origin === origin)
  const hasKey = keys.some((key) => !key.archived && key.origins.includes(origin))
  const allow = () => {
    // Nothing may be awaited before this: the browser wants the click itself.
    const granted = requestOrigins([origin])
    void run(async () => {
      if (!(await granted)) throw new AskError('permission-refused', 'The browser did not allow it.')
      await ask('sites.sync', {})
    })
  }
  const scan = () =>
    run(async () => {
      const findings = await scanTab(tab.id)
      setFound(findings)
      await refresh('confirmations')
    })
  const teach = () =>
    run(async () => {
      await ask('page.teach', { tabId: tab.id })
      // The page is what the user points at now.
      window.close()
    })
  const report = () =>
    run(async () => {
      const { report: text } = await ask('page.report', { tabId: tab.id })
      saveText(`answerkey-page-${today()}.json`, text, 'application/json')
    })

  const scanButton = (
    <Button small icon="scan" busy={busy} onClick={() => void scan()}>
      {t('scanForKey')}
    </Button>
  )
  const enrolments = found?.filter(({ text }) => /^otpauth:/i.test(text)) ?? []
  return (
    <section class="site-strip" aria-label={t('thisSite')}>
      <div class="where">
        <Icon name="globe" size={16} />
        <bdi class="host" dir="ltr">
          {hostOf(origin)}
        </bdi>
        {hasKey && site?.granted && <span class="badge ok">{t('siteOn')}</span>}
      </div>
      {hasKey && !site?.granted && (
        <Notice look="warn">
          <p>{t('siteNotAllowed')}</p>
          <div>
            <Button small look="primary" busy={busy} onClick={allow}>
              {t('allowOn', hostOf(origin))}
            </Button>
          </div>
        </Notice>
      )}
      {picture && (
        <Notice>
          <p>{t('pictureNeedsClick')}</p>
          <div>
            <Button small look="primary" icon="scan" busy={busy} onClick={() => void scan()}>
              {t('readPicture')}
            </Button>
          </div>
        </Notice>
      )}
      {!hasKey && (
        <>
          <p class="small soft">{t('siteNoKey')}</p>
          <div class="row">
            {scanButton}
            <Button small icon="plus" onClick={() => void openOptions('/keys/add')}>
              {t('addKey')}
            </Button>
          </div>
        </>
      )}
      {found && enrolments.length === 0 && (
        <p class="small" role="status">
          {t('scanNothing')}
        </p>
      )}
      {enrolments.map(({ text }) => (
        <EnrolmentCard key={text} uri={text} pageOrigin={origin} onAdded={() => setFound(undefined)} />
      ))}
      {fault}
      {hasKey && (
        <details class="small">
          <summary>{site?.granted ? t('notFoundHere') : t('moreHere')}</summary>
          <div class="stack-s">
            {site?.granted && <p class="soft">{t('teachHint')}</p>}
            <div class="row">
              {scanButton}
              {site?.granted && (
                <>
                  <Button small icon="edit" onClick={() => void teach()}>
                    {t('teachPage')}
                  </Button>
                  <Button small icon="save" onClick={() => void report()}>
                    {t('savePageReport')}
                  </Button>
                </>
              )}
            </div>
          </div>
        </details>
      )}
    </section>
  )
}
