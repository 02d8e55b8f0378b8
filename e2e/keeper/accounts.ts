import type { Core } from './core.ts'
import { hashPassword, passwordMatches } from './passwords.ts'
import { randomDigits, randomId } from './random.ts'
import { Refusal } from './refusal.ts'
import { alone, type Sql } from './store.ts'

export interface Account {
  /** Twelve digits. */
  wmid: string
  email: string
  name: string
  phone: string
}

export interface Purse {
  /** One letter and twelve digits. */
  purse: string
  wmid: string
  cents: number
}

/** The account that everybody has somebody to pay: a shop with its own purses. */
export const SHOP: Account & { purses: Record<string, string> } = {
  wmid: '274019583346',
  email: 'lotus@demo.example',
  name: 'Lotus Books',
  phone: '+84 24 5550 0142',
  purses: { Z: 'Z274019583300', E: 'E274019583311', R: 'R274019583322' },
}

const START_CENTS: Record<string, number> = { Z: 1_284_050, E: 96_000, R: 3_650_000 }

const freeNumber = async (taken: (digits: string) => Promise<boolean>): Promise<string> => {
  for (;;) {
    const digits = randomDigits(12)
    if (!(await taken(digits))) return digits
  }
}

async function createAccount(sql: Sql, now: number, account: Account, passwordHash: string): Promise<void> {
  await sql.query(
    'INSERT INTO accounts (wmid, email, name, password, phone, created_at) VALUES ($1, $2, $3, $4, $5, $6)',
    [account.wmid, account.email, account.name, passwordHash, account.phone, now],
  )
  await sql.query('INSERT INTO settings (wmid) VALUES ($1)', [account.wmid])
}

/** Makes sure that the shop exists; nobody can log in as it. */
export async function ensureShop(core: Core): Promise<void> {
  await core.store.transaction(async (sql) => {
    await alone(sql)
    const [known] = await sql.query('SELECT 1 FROM accounts WHERE wmid = $1', [SHOP.wmid])
    if (known !== undefined) return
    await createAccount(sql, core.now(), SHOP, 'nobody')
    for (const purse of Object.values(SHOP.purses)) {
      await sql.query('INSERT INTO purses (purse, wmid, cents) VALUES ($1, $2, 0)', [purse, SHOP.wmid])
    }
  })
}

/**
 * Opens an account with a fresh WMID, purses in three currencies with some money in them, the shop among its
 * contacts and an invoice from it. Throws `email-invalid`, `password-short` or `email-taken`.
 */
export async function register(core: Core, input: { email: string; password: string }): Promise<Account> {
  const email = input.email.trim().toLowerCase()
  if (!/^[^\s@<>"']{1,64}@[^\s@<>"']{1,120}\.[^\s@<>"'.]{2,}$/.test(email)) throw new Refusal('email-invalid')
  if (input.password.length < 8) throw new Refusal('password-short')
  const hash = await hashPassword(input.password)
  return core.store.transaction(async (sql) => {
    const [taken] = await sql.query('SELECT 1 FROM accounts WHERE email = $1', [email])
    if (taken !== undefined) throw new Refusal('email-taken')
    const wmid = await freeNumber(
      async (digits) => (await sql.query('SELECT 1 FROM accounts WHERE wmid = $1', [digits])).length > 0,
    )
    const phone = `+84 90 ${randomDigits(3)} ${randomDigits(4)}`
    const account = { wmid, email, name: email.slice(0, email.indexOf('@')), phone }
    await createAccount(sql, core.now(), account, hash)
    for (const [letter, cents] of Object.entries(START_CENTS)) {
      const digits = await freeNumber(
        async (number) =>
          (await sql.query('SELECT 1 FROM purses WHERE purse = $1', [letter + number])).length > 0,
      )
      await sql.query('INSERT INTO purses (purse, wmid, cents) VALUES ($1, $2, $3)', [
        letter + digits,
        wmid,
        cents,
      ])
    }
    await sql.query('INSERT INTO contacts (id, wmid, contact, name) VALUES ($1, $2, $3, $4)', [
      randomId(),
      wmid,
      SHOP.wmid,
      SHOP.name,
    ])
    await sql.query(
      'INSERT INTO invoices (id, wmid, purse, cents, note, created_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [randomId(), wmid, SHOP.purses.Z, 1_890, 'The Tale of Kieu, hardcover', core.now()],
    )
    return account
  })
}

/** The account of a WMID or an e-mail address, if there is one. */
export async function findAccount(sql: Sql, login: string): Promise<Account | undefined> {
  const [account] = await sql.query<Account>(
    'SELECT wmid, email, name, phone FROM accounts WHERE wmid = $1 OR email = $1',
    [login.trim().toLowerCase()],
  )
  return account
}

/** The account that this login and password open. Throws `wrong-password`, whichever of them is wrong. */
export async function checkPassword(core: Core, login: string, password: string): Promise<Account> {
  const account = await findAccount(core.store, login)
  const [row] = await core.store.query<{ password: string }>(
    'SELECT password FROM accounts WHERE wmid = $1',
    [account?.wmid ?? ''],
  )
  const matches = await passwordMatches(password, row?.password)
  if (account === undefined || !matches) throw new Refusal('wrong-password')
  return account
}

/** The purses of an account, dollars first. */
export const pursesOf = (sql: Sql, wmid: string): Promise<Purse[]> =>
  sql.query<Purse>('SELECT purse, wmid, cents FROM purses WHERE wmid = $1 ORDER BY purse DESC', [wmid])

export interface Contact {
  id: string
  /** The WMID of the other account. */
  contact: string
  name: string
  trusted: boolean
}

export const contactsOf = (sql: Sql, wmid: string): Promise<Contact[]> =>
  sql.query<Contact>('SELECT id, contact, name, trusted FROM contacts WHERE wmid = $1 ORDER BY name', [wmid])
