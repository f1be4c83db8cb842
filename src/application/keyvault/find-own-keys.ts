import type { ApiKey } from '../../domain/keyvault/api-key.ts';
import type { ApiKeyId, UserId } from '../../domain/shared/ids.ts';
import type { Stores } from '../shared/unit-of-work.ts';

/** Somebody else's key is as unknown as one that never was. */
export type UnknownKeys = { readonly kind: 'unknown_keys'; readonly ids: readonly ApiKeyId[] };
export type OwnKeys = {
  readonly kind: 'own';
  /** All that the user has. */
  readonly all: readonly ApiKey[];
  /** Those that were asked for, each once, in the order in which they were. */
  readonly asked: readonly ApiKey[];
};

/** The user's keys, if all of `ids` are among them. Whoever changes them holds the owner's lock. */
export async function findOwnKeys(
  { apiKeys }: Pick<Stores, 'apiKeys'>,
  userId: UserId,
  ids: readonly ApiKeyId[],
): Promise<OwnKeys | UnknownKeys> {
  const all = await apiKeys.listOf(userId);
  const own = new Map(all.map((key) => [key.id, key]));
  const wanted = [...new Set(ids)];
  const unknown = wanted.filter((id) => !own.has(id));
  if (unknown.length > 0) return { kind: 'unknown_keys', ids: unknown };
  return { kind: 'own', all, asked: wanted.map((id) => own.get(id) as ApiKey) };
}
