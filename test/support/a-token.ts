import { nodeSecrets } from '../../src/adapters/system/random.ts';
import { formatToken, TOKEN_RANDOM_BYTES, type TokenPrefix } from '../../src/domain/keyvault/key-token.ts';

/** Well-formed, and nobody's. */
export const aToken = (prefix: TokenPrefix): string => formatToken(prefix, nodeSecrets.random(TOKEN_RANDOM_BYTES));
