import type { SigningSecret } from '../../../domain/keyvault/key-stores.ts';
import type { ReturnOrigin } from '../../../domain/keyvault/return-origin.ts';
import type { Operation, Service, ServiceToken } from '../../../domain/keyvault/service.ts';
import type { ServiceId, SigningSecretId } from '../../../domain/shared/ids.ts';
import type { SealedText } from '../../../domain/shared/sealed-text.ts';
import { toNetworks } from './rows.ts';

export type ServiceRow = {
  id: ServiceId;
  name: string;
  operations: Operation[] | null;
  networks: string[] | null;
  requires_signature: boolean;
  return_origins: ReturnOrigin[];
  enabled: boolean;
  created_at: Date;
};
export type CredentialRow = { service_id: ServiceId; created_at: Date; expires_at: Date | null };
export type TokenRow = CredentialRow & { hint: string };
export type SecretRow = CredentialRow & { id: SigningSecretId; sealed: SealedText };

export const toService = (row: ServiceRow): Service => ({
  id: row.id,
  name: row.name,
  operations: row.operations ?? 'all',
  networks: toNetworks(row.networks),
  requiresSignature: row.requires_signature,
  returnOrigins: row.return_origins,
  enabled: row.enabled,
  createdAt: row.created_at,
});

export const fromService = (service: Service): ServiceRow => ({
  id: service.id,
  name: service.name,
  operations: service.operations === 'all' ? null : [...service.operations],
  networks: service.networks && [...service.networks],
  requires_signature: service.requiresSignature,
  return_origins: [...service.returnOrigins],
  enabled: service.enabled,
  created_at: service.createdAt,
});

export const toToken = (row: TokenRow): ServiceToken => ({
  serviceId: row.service_id,
  hint: row.hint,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});

export const toSecret = (row: SecretRow): SigningSecret => ({
  id: row.id,
  serviceId: row.service_id,
  sealed: row.sealed,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});
