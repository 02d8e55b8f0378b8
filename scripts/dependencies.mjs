import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Installs the dependencies where they are missing. Uses nothing but Node's own modules, since it runs before there
 * are others. Ends the process with a sentence when it cannot.
 */
export function ensureDependencies() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Answerkey needs Node 20.19 or newer; this is ${process.versions.node}.`)
    process.exit(1)
  }
  // npm writes this file last.
  if (existsSync(join(root, 'node_modules/.package-lock.json'))) return
  console.log('Installing dependencies (npm ci)')
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    console.error('npm ci failed. Is the network there?')
    process.exit(1)
  }
}

/** Runs a TypeScript file with these arguments and ends with its exit code. */
export function runTypeScript(file, args = []) {
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')
  const { status } = spawnSync(process.execPath, [tsx, join(root, file), ...args], {
    cwd: root,
    stdio: 'inherit',
  })
  process.exit(status ?? 1)
}
