import { isWellFormed } from '../../domain/keyvault/key-token.ts';
import type { Usage, UsageOutcome } from './usage.ts';

/**
 * What is no token at all, mistyped or cut off, is refused before anybody asks the database: a flood of rubbish costs no query.
 * It tells nothing that the checksum does not tell everybody.
 */
export function refuseMalformed({ caller, keyToken }: Pick<Usage, 'caller' | 'keyToken'>): UsageOutcome | null {
  if (!isWellFormed('ss_live_', caller.token)) return { kind: 'not_admitted', refusal: 'service_token_unknown' };
  return isWellFormed('sk_live_', keyToken) ? null : { kind: 'refused', refusal: { code: 'key_malformed' } };
}
