import type { ApiKeyId, ServiceId, SigningSecretId, UserId } from '../shared/ids.ts';
import type { SealedText } from '../shared/sealed-text.ts';
import type { ApiKey } from './api-key.ts';
import type { KeyMeter } from './key-meter.ts';
import type { Service, ServiceToken } from './service.ts';

/** SHA-256 of a token, hexadecimal. Tokens have 192 random bits, so a fast hash keeps them safe at rest. */
export type TokenDigest = string;

/** Port. */
export interface ApiKeys {
  /** One change at a time per owner: until the transaction ends, others who call this for `userId` wait. */
  lockOwner(userId: UserId): Promise<void>;
  /** With a meter that starts at zero. */
  add(key: ApiKey, digest: TokenDigest): Promise<void>;
  findByDigest(digest: TokenDigest): Promise<ApiKey | null>;
  find(id: ApiKeyId): Promise<ApiKey | null>;
  /** Newest first. Deleted keys are in no list, and are found by nobody. */
  listOf(userId: UserId): Promise<ApiKey[]>;
  /** Everything but the id, the owner, the hint and when it was made. */
  save(key: ApiKey, at: Date): Promise<void>;
  /** Those of these that the user has deleted. */
  deletedAmong(userId: UserId, ids: readonly ApiKeyId[]): Promise<ApiKeyId[]>;
  /** Keys of these users that could be used, and expire after `now`, up to `until`; rotated ones have a successor and are left out. */
  listExpiring(userIds: readonly UserId[], span: { readonly now: Date; readonly until: Date }): Promise<ApiKey[]>;
  /** Of all keys that the user has or had, for what refers to them. */
  listNames(userId: UserId): Promise<Map<ApiKeyId, string>>;
  /** Takes the credential away for ever. The row stays for what refers to it, and so does its meter. */
  remove(id: ApiKeyId, at: Date): Promise<void>;
  /** The same of all keys of the user; what he has written about any of them (name, networks), goes too. Gives those it removed. */
  removeAllOf(userId: UserId, at: Date): Promise<ApiKeyId[]>;
  /** Moves with the account's points: read and saved under the account's lock. */
  meterOf(key: Pick<ApiKey, 'id' | 'userId'>): Promise<KeyMeter>;
  saveMeter(key: Pick<ApiKey, 'id' | 'userId'>, meter: KeyMeter): Promise<void>;
  /** By key, of all keys of the user. */
  listMeters(userId: UserId): Promise<Map<ApiKeyId, KeyMeter>>;
}

/** A secret that a service signs its requests with. */
export type SigningSecret = {
  readonly id: SigningSecretId;
  readonly serviceId: ServiceId;
  readonly sealed: SealedText;
  readonly createdAt: Date;
  /** Null: for ever. */
  readonly expiresAt: Date | null;
};

export type KnownService = {
  readonly service: Service;
  readonly token: ServiceToken;
  /** All of the service, the newest first, expired ones included. */
  readonly secrets: readonly SigningSecret[];
};

/** Port. */
export interface Services {
  /** One change at a time per name: until the transaction ends, others who call this for `name` wait. */
  lockName(name: string): Promise<void>;
  add(service: Service): Promise<void>;
  addToken(token: ServiceToken, digest: TokenDigest): Promise<void>;
  addSecret(secret: SigningSecret): Promise<void>;
  findByToken(digest: TokenDigest): Promise<KnownService | null>;
  find(id: ServiceId): Promise<Service | null>;
  findByName(name: string): Promise<Service | null>;
  /** Of any service, whether or not it has ended. */
  findSecret(id: SigningSecretId): Promise<SigningSecret | null>;
  list(): Promise<Service[]>;
  /** Newest first. */
  listTokens(id: ServiceId): Promise<ServiceToken[]>;
  listSecrets(id: ServiceId): Promise<SigningSecret[]>;
  /** Every token that the service has now ends at `at`, unless it ends sooner. Gives how many that changes. */
  endTokens(id: ServiceId, at: Date): Promise<number>;
  /** The same of its secrets. */
  endSecrets(id: ServiceId, at: Date): Promise<number>;
  save(service: Service): Promise<void>;
}
