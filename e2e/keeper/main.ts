/**
 * The reference Keeper alone: `npm run keeper`.
 * PORT (8484), HOST (127.0.0.1), DATABASE_URL (PostgreSQL; without it the data go with the process), TLS_CERT and
 * TLS_KEY (paths of PEM files; with them https).
 */
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { startKeeper } from './keeper.ts'

const { PORT, HOST, DATABASE_URL, TLS_CERT, TLS_KEY } = process.env
const port = PORT === undefined || PORT === '' ? 8484 : Number(PORT)
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`PORT is ${PORT}; it must be a number from 0 to 65535.`)
  process.exit(2)
}
if ((TLS_CERT === undefined) !== (TLS_KEY === undefined)) {
  console.error('For https both TLS_CERT and TLS_KEY are needed.')
  process.exit(2)
}

const named = HOST !== undefined && HOST !== '' && isIP(HOST) === 0 && HOST !== 'localhost'

try {
  const keeper = await startKeeper({
    port,
    ...(HOST === undefined || HOST === '' ? {} : { host: HOST }),
    ...(named ? { hosts: { main: HOST } } : {}),
    ...(DATABASE_URL === undefined || DATABASE_URL === '' ? {} : { databaseUrl: DATABASE_URL }),
    ...(TLS_CERT !== undefined && TLS_KEY !== undefined
      ? { tls: { cert: readFileSync(TLS_CERT, 'utf8'), key: readFileSync(TLS_KEY, 'utf8') } }
      : {}),
  })
  console.log(`Keeper: ${keeper.url}/`)
  const stop = () => {
    keeper.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
} catch (error) {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  console.error(
    code === 'EADDRINUSE'
      ? `Port ${port} is taken. Choose another: PORT=8485 npm run keeper`
      : error instanceof Error
        ? error.message
        : String(error),
  )
  process.exit(1)
}
