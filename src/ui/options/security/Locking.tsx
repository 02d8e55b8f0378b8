import type { Settings } from '../../../messages.ts'
import { Field } from '../../components/Field.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useWork } from '../../components/useWork.tsx'
import { t } from '../../strings.ts'
import { Panel } from '../Panel.tsx'
import { saveSettings } from './saveSettings.ts'

const IDLE = [1, 2, 5, 10, 15, 30, 60, 240]
const LIMIT = [15, 60, 240, 480, 1440, 10_080]

/** When the vault locks by itself. */
export function Locking({ set }: { set: Settings }) {
  const { fault, run } = useWork()
  const change = (part: Partial<Settings>) => void run(() => saveSettings({ ...set, ...part }))
  return (
    <Panel title={t('locking')} text={t('lockingHint')}>
      <MinutesField
        label={t('lockAfterIdle')}
        hint={t('lockAfterIdleHint')}
        choices={IDLE}
        value={set.lockAfterIdle}
        onChoose={(lockAfterIdle) => change({ lockAfterIdle })}
      />
      <MinutesField
        label={t('lockAfter')}
        hint={t('lockAfterHint')}
        choices={LIMIT}
        value={set.lockAfter}
        onChoose={(lockAfter) => change({ lockAfter })}
      />
      {set.lockAfterIdle === null && set.lockAfter === null && (
        <Notice look="warn">
          <p>{t('neverLocks')}</p>
        </Notice>
      )}
      {fault}
    </Panel>
  )
}

interface MinutesProps {
  label: string
  hint: string
  choices: number[]
  value: number | null
  onChoose: (minutes: number | null) => void
}

function MinutesField({ label, hint, choices, value, onChoose }: MinutesProps) {
  const all = value === null || choices.includes(value) ? choices : [...choices, value].sort((a, b) => a - b)
  return (
    <Field label={label} hint={hint}>
      {(tie) => (
        <select
          {...tie}
          class="input short"
          value={value ?? ''}
          onChange={(event) => {
            const text = event.currentTarget.value
            onChoose(text === '' ? null : Number(text))
          }}
        >
          {all.map((minutes) => (
            <option key={minutes} value={minutes}>
              {minutesText(minutes)}
            </option>
          ))}
          <option value="">{t('neverByItself')}</option>
        </select>
      )}
    </Field>
  )
}

function minutesText(minutes: number): string {
  if (minutes % 1440 === 0) return t('forDays', minutes / 1440)
  if (minutes % 60 === 0) return t('forHours', minutes / 60)
  return t('forMinutes', minutes)
}
