/** What would let somebody else's code in with `npm ci`: read from the lockfile alone, so it needs no network. */

interface Locked {
  version?: string
  resolved?: string
  integrity?: string
  license?: string
  link?: boolean
  dev?: boolean
  hasInstallScript?: boolean
}

export interface Lockfile {
  packages: Record<string, Locked>
}

export interface Manifest {
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

const REGISTRY = 'https://registry.npmjs.org/'
/** Programs that a package may run when it is installed: esbuild looks whether its own binary works. */
const MAY_RUN = new Set(['node_modules/esbuild'])
/** What may be passed on with the extension (MPL-2.0 binds its own files alone), and what its tools may further have. */
const LICENCES = new Set('MIT ISC Apache-2.0 BSD-2-Clause BSD-3-Clause 0BSD CC0-1.0 Zlib MPL-2.0'.split(' '))
const LICENCES_OF_TOOLS = new Set([...LICENCES, 'BlueOak-1.0.0', 'Python-2.0', 'BSD'])

/** Every reason against installing what a lockfile says; none where all is well. */
export function faultsOf({ packages }: Lockfile, { dependencies, devDependencies }: Manifest): string[] {
  const faults: string[] = []
  for (const [name, wanted] of Object.entries({ ...dependencies, ...devDependencies })) {
    if (!/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(wanted)) faults.push(`${name}: ${wanted} is no exact version`)
    const locked = packages[`node_modules/${name}`]?.version
    if (locked !== wanted) faults.push(`${name}: ${wanted} is wanted and ${locked} locked`)
  }
  for (const [path, { resolved, integrity, license, link, dev, hasInstallScript }] of Object.entries(
    packages,
  )) {
    if (path === '') continue
    if (link === true || !path.startsWith('node_modules/')) faults.push(`${path}: a folder, no package`)
    if (!/^sha512-[\w+/]{86}==$/.test(integrity ?? '')) faults.push(`${path}: no SHA-512`)
    if (resolved !== undefined && !resolved.startsWith(REGISTRY)) faults.push(`${path}: from ${resolved}`)
    if (hasInstallScript === true && !MAY_RUN.has(path)) faults.push(`${path}: runs a script when installed`)
    if (!isAllowed(license ?? 'none', dev === true ? LICENCES_OF_TOOLS : LICENCES))
      faults.push(`${path}: licence ${license}`)
  }
  return faults
}

/** An SPDX expression of names, `OR` and `AND` without nesting, as packages have it. */
function isAllowed(expression: string, allowed: Set<string>): boolean {
  return expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((name) => allowed.has(name)))
}
