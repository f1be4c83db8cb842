const textOf = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value));

/** `name   value`, a line each; what is not there is left out. */
export const factLines = (facts: object): string[] =>
  Object.entries(facts)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name.padEnd(20)}${textOf(value)}`);
