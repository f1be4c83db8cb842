/** What must be there, because the journal told of it before. */
export function known<T>(map: ReadonlyMap<string, T>, key: string): T {
  const value = map.get(key);
  if (value === undefined) throw new Error(`the journal speaks of ${key} before it exists`);
  return value;
}
