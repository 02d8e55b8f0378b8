import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Gives the build in a folder another version. */
export function setVersion(extension: string, version: string): void {
  const path = join(extension, 'manifest.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as object
  writeFileSync(path, JSON.stringify({ ...manifest, version }))
}
