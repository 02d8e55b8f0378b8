/** Drawn on a 20 × 20 grid, one path each, in the colour of the text around. */
const paths = {
  search: 'M8.75 14a5.25 5.25 0 1 0 0-10.5 5.25 5.25 0 0 0 0 10.5ZM12.5 12.5 17 17',
  copy: 'M7.5 7.5h8v9h-8zM12.5 7.5v-4h-8v9h3',
  check: 'M4 10.5 8 14.5 16 5.5',
  close: 'M5 5 15 15M15 5 5 15',
  plus: 'M10 4v12M4 10h12',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  gear: 'M3 6h4.3M11.7 6H17M9.5 8.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM3 14h5.3M12.7 14H17M10.5 16.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z',
  warning: 'M10 3 18 16.5H2ZM10 8v4M10 14.2v.2',
  info: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM10 9.2v4.6M10 6.4v.2',
  pin: 'M7 3h6l-.8 5.2 2.3 2.8h-9l2.3-2.8zM10 11v6',
  next: 'M8 4.5 13.5 10 8 15.5',
  back: 'M12 4.5 6.5 10 12 15.5',
  up: 'M4.5 12 10 6.5 15.5 12',
  down: 'M4.5 8 10 13.5 15.5 8',
  scan: 'M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4M6.5 10h7',
  key: 'M7 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM9.6 10.6 16.5 3.5M13.5 6.5 16 9',
  globe:
    'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM2.5 10h15M10 2.5c2.2 2 3.2 4.6 3.2 7.5s-1 5.5-3.2 7.5c-2.2-2-3.2-4.6-3.2-7.5s1-5.5 3.2-7.5Z',
  trash: 'M3.5 5.5h13M8 5.5v-2h4v2M5.2 5.5l.8 11.5h8l.8-11.5',
  archive: 'M3 4h14v4H3zM4.2 8v8.5h11.6V8M8 11.2h4',
  edit: 'M4 16l.8-3.4L13.4 4 16 6.6 7.4 15.2Z',
  grip: 'M7.5 5v.1M12.5 5v.1M7.5 10v.1M12.5 10v.1M7.5 15v.1M12.5 15v.1',
  eye: 'M2 10c2-3.5 4.7-5.2 8-5.2s6 1.7 8 5.2c-2 3.5-4.7 5.2-8 5.2S4 13.5 2 10ZM10 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Z',
  type: 'M3 6h14v8H3zM6 9v2M9 11h5',
  clock: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM10 5.8V10l2.8 2',
  people: 'M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM4 17c.6-3.2 2.7-4.8 6-4.8s5.4 1.6 6 4.8',
  shield: 'M10 2.5 16 5v4.5c0 3.7-2 6.3-6 8-4-1.7-6-4.3-6-8V5Z',
  save: 'M10 3v9M6.5 8.8 10 12.3l3.5-3.5M4 16.5h12',
  open: 'M10 12.5v-9M6.5 6.7 10 3.2l3.5 3.5M4 16.5h12',
  external: 'M8 4.5H4.5v11h11V12M11.5 3.5h5v5M16.2 3.8 9.5 10.5',
  dots: 'M5 10v.1M10 10v.1M15 10v.1',
} as const

export type IconName = keyof typeof paths

/** A picture beside a text that already says it; the text is what is read aloud. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  const heavy = name === 'grip' || name === 'dots'
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      stroke-width={heavy ? 2.2 : 1.5}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  )
}

/** The product's mark: a tick whose long arm ends in the bow of a key. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg class="mark" width={size} height={size} viewBox="4 4 120 120" aria-hidden="true">
      <rect x="4" y="4" width="120" height="120" rx="30" fill="currentColor" />
      <g
        fill="none"
        stroke="var(--on-accent)"
        stroke-width="13"
        stroke-linecap="round"
        stroke-linejoin="round"
      >
        <circle cx="84" cy="43" r="17.5" />
        <path d="M73.5 57 50 93 26 68.5" />
      </g>
    </svg>
  )
}
