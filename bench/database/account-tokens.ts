import { createHash } from 'node:crypto';
import { formatToken, TOKEN_RANDOM_BYTES } from '../../src/domain/keyvault/key-token.ts';

/** The API key of account number 1, 2, …: the same in every process and at every run, and well-formed. */
export function tokenOf(account: number): string {
  const bytes = Buffer.alloc(TOKEN_RANDOM_BYTES);
  bytes.writeUInt32BE(account, TOKEN_RANDOM_BYTES - 4);
  return formatToken('sk_live_', bytes);
}

/** As PostgreSQL knows it. */
export const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex');
