/**
 * Everything that is checked, in the order in which a mistake is cheapest to find: style, types, rooms, unit tests,
 * both builds, the add-on linter, a second build, and the stories in both browsers. Each check counts as one; of the
 * tests every one counts. The last line is `N passed, N failed`.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensurePrograms } from './programs.ts'

interface Count {
  passed: number
  failed: number
}

const reports = join(tmpdir(), `answerkey-checks-${process.pid}`)
const total: Count = { passed: 0, failed: 0 }
const failures: string[] = []

/** Runs a program in the project's folder, its output passed through. @returns its exit code */
function run(command: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: 'inherit',
      env: { ...process.env, ...env },
      shell: process.platform === 'win32',
    })
    child.once('error', (error) => {
      console.error(`${command}: ${error.message}`)
      resolve(1)
    })
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

/** Runs one check. Without a `count` it passes or fails as a whole; a failure that nothing counted counts as one. */
async function check(
  name: string,
  command: string,
  args: string[],
  { count, env }: { count?: () => Count; env?: Record<string, string> } = {},
): Promise<boolean> {
  console.log(`\n== ${name}`)
  const began = performance.now()
  const ok = (await run(command, args, env)) === 0
  let result: Count = { passed: ok ? 1 : 0, failed: ok ? 0 : 1 }
  if (count !== undefined) {
    try {
      result = count()
    } catch {
      result = { passed: 0, failed: 1 }
    }
    if (!ok && result.failed === 0) result.failed = 1
  }
  total.passed += result.passed
  total.failed += result.failed
  if (result.failed > 0) failures.push(name)
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  console.log(`== ${name}: ${result.passed} passed, ${result.failed} failed, ${seconds} s`)
  return result.failed === 0
}

const report = (file: string): unknown => JSON.parse(readFileSync(join(reports, file), 'utf8'))

function countUnits(): Count {
  const { numPassedTests, numFailedTests, testResults } = report('unit.json') as {
    numPassedTests: number
    numFailedTests: number
    testResults: { status: string; assertionResults: unknown[] }[]
  }
  // A file that does not even load has no tests that could fail.
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  return { passed: numPassedTests, failed: numFailedTests + broken.length }
}

function countStories(): Count {
  const { stats, errors } = report('e2e.json') as {
    stats: { expected: number; unexpected: number; flaky: number }
    errors: unknown[]
  }
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length }
}

const npx = (...args: string[]): [string, string[]] => ['npx', ['--no-install', ...args]]

mkdirSync(reports, { recursive: true })
try {
  ensurePrograms()
  await check('style', ...npx('biome', 'check'))
  await check('types', ...npx('tsc', '--noEmit'))
  await check('rooms', ...npx('tsx', 'scripts/rooms.ts'))
  await check(
    'unit tests',
    ...npx(
      'vitest',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${join(reports, 'unit.json')}`,
    ),
    { count: countUnits },
  )
  if (await check('build', process.execPath, ['scripts/build.mjs'])) {
    await check(
      'add-on linter',
      ...npx('web-ext', 'lint', '--source-dir', 'dist/firefox', '--warnings-as-errors'),
    )
    await check('reproducible build', process.execPath, ['scripts/reproducible.mjs'])
    await check(
      'stories in Chromium and Firefox',
      ...npx('playwright', 'test', '-c', 'e2e/playwright.config.ts'),
      {
        count: countStories,
        env: { PLAYWRIGHT_JSON_OUTPUT_FILE: join(reports, 'e2e.json') },
      },
    )
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  total.failed += 1
  failures.push('set-up')
} finally {
  rmSync(reports, { recursive: true, force: true })
}

if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1
