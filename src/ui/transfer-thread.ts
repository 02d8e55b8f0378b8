/** A worker of its own, so that deriving a key from a passphrase never stops the page. */
import { readTransfer, TransferError, writeBackup } from '../transfer/index.ts'
import type { TransferJob, TransferNews } from './transferJob.ts'

const post = (news: TransferNews) => self.postMessage(news)
const onProgress = (done: number) => post({ type: 'progress', done })

self.onmessage = async ({ data: job }: MessageEvent<TransferJob>) => {
  try {
    if (job.type === 'read') {
      const result = await readTransfer(job.data, {
        onProgress,
        ...(job.password !== undefined && { password: job.password }),
      })
      post({ type: 'read', result })
    } else {
      post({ type: 'written', text: await writeBackup(job.content, job.passphrase, { onProgress }) })
    }
  } catch (error) {
    const code = error instanceof TransferError ? error.code : 'damaged'
    post({ type: 'failed', code, message: error instanceof Error ? error.message : String(error) })
  }
}
