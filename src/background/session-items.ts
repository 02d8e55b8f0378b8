/** Items that live as long as the browser runs, out of reach of content scripts and of the disk. */
export interface SessionItems {
  get(key: string): Promise<unknown>
  set(key: string, value: unknown): Promise<void>
  remove(key: string): Promise<void>
  /** Everything whose key begins so. */
  withPrefix(prefix: string): Promise<[key: string, value: unknown][]>
}

/** Over one storage area of the browser. */
export function itemsOf(area: chrome.storage.StorageArea): SessionItems {
  return {
    get: async (key) => (await area.get(key))[key],
    set: (key, value) => area.set({ [key]: value }),
    remove: (key) => area.remove(key),
    withPrefix: async (prefix) =>
      Object.entries(await area.get(null)).filter(([key]) => key.startsWith(prefix)),
  }
}
