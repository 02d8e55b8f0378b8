import { useMemo, useState } from 'preact/hooks'
import { type Enrolment, parseOtpauth } from '../../protocol/index.ts'
import { ask } from '../ask.ts'
import { isWebMoney, requestOrigins, speaksFor } from '../hosts.ts'
import { toKeyData } from '../keyData.ts'
import { errorText, formatList, t } from '../strings.ts'
import { Button } from './Button.tsx'
import { Check } from './Field.tsx'
import { Notice } from './Notice.tsx'
import { say } from './Toasts.tsx'
import { useWork } from './useWork.tsx'

interface Props {
  uri: string
  /** Where the URI was found; offered as the site that the key may answer. */
  pageOrigin?: string | undefined
  onAdded: () => void
}

/** What an `otpauth:` URI would add, before it is added. */
export function EnrolmentCard({ uri, pageOrigin, onAdded }: Props) {
  const parsed = useMemo(() => read(uri), [uri])
  return 'error' in parsed ? (
    <Notice look="danger" role="alert">
      <p>{errorText(parsed.error)}</p>
    </Notice>
  ) : (
    <Offer enrolment={parsed.enrolment} pageOrigin={pageOrigin} onAdded={onAdded} />
  )
}

function read(uri: string): { enrolment: Enrolment } | { error: unknown } {
  try {
    return { enrolment: parseOtpauth(uri) }
  } catch (error) {
    return { error }
  }
}

interface OfferProps {
  enrolment: Enrolment
  pageOrigin?: string | undefined
  onAdded: () => void
}

/** An enrolment with its sites to choose, and the button that adds it and asks the browser for them. */
function Offer({ enrolment, pageOrigin, onAdded }: OfferProps) {
  const named = enrolment.origins ?? []
  const offered = pageOrigin !== undefined && !named.includes(pageOrigin) ? [...named, pageOrigin] : named
  const [origins, setOrigins] = useState<string[]>(named.length > 0 ? named : offered)
  const [paymentOnly, setPaymentOnly] = useState(false)
  const { busy, fault, run } = useWork()
  const title = enrolment.issuer || enrolment.account || t('unnamedKey')
  const foreign = pageOrigin === undefined ? [] : named.filter((origin) => !speaksFor(pageOrigin, origin))

  const add = () => {
    // First of all, and without waiting: the browser's question needs the click, and may close the popup.
    const granted = requestOrigins(origins).catch(() => false)
    const { origins: _, ...rest } = enrolment
    const key = toKeyData({
      ...rest,
      ...(origins.length > 0 && { origins }),
      ...(paymentOnly && { paymentOnly }),
    })
    void run(async () => {
      await ask('keys.add', { key })
      const allowed = await granted
      if (origins.length > 0) await ask('sites.sync', {})
      say(allowed ? t('keyAdded', title) : t('keyAddedNotAllowed', title))
      onAdded()
    })
  }

  return (
    <section class="enrolment card stack-s" aria-label={t('keyFound')}>
      <div>
        <p class="title">
          <bdi>{title}</bdi>
        </p>
        {enrolment.account && enrolment.account !== title && (
          <p class="small soft">
            <bdi>{enrolment.account}</bdi>
          </p>
        )}
      </div>
      <p class="row">
        <span class="badge">{enrolment.kind.toUpperCase()}</span>
        {enrolment.kind === 'ocra' && (
          <>
            <span class="badge">{t('authorization')}</span>
            {enrolment.paymentSuite && <span class="badge">{t('payment')}</span>}
          </>
        )}
      </p>
      {offered.length > 0 && (
        <fieldset class="stack-s">
          <legend class="label small">{t('mayAnswerAt')}</legend>
          {offered.map((origin) => (
            <Check
              key={origin}
              label={<bdi dir="ltr">{origin}</bdi>}
              checked={origins.includes(origin)}
              onCheck={(checked) =>
                setOrigins(checked ? [...origins, origin] : origins.filter((each) => each !== origin))
              }
            />
          ))}
        </fieldset>
      )}
      {foreign.length > 0 && (
        <Notice look="warn">
          <p>{t('foreignOrigin', formatList(foreign))}</p>
        </Notice>
      )}
      {origins.some(isWebMoney) && <WebMoneyNotice />}
      {enrolment.paymentSuite && (
        <Check
          label={t('paymentOnly')}
          hint={t('paymentOnlyHint')}
          checked={paymentOnly}
          onCheck={setPaymentOnly}
        />
      )}
      <div>
        <Button look="primary" busy={busy} onClick={add}>
          {origins.length > 0 ? t('addAndAllow') : t('addKey')}
        </Button>
      </div>
      {fault}
    </section>
  )
}

/** Said before a key is bound to WebMoney's own hosts. */
export function WebMoneyNotice() {
  return (
    <Notice look="warn">
      <p>{t('webMoneyNotice')}</p>
    </Notice>
  )
}
