/** What the scripts of the Keeper's pages share: the form token and posting as a form does. */

const token = (): string => document.querySelector<HTMLInputElement>('input[name=csrf]')?.value ?? ''

/** The element that a selector finds. Throws when the page is not the one this script was written for. */
export function need<Found extends Element>(selector: string, root: ParentNode = document): Found {
  const found = root.querySelector<Found>(selector)
  if (found === null) throw new Error(`No ${selector} on this page.`)
  return found
}

/** Posts fields as a form of this page would, and gives back the answer's JSON. */
export async function post(path: string, fields: Record<string, string>): Promise<unknown> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'x-csrf': token(), accept: 'application/json' },
    body: new URLSearchParams(fields),
  })
  return response.json()
}
