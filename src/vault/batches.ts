const BATCH = 500

/** All of them, a batch at a time: thousands of promises at once cost more than they gain. */
export async function inBatches<T, R>(items: T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let at = 0; at < items.length; at += BATCH) {
    results.push(...(await Promise.all(items.slice(at, at + BATCH).map(work))))
  }
  return results
}
