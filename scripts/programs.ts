import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromiumPath, firefoxPath } from '../e2e/browsers.ts'

interface Program {
  name: string
  debian: string
  found: () => boolean
}

const answers = (find: () => string): boolean => {
  try {
    return find() !== ''
  } catch {
    return false
  }
}

const PROGRAMS: Program[] = [
  { name: 'Chromium (or its path in CHROMIUM_PATH)', debian: 'chromium', found: () => answers(chromiumPath) },
  { name: 'Firefox (or its path in FIREFOX_PATH)', debian: 'firefox-esr', found: () => answers(firefoxPath) },
  {
    name: 'OpenSSL, for the certificates of test sites',
    debian: 'openssl',
    found: () => spawnSync('openssl', ['version']).status === 0,
  },
]

/**
 * Finds both browsers and what they need; installs what is missing where that is possible without asking
 * (Debian and its kin, as root; Chromium also by Playwright).
 * @throws with one sentence on what to install
 */
export function ensurePrograms(): void {
  const missing = () => PROGRAMS.filter(({ found }) => !found())
  if (missing().length === 0) return
  if (existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    const packages = missing().map(({ debian }) => debian)
    console.log(`Installing ${packages.join(', ')} (apt-get)`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env })
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      stdio: 'inherit',
      env,
    })
  } else if (!answers(chromiumPath)) {
    console.log('Installing Chromium (playwright install)')
    spawnSync('npx', ['playwright', 'install', 'chromium'], {
      stdio: 'inherit',
      shell: process.platform === 'win32',
    })
  }
  const still = missing()
  if (still.length > 0)
    throw new Error(`Please install ${still.map(({ name }) => name).join(' and ')}, then try again.`)
}
