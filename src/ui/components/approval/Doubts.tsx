import type { ConfirmationView, Doubt } from '../../../messages.ts'
import { formatList, t } from '../../strings.ts'
import { Amount, Purse } from '../Digits.tsx'
import { Choices } from '../Field.tsx'
import { Notice } from '../Notice.tsx'

interface Props {
  view: ConfirmationView
  /** The index chosen for each doubt; undefined until it is. */
  settled: (number | undefined)[]
  onSettle: (doubt: number, choice: number) => void
}

/** Whatever the page alone does not decide, one question each. */
export function Doubts({ view, settled, onSettle }: Props) {
  return (
    <>
      {view.doubts.map((doubt, at) =>
        doubt.choices.length === 0 ? (
          <Notice look="danger" key={at}>
            <p>
              <strong>{question(doubt)}</strong>
            </p>
            {doubt.seen.length > 0 && <p>{t('doubtSeen', formatList(doubt.seen))}</p>}
            <p>{t('doubtHopeless')}</p>
          </Notice>
        ) : (
          <div class="doubt" key={at}>
            <Choices
              legend={question(doubt)}
              value={settled[at]}
              onChoose={(choice) => onSettle(at, choice)}
              options={doubt.choices.map((choice, index) => ({
                value: index,
                label: <Choice text={choice} />,
              }))}
            />
            {doubt.seen.length > 0 && <p class="hint">{t('doubtSeen', formatList(doubt.seen))}</p>}
          </div>
        ),
      )}
    </>
  )
}

/** A choice in the form in which it would be answered. */
function Choice({ text }: { text: string }) {
  if (/^[A-Z]?\d{12}$/.test(text)) return <Purse purse={text} />
  return /^\d{1,15}\.\d{2,8}$/.test(text) ? <Amount amount={text} /> : <bdi>{text}</bdi>
}

function question(doubt: Doubt): string {
  switch (doubt.about) {
    case 'amount':
      return t('doubtAmount')
    case 'purse':
      return t('doubtPurse')
    case 'field':
      return t('doubtField')
    case 'challenge':
      return t('doubtChallenge')
    case 'conflict':
      return t('doubtConflict')
  }
}
