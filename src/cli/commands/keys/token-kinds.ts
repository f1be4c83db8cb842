import type { TokenPrefix } from '../../../domain/keyvault/key-token.ts';

export const TOKEN_KINDS: Record<TokenPrefix, string> = {
  sk_live_: 'API key of a customer',
  ss_live_: 'token of a backend service',
  sg_live_: 'signing secret of a backend service',
};
