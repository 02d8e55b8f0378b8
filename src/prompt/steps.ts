/**
 * A pause after which the browser should have rendered what is there: what follows asks what lies at a place, and
 * would make it do so at once, for the whole page.
 */
export const UNTIL_RENDERED = Symbol()

/** Runs to the end what may pause in between. */
export function drain<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
