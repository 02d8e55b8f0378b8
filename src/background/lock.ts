/**
 * When the vault locks by itself. The vault keeps the time and looks at it whenever it is asked; the alarm is
 * there so that open pages go blank in time. The browser's end takes the session's memory along.
 */
import type { Vault } from '../vault/index.ts'
import { browser } from './api.ts'

export const LOCK_ALARM = 'lock'

/** Sets the alarm for when the vault locks as things stand; call after it was unlocked or used. */
export async function setLockAlarm(vault: Vault): Promise<void> {
  const { state, lockAt } = await vault.status()
  if (state !== 'unlocked' || lockAt === null) {
    await browser.alarms.clear(LOCK_ALARM)
    return
  }
  const alarm = await browser.alarms.get(LOCK_ALARM)
  // One that rings too early looks at the time and sets the next; moving it with every click is for nothing.
  if (alarm === undefined || alarm.scheduledTime > lockAt) {
    await browser.alarms.create(LOCK_ALARM, { when: lockAt })
  }
}

/** Tells the browser after how many minutes without a touch of keyboard or mouse it should say so. */
export async function watchIdleness(vault: Vault): Promise<void> {
  const { lockAfterIdle } = await vault.settings()
  // The browser takes 15 seconds at least; whoever never locks by idleness is asked nothing either.
  if (lockAfterIdle !== null) browser.idle.setDetectionInterval(Math.max(15, lockAfterIdle * 60))
}

/** Whether this idleness of the whole computer locks the vault. */
export async function locksWhen(vault: Vault, state: string): Promise<boolean> {
  if (state !== 'idle' && state !== 'locked') return false
  return (await vault.settings()).lockAfterIdle !== null
}
