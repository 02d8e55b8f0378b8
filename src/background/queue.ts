/** Runs tasks one after the other, in the order in which they were given; one that fails stops no other. */
type Queue = <T>(task: () => Promise<T>) => Promise<T>

/**
 * Makes a queue. Parallel read-change-write of one storage item loses all changes but one, so whatever
 * changes the same items goes through the same queue.
 */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const result = last.then(task)
    last = result.catch(() => undefined)
    return result
  }
}
