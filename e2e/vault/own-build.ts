import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Driver } from '../driver/driver.ts'

/** A copy of the built extension that a story may change; the story removes it. */
export function ownBuild(browser: Driver['browser']): string {
  const folder = mkdtempSync(join(tmpdir(), 'answerkey-build-'))
  const built = join(process.env.DIST ?? 'dist', browser === 'chromium' ? 'chrome' : 'firefox')
  cpSync(built, folder, { recursive: true })
  return folder
}

/** Takes a permission out of a build's manifest. */
export function withoutPermission(build: string, permission: string): void {
  const path = join(build, 'manifest.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { permissions: string[] }
  const permissions = manifest.permissions.filter((each) => each !== permission)
  writeFileSync(path, JSON.stringify({ ...manifest, permissions }))
}
