import { ProtocolError, parseOtpauth } from '../protocol/index.ts'
import { own } from './content.ts'
import type { TransferKey } from './types.ts'

/**
 * One `otpauth:` URI out of another program's export. Unlike a link on a page it may hold a bare `#` (Ente Auth
 * writes names unencoded), and Ente's `codeDisplay` with what its user did to the entry.
 * @throws ProtocolError
 */
export function readOtpauthLine(line: string): TransferKey {
  return { ...parse(line), ...marks(line) }
}

function parse(line: string) {
  try {
    return parseOtpauth(line)
  } catch (error) {
    if (!(error instanceof ProtocolError) || !line.includes('#')) throw error
    return parseOtpauth(line.replaceAll('#', '%23'))
  }
}

function marks(line: string): { pinned?: true; archived?: true } {
  const display = /[?&]codeDisplay=([^&#]{1,10000})/.exec(line)?.[1]
  if (display === undefined) return {}
  try {
    const json: unknown = JSON.parse(decodeURIComponent(display.replaceAll('+', ' ')))
    return {
      ...(own(json, 'pinned') === true && { pinned: true }),
      ...(own(json, 'trashed') === true && { archived: true }),
    }
  } catch {
    return {}
  }
}
