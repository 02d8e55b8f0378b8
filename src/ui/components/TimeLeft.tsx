import { useEffect, useState } from 'preact/hooks'
import { t } from '../strings.ts'

/** The present time, painted anew every second; stops with the component. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** A ring that empties as a code runs out, with the seconds in words for those who cannot see it. */
export function TimeLeft({ endsAt, periodMs, now }: { endsAt: number; periodMs: number; now: number }) {
  const left = Math.max(0, Math.min(1, (endsAt - now) / periodMs))
  const around = 2 * Math.PI * 7
  const seconds = Math.max(0, Math.ceil((endsAt - now) / 1000))
  return (
    <span class="time-left" title={t('secondsLeft', seconds)}>
      <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
        <circle cx="9" cy="9" r="7" fill="none" stroke="var(--line)" stroke-width="2.5" />
        <circle
          cx="9"
          cy="9"
          r="7"
          fill="none"
          stroke={seconds <= 5 ? 'var(--warn)' : 'var(--accent)'}
          stroke-width="2.5"
          stroke-dasharray={`${around * left} ${around}`}
          transform="rotate(-90 9 9)"
        />
      </svg>
      <span class="unseen">{t('secondsLeft', seconds)}</span>
    </span>
  )
}
