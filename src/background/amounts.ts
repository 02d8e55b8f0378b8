/** Whether one canonical amount is at least another; exact, with the eight decimals that amounts may have. */
export function isAtLeast(amount: string, limit: string): boolean {
  return units(amount) >= units(limit)
}

function units(amount: string): bigint {
  const [whole = '0', decimals = ''] = amount.split('.')
  return BigInt(whole + decimals.padEnd(8, '0').slice(0, 8))
}
