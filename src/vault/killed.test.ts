/** The worker dies at every single write of every change. What is left is the old or the new, never neither. */
import { expect, test } from 'vitest'
import { hotp, ocra } from '../protocol/index.ts'
import type { Job, Told } from './killed.worker.ts'
import {
  createdTrial,
  hotpKey,
  ORIGIN,
  ocraKey,
  PASSWORD,
  SECRET,
  type Trial,
  totpKey,
} from './trial.test-kit.ts'
import type { AnswerRequest, Vault } from './types.ts'

const SUITE = 'OCRA-1:HOTP-SHA256-7:C-QN08'
const MOST_WRITES = 80

/** Runs the job in a worker that is killed before its write number `standAt`. */
async function killedAt(
  made: Trial,
  standAt: number,
  job: Pick<Job, 'method' | 'parameters'>,
): Promise<Told> {
  const worker = new Worker(new URL('./killed.worker.ts', import.meta.url), { type: 'module' })
  try {
    const told = await new Promise<Told>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Told>) => resolve(data)
      worker.onerror = (event) => reject(new Error(event.message))
      const { name, clock, session } = made
      worker.postMessage({ name, now: clock.at, session: [...session.raw], standAt, ...job } satisfies Job)
    })
    if ('failed' in told) throw new Error(told.failed)
    made.session.raw.clear()
    for (const [key, value] of told.session) made.session.raw.set(key, value)
    return told
  } finally {
    worker.terminate()
  }
}

/** Kills the same job at each of its writes in turn, each time on a vault made anew, and once after the last. */
async function killEverywhere(
  make: () => Promise<Trial & { vault: Vault }>,
  job: (
    made: Trial & { vault: Vault },
  ) => Pick<Job, 'method' | 'parameters'> | Promise<Pick<Job, 'method' | 'parameters'>>,
  check: (made: Trial, told: Told) => Promise<void>,
): Promise<number> {
  for (let standAt = 1; standAt <= MOST_WRITES; standAt++) {
    const made = await make()
    const what = await job(made)
    made.vault.close()
    const told = await killedAt(made, standAt, what)
    await check(made, told)
    if ('done' in told) return standAt - 1
  }
  throw new Error(`More than ${MOST_WRITES} writes.`)
}

async function filled(password: string | null = PASSWORD) {
  const made = await createdTrial(password)
  const { vault } = made
  const { id } = await vault.addKey(ocraKey({ suite: SUITE }))
  await vault.addKey(hotpKey())
  await vault.recipients.confirm('Z123456789012')
  await vault.journal.append({ id: 'j', what: 'rejected' })
  await vault.answer(ask(id, '11111111'))
  return made
}

const ask = (keyId: string, challenge: string): AnswerRequest => ({
  keyId,
  mode: 'authorization',
  challenge,
  journal: { id: `c${challenge}`, what: 'approved', origin: ORIGIN },
  keep: true,
})

async function expectAllThere(vault: Vault): Promise<void> {
  const { keys, damaged } = await vault.exportKeys()
  expect(damaged).toEqual([])
  expect(keys.map(({ kind }) => kind).sort()).toEqual(['hotp', 'ocra'])
  expect(keys.map(({ secret }) => secret)).toEqual([SECRET, SECRET])
  expect(await vault.recipients.lookup('Z123456789012')).toEqual({ status: 'known' })
  expect((await vault.journal.list()).map(({ id }) => id).sort()).toEqual(['c11111111', 'j'])
  const id = (await vault.keys()).find(({ kind }) => kind === 'ocra')!.id
  expect(await vault.answer(ask(id, '11111111'))).toEqual({
    answer: ocra(SUITE, SECRET, { counter: 0, question: '11111111' }),
    repeated: true,
  })
}

/** Which of the passwords unlocks: exactly one does. */
async function unlockedBy(made: Trial, passwords: string[]): Promise<{ vault: Vault; password: string }> {
  const vault = await made.open()
  await vault.lock()
  const opening: string[] = []
  for (const password of passwords) {
    const [tried] = await Promise.allSettled([vault.unlock(password)])
    if (tried.status === 'fulfilled') opening.push(password)
    else expect(tried.reason.code).toBe('password-wrong')
  }
  expect(opening).toHaveLength(1)
  const [password] = opening as [string]
  if (password !== passwords.at(-1)) await vault.unlock(password)
  return { vault, password }
}

test('killed while everything gets a new data key', async () => {
  const found = new Set<string>()
  const kills = await killEverywhere(
    () => filled(),
    () => ({ method: 'rekey', parameters: [{ current: PASSWORD, next: 'another' }] }),
    async (made, told) => {
      const { vault, password } = await unlockedBy(made, [PASSWORD, 'another'])
      if ('done' in told) expect(password).toBe('another')
      found.add(password)
      await expectAllThere(vault)
    },
  )
  expect(kills).toBeGreaterThan(10)
  expect(found.size).toBe(2)
})

test('killed while the first password is set', async () => {
  const found = new Set<string>()
  await killEverywhere(
    () => filled(null),
    () => ({ method: 'setPassword', parameters: [{ current: null, next: PASSWORD }] }),
    async (made) => {
      const vault = await made.open()
      const [slot, ...others] = (await vault.status()).slots
      expect(others).toEqual([])
      found.add(slot!.kind)
      if (slot!.kind === 'password') {
        await vault.lock()
        await vault.unlock(PASSWORD)
      }
      await expectAllThere(vault)
    },
  )
  expect([...found].sort()).toEqual(['none', 'password'])
})

test('killed while a password is changed, and while it is taken away', async () => {
  await killEverywhere(
    () => filled(),
    () => ({ method: 'setPassword', parameters: [{ current: PASSWORD, next: 'another' }] }),
    async (made) => expectAllThere((await unlockedBy(made, [PASSWORD, 'another'])).vault),
  )
  const found = new Set<string>()
  await killEverywhere(
    () => filled(),
    () => ({ method: 'setPassword', parameters: [{ current: PASSWORD, next: null }] }),
    async (made) => {
      const vault = await made.open()
      const [slot, ...others] = (await vault.status()).slots
      expect(others).toEqual([])
      found.add(slot!.kind)
      if (slot!.kind === 'password') await vault.unlock(PASSWORD)
      await expectAllThere(vault)
    },
  )
  expect([...found].sort()).toEqual(['none', 'password'])
})

test('killed while the cost of a password is raised', async () => {
  await killEverywhere(
    async () => {
      const made = await createdTrial()
      await made.vault.addKey(hotpKey())
      const cheaper = await made.open({ cost: { m: 8, t: 1, p: 1 } })
      await cheaper.lock()
      return made
    },
    () => ({ method: 'unlock', parameters: [PASSWORD] }),
    async (made) => {
      const { vault } = await unlockedBy(made, [PASSWORD])
      expect(await vault.keys()).toHaveLength(1)
    },
  )
})

test('killed while an answer is given: asked again, it is one answer and one step', async () => {
  let id = ''
  const kills = await killEverywhere(
    () => filled(),
    async ({ vault }) => {
      id = (await vault.keys()).find(({ kind }) => kind === 'ocra')!.id
      return { method: 'answer', parameters: [ask(id, '22222222')] }
    },
    async (made) => {
      const vault = await made.open()
      const stepped = (await vault.keys()).find(({ kind }) => kind === 'ocra')?.counter
      const listed = (await vault.journal.list()).some((entry) => entry.id === 'c22222222')
      // The step and the journal are one change.
      expect(stepped).toBe(listed ? '2' : '1')
      expect(await vault.answer(ask(id, '22222222'))).toEqual({
        answer: ocra(SUITE, SECRET, { counter: 1, question: '22222222' }),
        repeated: listed,
      })
      expect((await vault.keys()).find(({ kind }) => kind === 'ocra')?.counter).toBe('2')
      expect((await vault.answer(ask(id, '33333333'))).answer).toBe(
        ocra(SUITE, SECRET, { counter: 2, question: '33333333' }),
      )
    },
  )
  expect(kills).toBeGreaterThanOrEqual(3)
})

test('killed while a HOTP code is made: asked again, it is the same code and one step', async () => {
  let id = ''
  await killEverywhere(
    () => filled(),
    async ({ vault }) => {
      id = (await vault.keys()).find(({ kind }) => kind === 'hotp')!.id
      return { method: 'code', parameters: [id, { requestId: 'r' }] }
    },
    async (made) => {
      const vault = await made.open()
      expect((await vault.code(id, { requestId: 'r' })).code).toBe(hotp(SECRET, 0))
      expect((await vault.code(id, { requestId: 's' })).code).toBe(hotp(SECRET, 1))
    },
  )
})

test('killed while keys are imported: all of them or none', async () => {
  const found = new Set<number>()
  const incoming = Array.from({ length: 6 }, (_, at) => totpKey({ account: `user ${at}` }))
  await killEverywhere(
    () => filled(),
    () => ({ method: 'importKeys', parameters: [incoming, [{ purse: 'Z999999999999', name: 'Grocer' }]] }),
    async (made) => {
      const vault = await made.open()
      const { keys, recipients, damaged } = await vault.exportKeys()
      expect(damaged).toEqual([])
      expect(recipients).toHaveLength(keys.length === 2 ? 0 : 1)
      found.add(keys.length)
      expect(await vault.importKeys(incoming)).toEqual(
        keys.length === 2 ? { added: 6, updated: 0, equal: 0 } : { added: 0, updated: 0, equal: 6 },
      )
    },
  )
  expect([...found].sort()).toEqual([2, 8])
})

test('killed while the vault is made: there is none, or one that its password opens', async () => {
  const found = new Set<string>()
  await killEverywhere(
    async () => {
      const made = await createdTrial()
      await made.vault.erase()
      return made
    },
    () => ({ method: 'create', parameters: [{ password: 'first' }] }),
    async (made) => {
      const vault = await made.open()
      const { state } = await vault.status()
      found.add(state === 'new' ? 'new' : 'made')
      if (state === 'new') return vault.create({ password: 'second' })
      await vault.lock()
      await vault.unlock('first')
    },
  )
  expect([...found].sort()).toEqual(['made', 'new'])
})

test('killed while everything is erased: all of it is there, or nothing', async () => {
  const found = new Set<number>()
  await killEverywhere(
    () => filled(),
    () => ({ method: 'erase', parameters: [] }),
    async (made) => {
      const vault = await made.open()
      const { state, keyCount } = await vault.status()
      found.add(keyCount)
      if (state === 'new') return expect(keyCount).toBe(0)
      await vault.unlock(PASSWORD)
      await expectAllThere(vault)
    },
  )
  expect([...found].sort()).toEqual([0, 2])
})
