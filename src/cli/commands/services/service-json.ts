import { publicId } from '../../../adapters/http/public-id.ts';
import type { ListedService } from '../../../application/keyvault/list-services.ts';
import { isLive } from '../../../domain/keyvault/credential.ts';

/** Everything about a service but what it shows to be let in. */
export const serviceJson = ({ service, tokens, secrets, at }: ListedService) => ({
  name: service.name,
  enabled: service.enabled,
  operations: service.operations,
  networks: service.networks,
  requires_signature: service.requiresSignature,
  return_origins: service.returnOrigins,
  created_at: service.createdAt,
  tokens: tokens.map((token) => ({
    hint: token.hint,
    live: isLive(token, at),
    created_at: token.createdAt,
    expires_at: token.expiresAt,
  })),
  secrets: secrets.map((secret) => ({
    id: publicId('sgn', secret.id),
    live: isLive(secret, at),
    created_at: secret.createdAt,
    expires_at: secret.expiresAt,
  })),
});
