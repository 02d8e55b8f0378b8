import { fromBase64, type SlotView, toBase64 } from '../messages.ts'
import { AskError } from './ask.ts'

/** Passkeys that unlock the vault: WebAuthn with the PRF extension (WebAuthn Level 3 §10.1.4). */

const relyingParty = 'Answerkey'

interface RegisteredPasskey {
  prf: string
  salt: string
  credentialId: string
}

/** Whether this browser might do it; only a registration tells for certain. */
export function passkeysPossible(): boolean {
  // Firefox refuses WebAuthn in pages of extensions.
  return location.protocol === 'chrome-extension:' && 'PublicKeyCredential' in globalThis
}

/**
 * Makes a passkey and asks it for 32 bytes, to learn whether it gives them.
 * @throws AskError `passkey-without-prf` when it does not; `passkey-cancelled` when the user stopped it
 */
export async function registerPasskey(): Promise<RegisteredPasskey> {
  const salt = crypto.getRandomValues(new Uint8Array(32))
  const created = await cancellable(() =>
    navigator.credentials.create({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        rp: { name: relyingParty },
        user: {
          id: crypto.getRandomValues(new Uint8Array(16)),
          name: relyingParty,
          displayName: relyingParty,
        },
        pubKeyCredParams: [
          { type: 'public-key', alg: -7 },
          { type: 'public-key', alg: -257 },
        ],
        authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  )
  const results = extensionResults(created)
  if (!(created instanceof PublicKeyCredential) || results?.prf?.enabled === false) throw withoutPrf()
  const credentialId = toBase64(new Uint8Array(created.rawId))
  const atOnce = results?.prf?.results?.first
  const prf =
    atOnce === undefined ? await askPasskey(credentialId, toBase64(salt)) : toBase64(bytesOf(atOnce))
  return { prf, salt: toBase64(salt), credentialId }
}

/** Asks a registered passkey for its bytes, in base64. */
export async function unlockingBytes(slot: SlotView): Promise<string> {
  if (slot.credentialId === undefined || slot.salt === undefined) throw withoutPrf()
  return askPasskey(slot.credentialId, slot.salt)
}

async function askPasskey(credentialId: string, salt: string): Promise<string> {
  const got = await cancellable(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        allowCredentials: [{ type: 'public-key', id: fromBase64(credentialId) }],
        userVerification: 'required',
        extensions: { prf: { eval: { first: fromBase64(salt) } } },
      },
    }),
  )
  const first = extensionResults(got)?.prf?.results?.first
  if (first === undefined) throw withoutPrf()
  return toBase64(bytesOf(first))
}

function extensionResults(credential: Credential | null): AuthenticationExtensionsClientOutputs | undefined {
  return credential instanceof PublicKeyCredential ? credential.getClientExtensionResults() : undefined
}

async function cancellable<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    throw new AskError('passkey-cancelled', `The passkey was not used: ${String(error)}`)
  }
}

function withoutPrf(): AskError {
  return new AskError(
    'passkey-without-prf',
    'This passkey cannot unlock anything: it lacks the PRF extension.',
  )
}

function bytesOf(source: BufferSource): Uint8Array {
  return source instanceof ArrayBuffer
    ? new Uint8Array(source)
    : new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
}
