import type { ApiKeyId, UserId } from '../shared/ids.ts';
import type { ApiKey } from './api-key.ts';
import type { Service } from './service.ts';

/** SHA-256 of a token, hexadecimal. Tokens have 192 random bits, so a fast hash keeps them safe at rest. */
export type TokenDigest = string;

/** Port. */
export interface ApiKeys {
  /** One change at a time per owner: until the transaction ends, others who call this for `userId` wait. */
  lockOwner(userId: UserId): Promise<void>;
  add(key: ApiKey, digest: TokenDigest): Promise<void>;
  findByDigest(digest: TokenDigest): Promise<ApiKey | null>;
  find(id: ApiKeyId): Promise<ApiKey | null>;
  /** Newest first. */
  listOf(userId: UserId): Promise<ApiKey[]>;
  setEnabled(id: ApiKeyId, enabled: boolean, at: Date): Promise<void>;
}

/** Port. */
export interface Services {
  /** One creation at a time per name: until the transaction ends, others who call this for `name` wait. */
  lockName(name: string): Promise<void>;
  add(service: Service, digest: TokenDigest): Promise<void>;
  findByDigest(digest: TokenDigest): Promise<Service | null>;
  findByName(name: string): Promise<Service | null>;
}
