import os from 'node:os';
import { z } from 'zod';
import { plainText } from '../../adapters/http/plain-text.ts';
import type { ByOperator } from '../../application/identity/merge-users.ts';
import { UsageError } from './usage-error.ts';

/** For every command that changes something. */
export const BY = ['--by <name>', 'who does it; SEAHORSE_OPERATOR, or the login name, by default'] as const;
export type SaidBy = { readonly by?: string };

const Name = plainText.trim().pipe(z.string().min(1).max(64));

/** Who is at the keyboard, for the history: what `--by` says, else `SEAHORSE_OPERATOR`, else the login name. */
export function operatorName(by: string | undefined): string {
  const name = Name.safeParse(by ?? (process.env['SEAHORSE_OPERATOR'] || loginName()));
  if (name.success) return name.data;
  throw new UsageError('say who you are with --by or SEAHORSE_OPERATOR, in 1 to 64 characters');
}

/** For the audit log: this operator, at the command line. */
export const byOperator = (by?: string): ByOperator => ({
  ...{ actor: { kind: 'operator', name: operatorName(by) }, requestId: null },
});

function loginName(): string {
  try {
    return os.userInfo().username;
  } catch {
    // A container may run under a number that no name belongs to.
    return '';
  }
}
