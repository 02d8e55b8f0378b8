import type { BackupContent, TransferErrorCode, TransferResult } from '../transfer/index.ts'

/** What the page and its transfer worker say to each other. */
export type TransferJob =
  | { type: 'read'; data: Uint8Array; password?: string }
  | { type: 'write'; content: BackupContent; passphrase: string }

export type TransferNews =
  | { type: 'progress'; done: number }
  | { type: 'read'; result: TransferResult }
  | { type: 'written'; text: string }
  | { type: 'failed'; code: TransferErrorCode; message: string }

/** The file could not be read or written; the code is one of `TransferError`. */
export class FileError extends Error {
  override readonly name = 'FileError'
  readonly fileCode: string

  constructor(fileCode: string, message: string) {
    super(message)
    this.fileCode = fileCode
  }
}

interface Watching {
  onProgress?: (done: number) => void
  signal?: AbortSignal
}

/** Reads a file off the page's thread. Aborting ends the worker at once and rejects with the signal's reason. */
export async function readInThread(
  data: Uint8Array,
  password: string | undefined,
  watching: Watching,
): Promise<TransferResult> {
  const news = await run({ type: 'read', data, ...(password !== undefined && { password }) }, watching)
  if (news.type === 'read') return news.result
  throw new FileError('damaged', 'The file could not be read.')
}

/** Writes a backup off the page's thread. */
export async function writeInThread(
  content: BackupContent,
  passphrase: string,
  watching: Watching,
): Promise<string> {
  const news = await run({ type: 'write', content, passphrase }, watching)
  if (news.type === 'written') return news.text
  throw new FileError('damaged', 'The backup could not be written.')
}

function run(job: TransferJob, { onProgress, signal }: Watching): Promise<TransferNews> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason)
      return
    }
    const thread = new Worker(new URL('./transfer-thread.ts', import.meta.url), { type: 'module' })
    const end = (settle: () => void) => {
      thread.terminate()
      signal?.removeEventListener('abort', onAbort)
      settle()
    }
    const onAbort = () => end(() => reject(signal?.reason))
    signal?.addEventListener('abort', onAbort)
    thread.onmessage = ({ data: news }: MessageEvent<TransferNews>) => {
      if (news.type === 'progress') onProgress?.(news.done)
      else if (news.type === 'failed') end(() => reject(new FileError(news.code, news.message)))
      else end(() => resolve(news))
    }
    thread.onerror = (event) => end(() => reject(new FileError('damaged', event.message)))
    thread.postMessage(job)
  })
}
