import os from 'node:os';
import { z } from 'zod';
import { plainText } from '../../adapters/http/plain-text.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import { UsageError } from './usage-error.ts';

const Name = plainText.trim().pipe(z.string().min(1).max(64));

/** Who is at the keyboard, for the history: what `--by` says, else `SEAHORSE_OPERATOR`, else the login name. */
export function operatorName(by: string | undefined): string {
  const name = Name.safeParse(by ?? (process.env['SEAHORSE_OPERATOR'] || loginName()));
  if (name.success) return name.data;
  throw new UsageError('say who you are with --by or SEAHORSE_OPERATOR, in 1 to 64 characters');
}

/** For the audit log: this operator, at the command line. */
export const byOperator = (by?: string): DoneBy => ({
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
