/** A plausible slip in a text of SQL: `from` occurs in it and is replaced once. */
export type Mistake = { readonly says: string; readonly from: string; readonly to: string };

export function planted(statement: string, { says, from, to }: Mistake): string {
  if (statement.split(from).length !== 2) throw new Error(`no longer fits the statement exactly once: ${says}`);
  return statement.replace(from, () => to);
}
