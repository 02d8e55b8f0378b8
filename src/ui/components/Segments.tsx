import { useRef } from 'preact/hooks'

interface Props<T extends string> {
  label: string
  options: { value: T; label: string }[]
  value: T
  onChoose: (value: T) => void
  /** The id of the panel that the tabs change. */
  panel: string
}

/** Tabs in one bar: one stop for Tab, arrows move between them. */
export function Segments<T extends string>({ label, options, value, onChoose, panel }: Props<T>) {
  const bar = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent) => {
    const rtl = document.documentElement.dir === 'rtl'
    const steps: Record<string, number> = { ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1 }
    const at = options.findIndex((option) => option.value === value)
    const step = steps[event.key]
    let to = step === undefined ? -1 : (at + step + options.length) % options.length
    if (event.key === 'Home') to = 0
    if (event.key === 'End') to = options.length - 1
    const next = options[to]
    if (next === undefined) return
    event.preventDefault()
    onChoose(next.value)
    bar.current?.querySelectorAll('button')[to]?.focus()
  }
  return (
    <div class="segments" role="tablist" aria-label={label} ref={bar} onKeyDown={move}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="tab"
          id={`tab-${option.value}`}
          aria-controls={panel}
          aria-selected={option.value === value}
          tabIndex={option.value === value ? 0 : -1}
          onClick={() => onChoose(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
