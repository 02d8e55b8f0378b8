import { execFile, execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const VERSIONS = '/usr/lib/postgresql'

/** The newest installed PostgreSQL server's programs, or why there are none. */
export function findPostgres(): { bin: string } | { missing: string } {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS).map(Number).filter(Number.isFinite) : []
  const newest = versions
    .sort((a, b) => b - a)
    .find((version) => existsSync(`${VERSIONS}/${version}/bin/initdb`))
  if (newest === undefined)
    return { missing: 'PostgreSQL is not installed here (Debian: apt-get install postgresql)' }
  return { bin: `${VERSIONS}/${newest}/bin` }
}

/** A PostgreSQL server of its own in a new directory, reached through a socket there. */
export async function startPostgres(bin: string): Promise<{ url: string; stop(): Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), 'answerkey-postgres-'))
  const user = ordinaryUser()
  if (user) chownSync(directory, user.uid, user.gid)
  const data = join(directory, 'data')
  const options = { ...user, cwd: directory }
  await run(
    `${bin}/initdb`,
    ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--no-sync'],
    options,
  )
  const server = `-k ${directory} -c listen_addresses='' -c fsync=off`
  await run(`${bin}/pg_ctl`, ['-D', data, '-w', '-l', join(directory, 'log'), '-o', server, 'start'], options)
  return {
    url: `postgres://postgres@/postgres?host=${encodeURIComponent(directory)}`,
    async stop() {
      await run(`${bin}/pg_ctl`, ['-D', data, '-w', '-m', 'immediate', 'stop'], options)
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL refuses to run as root; then somebody else must. */
function ordinaryUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }))
      return { uid: id('-u'), gid: id('-g') }
    } catch {
      // no such user
    }
  }
  return undefined
}
