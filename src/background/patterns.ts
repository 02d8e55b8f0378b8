/**
 * Match patterns of the browser: which it needs for an origin, and whether one that the user granted covers it.
 * A pattern never carries a port, because Firefox takes such a pattern and then never matches it.
 */

/** The pattern that lets the content script run at an origin; undefined where no pattern could. */
export function patternOf(origin: string): string | undefined {
  if (!URL.canParse(origin)) return undefined
  const { protocol, hostname } = new URL(origin)
  if (protocol === 'https:') return `https://${hostname}/*`
  if (protocol === 'http:' && (hostname === 'localhost' || hostname === '127.0.0.1')) {
    return `http://${hostname}/*`
  }
  return undefined
}

/** Whether one of the patterns that the user granted covers an origin. */
export function isGranted(granted: readonly string[], origin: string): boolean {
  const { protocol, hostname } = new URL(origin)
  return granted.some((pattern) => covers(pattern, protocol.slice(0, -1), hostname))
}

function covers(pattern: string, scheme: string, host: string): boolean {
  if (pattern === '<all_urls>') return true
  const [, schemes, hosts] = /^(\*|https?):\/\/([^/]+)\/\*$/.exec(pattern) ?? []
  if (schemes === undefined || hosts === undefined) return false
  if (schemes !== '*' && schemes !== scheme) return false
  if (hosts === '*' || hosts === host) return true
  const domain = hosts.startsWith('*.') ? hosts.slice(2) : undefined
  return domain !== undefined && (host === domain || host.endsWith(`.${domain}`))
}

/** The patterns of these origins that the user granted, each once, sorted. */
export function grantedPatterns(origins: Iterable<string>, granted: readonly string[]): string[] {
  const patterns = new Set<string>()
  for (const origin of origins) {
    const pattern = patternOf(origin)
    if (pattern !== undefined && isGranted(granted, origin)) patterns.add(pattern)
  }
  return [...patterns].sort()
}
