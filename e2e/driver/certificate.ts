import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * A key and a self-signed certificate for https on the hosts of a story, made now and never kept.
 * @param hosts host names and wildcards; `keeper.test` and all below it unless told
 * @returns both as PEM, as `node:https` takes them
 * @throws when openssl is not installed
 */
export function makeCertificate(
  hosts = ['keeper.test', '*.keeper.test', 'other.test', '*.other.test', 'localhost'],
): {
  key: string
  cert: string
} {
  const dir = mkdtempSync(join(tmpdir(), 'answerkey-certificate-'))
  try {
    const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')]
    const names = hosts.map((host) => `DNS:${host}`).join(',')
    execFileSync(
      'openssl',
      // biome-ignore format: one option a line says less than the command as one types it
      ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30',
        '-subj', '/CN=keeper.test', '-addext', `subjectAltName=${names}`, '-keyout', key, '-out', cert],
      { stdio: 'pipe' },
    )
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } catch (error) {
    throw new Error('No certificate could be made. Is openssl installed?', { cause: error })
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
