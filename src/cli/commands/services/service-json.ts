import { z } from 'zod';
import { publicId } from '../../../adapters/http/public-id.ts';
import type { ListedService } from '../../../application/keyvault/list-services.ts';
import { isLive } from '../../../domain/keyvault/credential.ts';
import { OPERATIONS, type Service } from '../../../domain/keyvault/service.ts';
import { instant, shownId } from '../../face/answer.ts';

/** What a service may do, and where from. */
export const AccessShape = z.strictObject({
  name: z.string(),
  enabled: z.boolean(),
  operations: z.union([z.literal('all'), z.array(z.enum(OPERATIONS))]),
  networks: z.array(z.string()).nullable().meta({ description: 'null: anywhere' }),
  requires_signature: z.boolean(),
  return_origins: z.array(z.string()).meta({ description: 'where its checkouts may send users back to' }),
  created_at: instant,
});

const credential = {
  live: z.boolean(),
  created_at: instant,
  expires_at: instant.nullable().meta({ description: 'null: until it is rotated' }),
};
export const ServiceShape = AccessShape.extend({
  tokens: z.array(z.strictObject({ hint: z.string(), ...credential })),
  secrets: z.array(z.strictObject({ id: shownId('sgn'), ...credential })),
});

export const accessJson = (service: Service) => ({
  name: service.name,
  enabled: service.enabled,
  operations: service.operations,
  networks: service.networks,
  requires_signature: service.requiresSignature,
  return_origins: service.returnOrigins,
  created_at: service.createdAt,
});

/** Everything about a service but what it shows to be let in. */
export const serviceJson = ({ service, tokens, secrets, at }: ListedService) => ({
  ...accessJson(service),
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
