import Papa from 'papaparse'
import { damaged } from './error.ts'

/** Nothing that exports keys writes more; a million commas are an attack. */
const MAX_ROWS = 100_000

/**
 * The rows of comma-separated values (RFC 4180), blank lines left out.
 * @throws TransferError `damaged`
 */
export function readRows(text: string): string[][] {
  const { data } = Papa.parse<string[]>(text, {
    delimiter: ',',
    skipEmptyLines: 'greedy',
    preview: MAX_ROWS + 1,
  })
  if (data.length > MAX_ROWS) throw damaged(`The file has more than ${MAX_ROWS} rows.`)
  return data
}
