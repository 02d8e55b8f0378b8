import type { Core } from './core.ts'
import { begin, carryOut, movementOf, type Operation, type Task } from './operations.ts'
import { isExempt, type Mode, robotLooks, settingsOf } from './settings.ts'

/**
 * Starts a task. Where confirmation is off, or the money goes to a trusted contact and the user exempted those,
 * it is done at once and nothing comes back; otherwise the operation that waits for an answer. The security
 * robot may switch confirmation on at this moment.
 */
export async function start(
  core: Core,
  wmid: string,
  task: Task,
  how: { section: string; mode: Mode },
): Promise<Operation | undefined> {
  const settings = await settingsOf(core.store, wmid)
  const movement = movementOf(task)
  const exempt = movement !== undefined && (await isExempt(core.store, wmid, movement.to))
  const suspicious =
    movement !== undefined &&
    !exempt &&
    !settings.confirmation &&
    (await robotLooks(core, wmid, movement.from, movement.cents)) !== undefined
  if (!exempt && (settings.confirmation || suspicious)) return begin(core, { wmid, ...how, task })
  await core.store.transaction((sql) =>
    carryOut(sql, core.now(), { id: null, wmid, section: how.section, mode: null, task }),
  )
  return undefined
}
