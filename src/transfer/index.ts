/** Keys in and out: backups of our own, and exports of other programs. Runs in a page, a worker and Node alike. */
import { decryptAge, isAge } from './age.ts'
import { backupFormat } from './backup.ts'
import { inspect } from './content.ts'
import { damaged, TransferError } from './error.ts'
import { aegis } from './formats/aegis.ts'
import { andotp, andotpEncrypted } from './formats/andotp.ts'
import { authenticatorCc } from './formats/authenticator-cc.ts'
import { bitwarden, bitwardenCsv } from './formats/bitwarden.ts'
import { ente } from './formats/ente.ts'
import { freeotp, freeotpPreferences } from './formats/freeotp.ts'
import { freeotpPlus } from './formats/freeotp-plus.ts'
import { oathCsv } from './formats/oath-csv.ts'
import { otpauth } from './formats/otpauth.ts'
import { picture } from './formats/picture.ts'
import { proton } from './formats/proton.ts'
import { pskc } from './formats/pskc.ts'
import { stratum, stratumEncrypted } from './formats/stratum.ts'
import { tiqr, tiqrCsv } from './formats/tiqr.ts'
import { twofas } from './formats/twofas.ts'
import type { Content, Format, ReadContext, TransferOptions, TransferResult } from './types.ts'

export { type BackupContent, backupText, writeBackup } from './backup.ts'
export { MAX_FILE_BYTES } from './content.ts'
export { TransferError, type TransferErrorCode } from './error.ts'
export { type Place, placeUnits } from './place.ts'
export {
  type DamagedRecord,
  type Problem,
  type ProblemCode,
  problemCodes,
  type TransferKey,
  type TransferOptions,
  type TransferRecipient,
  type TransferResult,
  type Work,
} from './types.ts'

/** In the order in which they are tried: the surest marks first. */
const formats: readonly Format[] = [
  backupFormat,
  picture,
  stratumEncrypted,
  freeotp,
  aegis,
  twofas,
  bitwarden,
  ente,
  stratum,
  freeotpPlus,
  proton,
  andotp,
  tiqr,
  authenticatorCc,
  pskc,
  freeotpPreferences,
  bitwardenCsv,
  tiqrCsv,
  otpauth,
  oathCsv,
  andotpEncrypted,
]

/** An age file is a wrapping: what counts is inside, our backup or any other export. */
const ageFormat: Format = {
  name: 'age',
  recognises: isAge,
  read: async (content, context) =>
    context.readInner(await decryptAge(content, context.password, context.work)),
}

/**
 * Reads a backup or another program's export; which one is found by content, never by name.
 *
 * What cannot be imported is in `problems`, entry by entry; the rest is in `keys`.
 * @throws TransferError where the file as a whole cannot be read; the reason of `options.signal` when aborted
 */
export async function readTransfer(data: Uint8Array, options: TransferOptions = {}): Promise<TransferResult> {
  const { password, onProgress, signal } = options
  signal?.throwIfAborted()
  const context = {
    work: { ...(onProgress && { onProgress }), ...(signal && { signal }) },
    password(prompt = 'This file is encrypted. Enter its password.') {
      if (password) return password
      throw new TransferError('password-needed', prompt)
    },
  }
  const readInner = (bytes: Uint8Array) =>
    readWith(formats, inspect(bytes), {
      ...context,
      readInner() {
        throw new TransferError('unknown-format', 'Nothing inside the age file is known here.')
      },
    })
  try {
    return await readWith([ageFormat, ...formats], inspect(data), { ...context, readInner })
  } catch (error) {
    if (error instanceof TransferError || signal?.aborted) throw error
    throw damaged('The file is damaged in a way that was not foreseen. Nothing was imported.', error)
  }
}

async function readWith(
  known: readonly Format[],
  content: Content,
  context: ReadContext,
): Promise<TransferResult> {
  const format = known.find((candidate) => candidate.recognises(content))
  if (!format) {
    throw new TransferError('unknown-format', 'This is no backup and no export that Answerkey knows.')
  }
  return { format: format.name, ...(await format.read(content, context)) }
}
