import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { zipSync } from 'fflate'

/** Zip keeps local time without a zone: the same wall clock everywhere gives the same bytes everywhere. */
const THEN = new Date(1980, 0, 1)

/** Writes `files` (paths inside `dir`, sorted) as a zip whose bytes depend on nothing but their names and contents. */
export async function writeZip(dir, files, zipPath) {
  const content = {}
  for (const file of files) content[file] = await readFile(join(dir, file))
  await writeFile(zipPath, zipSync(content, { level: 9, mtime: THEN, os: 3, attrs: 0o644 << 16 }))
}
