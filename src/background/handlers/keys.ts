import { type Enrolment, formatOtpauth } from '../../protocol/index.ts'
import type { NewKey } from '../../vault/index.ts'
import { broadcast } from '../broadcast.ts'
import { keysChanged } from '../changes.ts'
import { keyDataOf, newKeyOf } from '../key-data.ts'
import { theVault } from '../the-vault.ts'
import type { Handlers } from './handler.ts'

export const keyHandlers: Handlers<
  | 'keys.list'
  | 'keys.add'
  | 'keys.update'
  | 'keys.delete'
  | 'keys.order'
  | 'keys.reveal'
  | 'keys.export'
  | 'keys.import'
  | 'keys.compare'
> = {
  'keys.list': async () => (await theVault()).keys(),
  async 'keys.add'({ key }) {
    const added = await (await theVault()).addKey(newKeyOf(key))
    await keysChanged()
    return added
  },
  async 'keys.update'({ id, patch }) {
    const updated = await (await theVault()).updateKey(id, patch)
    await keysChanged()
    return updated
  },
  async 'keys.delete'({ id }) {
    await (await theVault()).deleteKey(id)
    await keysChanged()
    return null
  },
  async 'keys.order'({ ids }) {
    await (await theVault()).orderKeys(ids)
    broadcast('keys')
    return null
  },
  async 'keys.reveal'({ id, password }) {
    const vault = await theVault()
    await vault.checkPassword(password)
    return { uri: formatOtpauth(enrolmentOf(await vault.revealKey(id))) }
  },
  async 'keys.export'({ password }) {
    const vault = await theVault()
    await vault.checkPassword(password)
    const { keys, recipients, damaged } = await vault.exportKeys()
    return { keys: keys.map(keyDataOf), recipients, damaged }
  },
  async 'keys.import'({ keys, recipients }) {
    const result = await (await theVault()).importKeys(keys.map(newKeyOf), recipients)
    await keysChanged()
    return result
  },
  'keys.compare': async ({ keys }) => ({ status: await (await theVault()).compareKeys(keys.map(newKeyOf)) }),
}

function enrolmentOf({ name, pinned, archived, paymentOnly, counter, ...key }: NewKey): Enrolment {
  return counter === undefined ? key : { ...key, counter: BigInt(counter) }
}
