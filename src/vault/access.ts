/** Ways in: making the vault, unlocking it, its slots, and giving it another data key. */
import { checkCost, raisedCost } from './argon2.ts'
import { attempted } from './attempts.ts'
import { Conflict, type Core, closedDoor, type Standing, slotsLost } from './core.ts'
import { VaultError } from './errors.ts'
import { reseal } from './reseal.ts'
import { FORMAT, type SlotRow, sealedStores, storeNames, type WriteTransaction } from './schema.ts'
import { type Box, openBox } from './seal.ts'
import {
  type DataKey,
  type NewSlot,
  newDataKey,
  openSlot,
  passkeySlot,
  passwordSlot,
  unwrapByPasskey,
  unwrapByPassword,
  unwrapOpen,
  viewOf,
} from './slots.ts'
import type { SlotView } from './types.ts'

export class Access {
  readonly #core: Core
  /** One password at a time: two at once would be one try too many. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(core: Core) {
    this.#core = core
  }

  create(password: string | null): Promise<void> {
    return this.#inTurn(async () => {
      checkNew(password)
      const standing = await this.#core.standing()
      if (standing.slots.length > 0) throw exists()
      const dataKey = standing.keyCount > 0 ? await this.#rescued(standing) : newDataKey()
      try {
        const slot = await this.#slotFor(dataKey, password)
        await this.#core.change([], undefined, async (transaction, revision, before) => {
          const slots = transaction.objectStore('slots')
          if (this.#core.sound('slots', await slots.getAll()).length > 0) throw exists()
          // What is left of damaged ones opens nothing.
          await slots.clear()
          await slots.put({ ...slot, revision })
          await transaction.objectStore('meta').put({ ...before, revision, dataKeyId: dataKey.id })
        })
        // What is left of a vault that is gone opens nothing, and goes too.
        await (password === null ? this.#core.session.end() : this.#core.session.begin(dataKey))
        await this.#core.use(dataKey)
      } finally {
        dataKey.raw.fill(0)
      }
    })
  }

  /** Where the slots were lost and the vault is still unlocked, its data key gets a slot again. */
  async #rescued({ state }: Standing): Promise<DataKey> {
    const dataKey = await this.#core.session.dataKey()
    if (dataKey && dataKey.id === state?.dataKeyId) return dataKey
    throw slotsLost()
  }

  unlock(password: string): Promise<void> {
    return this.#inTurn(async () => {
      const { slot, dataKey } = await this.#byPassword(password)
      try {
        await this.#core.session.begin(dataKey)
        await this.#core.use(dataKey)
        await this.#raise(slot, dataKey, password)
      } finally {
        dataKey.raw.fill(0)
      }
    })
  }

  unlockByPasskey(slotId: string, prf: Uint8Array): Promise<void> {
    return this.#inTurn(async () => {
      const { slots } = await this.#core.standing()
      const slot = slots.find(({ id, kind }) => id === slotId && kind === 'passkey')
      if (!slot) throw unknownSlot()
      const dataKey = await unwrapByPasskey(slot, prf)
      if (!dataKey) {
        throw new VaultError('passkey-wrong', 'This passkey does not unlock the vault. Use the password.')
      }
      try {
        await this.#core.session.begin(dataKey)
        await this.#core.use(dataKey)
      } finally {
        dataKey.raw.fill(0)
      }
    })
  }

  /** Whether it was unlocked. */
  async lock(): Promise<boolean> {
    this.#core.forget()
    return this.#core.session.end()
  }

  checkPassword(password: string | null): Promise<void> {
    return this.#inTurn(async () => {
      const { dataKey } = await this.#by(password)
      dataKey.raw.fill(0)
    })
  }

  setPassword(current: string | null, next: string | null): Promise<void> {
    if (current === null && next !== null) return this.rekey(null, next)
    return this.#inTurn(async () => {
      checkNew(next)
      const { slot, dataKey } = await this.#by(current)
      try {
        const fresh = await this.#slotFor(dataKey, next)
        await this.#core.change([], undefined, async (transaction, revision) => {
          await sameSlot(transaction, slot)
          const slots = transaction.objectStore('slots')
          // Where anybody may open it, a passkey protects nothing.
          await (next === null ? slots.clear() : slots.delete(slot.id))
          await slots.put({ ...fresh, revision })
        })
        if (next === null) await this.#core.session.end()
      } finally {
        dataKey.raw.fill(0)
      }
    })
  }

  addPasskey({ password, prf, ...passkey }: NewPasskey): Promise<SlotView> {
    return this.#inTurn(async () => {
      const { slot, dataKey } = await this.#byPassword(password)
      try {
        const fresh = await passkeySlot(dataKey, prf, passkey, this.#core.now())
        await this.#core.change([], undefined, async (transaction, revision) => {
          await sameSlot(transaction, slot)
          await transaction.objectStore('slots').put({ ...fresh, revision })
        })
        return viewOf(fresh)
      } finally {
        dataKey.raw.fill(0)
      }
    })
  }

  removeSlot(slotId: string, password: string): Promise<void> {
    return this.#inTurn(async () => {
      const { slot, dataKey } = await this.#byPassword(password)
      dataKey.raw.fill(0)
      if (slot.id === slotId) {
        throw new VaultError(
          'last-slot',
          'The password stays: passkeys can be lost. Change it or remove it instead.',
        )
      }
      await this.#core.change([], undefined, async (transaction) => {
        await sameSlot(transaction, slot)
        if (!(await transaction.objectStore('slots').get(slotId))) throw unknownSlot()
        await transaction.objectStore('slots').delete(slotId)
      })
    })
  }

  /** Everything is sealed anew before the one transaction that puts it in place of the old. */
  rekey(current: string | null, next: string): Promise<void> {
    return this.#inTurn(async () => {
      checkNew(next)
      const { slot, dataKey: old } = await this.#by(current)
      const fresh = newDataKey()
      try {
        const [slotRow, from, to] = await Promise.all([
          passwordSlot(fresh, next, this.#core.cost, this.#core.now()),
          openBox(old.id, old.raw),
          openBox(fresh.id, fresh.raw),
        ])
        const open = (await this.#core.unlocked()) !== undefined
        await this.#core.untilSettled(() => this.#replaceAll(slot, slotRow, from, to))
        // Killed here, the session names a data key that is no longer in use: locked, with all of it in place.
        if (slot.kind === 'none') await this.#core.session.begin(fresh)
        else if (open) await this.#core.session.replace(fresh)
        if (open) await this.#core.use(fresh)
        else this.#core.forget()
      } finally {
        old.raw.fill(0)
        fresh.raw.fill(0)
      }
    })
  }

  erase(): Promise<void> {
    return this.#inTurn(async () => {
      this.#core.forget()
      await this.#core.session.end()
      await this.#core.change([...storeNames], undefined, async (transaction, revision, before) => {
        await Promise.all(storeNames.map((store) => transaction.objectStore(store).clear()))
        const meta = transaction.objectStore('meta')
        await meta.put(FORMAT)
        // The count of changes goes on, so that nobody takes the new contents for the old.
        const written = Object.fromEntries(storeNames.map((store) => [store, revision]))
        await meta.put({ ...before, dataKeyId: '', revision, written })
      })
      this.#core.forgetDamage()
    })
  }

  async #replaceAll(slot: SlotRow, fresh: NewSlot, from: Box, to: Box): Promise<void> {
    const { revision: seen, rows } = await reseal(this.#core, from, to)
    await this.#core.change([...sealedStores], undefined, async (transaction, revision, before) => {
      await sameSlot(transaction, slot)
      if (before.revision !== seen) throw new Conflict()
      const slots = transaction.objectStore('slots')
      const writing: Promise<unknown>[] = []
      for (const { store, row, formerly } of rows) {
        if (formerly !== row.id) writing.push(transaction.objectStore(store).delete(formerly))
        writing.push(transaction.objectStore(store).put({ ...row, revision }))
      }
      await Promise.all(writing)
      // The other slots wrap the old data key, and only their passkeys could wrap the new one.
      await slots.clear()
      await slots.put({ ...fresh, revision })
      const written = { ...before.written }
      for (const store of sealedStores) written[store] = revision
      await transaction.objectStore('meta').put({ ...before, revision, written, dataKeyId: to.dataKeyId })
    })
  }

  /** Best effort: the vault is unlocked already, and the next time will try again. */
  async #raise(slot: SlotRow, dataKey: DataKey, password: string): Promise<void> {
    const cost = slot.kdf && raisedCost(slot.kdf, this.#core.cost)
    if (!cost) return
    const fresh = await passwordSlot(dataKey, password, cost, slot.addedAt)
    try {
      await this.#core.change([], undefined, async (transaction, revision) => {
        await sameSlot(transaction, slot)
        await transaction.objectStore('slots').delete(slot.id)
        await transaction.objectStore('slots').put({ ...fresh, revision })
      })
    } catch (error) {
      if (!(error instanceof VaultError) && !(error instanceof Conflict)) throw error
    }
  }

  #by(password: string | null): Promise<{ slot: SlotRow; dataKey: DataKey }> {
    return password === null ? this.#byNothing() : this.#byPassword(password)
  }

  async #byPassword(password: string): Promise<{ slot: SlotRow; dataKey: DataKey }> {
    const standing = await this.#core.standing()
    const slot = slotOf(standing, 'password')
    if (!slot) {
      if (standing.slots.length === 0) throw closedDoor(standing)
      throw new VaultError('password-unexpected', 'This vault has no password.')
    }
    if (slot.kdf) checkCost(slot.kdf)
    const dataKey = await attempted(this.#core, () => unwrapByPassword(slot, password))
    return { slot, dataKey }
  }

  async #byNothing(): Promise<{ slot: SlotRow; dataKey: DataKey }> {
    const standing = await this.#core.standing()
    const slot = slotOf(standing, 'none')
    if (slot) return { slot, dataKey: await unwrapOpen(slot) }
    if (standing.slots.length === 0) throw closedDoor(standing)
    throw new VaultError('password-missing', 'Type the password of the vault.')
  }

  #slotFor(dataKey: DataKey, password: string | null): Promise<NewSlot> {
    return password === null
      ? openSlot(dataKey, this.#core.now())
      : passwordSlot(dataKey, password, this.#core.cost, this.#core.now())
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work)
    this.#turn = turn.catch(() => undefined)
    return turn
  }
}

interface NewPasskey {
  password: string
  prf: Uint8Array
  salt: string
  credentialId: string
  label: string
}

const slotOf = ({ slots }: Standing, kind: SlotRow['kind']): SlotRow | undefined =>
  slots.find((slot) => slot.kind === kind)

async function sameSlot(transaction: WriteTransaction, slot: SlotRow): Promise<void> {
  const present = await transaction.objectStore('slots').get(slot.id)
  if (present?.revision !== slot.revision) {
    throw new VaultError('busy', 'The password was changed at the same moment somewhere else. Try again.')
  }
}

function checkNew(password: string | null): void {
  if (password === '') throw new VaultError('password-empty', 'Choose a password.')
}

const exists = (): VaultError => new VaultError('exists', 'Answerkey is set up already.')

const unknownSlot = (): VaultError =>
  new VaultError('slot-unknown', 'This way to unlock the vault is no longer there.')
