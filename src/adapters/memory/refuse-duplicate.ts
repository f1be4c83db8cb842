/** What a unique key of a table does: a second row is a fault, which rolls the transaction back. */
export function refuseDuplicate(isTaken: boolean, what: string): void {
  if (isTaken) throw new Error(`${what} is not unique`);
}
