/** Where the browser keeps nothing for us, until the page is left. */
const inMemory = new Map<string, string>();

/** What this tab has kept: gone with it, and in no other one. Null: nothing, or nothing that can be read. */
export function readInTab(key: string): Readonly<Record<string, unknown>> | null {
  const text = storage((kept) => kept.getItem(key)) ?? inMemory.get(key);
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return typeof value === 'object' ? (value as Readonly<Record<string, unknown>> | null) : null;
  } catch {
    return null;
  }
}

export function keepInTab(key: string, value: object): void {
  const text = JSON.stringify(value);
  inMemory.set(key, text);
  storage((kept) => kept.setItem(key, text));
}

export function forgetInTab(key: string): void {
  inMemory.delete(key);
  storage((kept) => kept.removeItem(key));
}

/** Null where the browser lets nobody keep anything. */
function storage<T>(use: (kept: Storage) => T): T | null {
  try {
    return use(sessionStorage);
  } catch {
    return null;
  }
}
