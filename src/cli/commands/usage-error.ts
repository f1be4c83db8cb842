/** A mistake of whoever called the command: said without a stack, exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
