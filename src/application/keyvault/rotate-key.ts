import { type ApiKey, KEYS_KEPT_PER_USER, type KeyLifetimeMonths } from '../../domain/keyvault/api-key.ts';
import { keyFacts } from '../../domain/keyvault/key-change.ts';
import { decideRotation, meterOfSuccessor, type RotationDecision } from '../../domain/keyvault/key-rotation.ts';
import { formatToken, hintOf, TOKEN_RANDOM_BYTES } from '../../domain/keyvault/key-token.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import { type ApiKeyId, accountOf, type UserId } from '../../domain/shared/ids.ts';
import { isLeaving } from '../identity/is-leaving.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { findOwnKeys, type UnknownKeys } from './find-own-keys.ts';
import type { OwnerLeaving, TooManyKeys } from './issue-key.ts';

type Needed = 'users' | 'apiKeys' | 'ledger' | 'audit' | 'clock';
type Dependencies = { readonly uow: UnitOfWork<Needed>; readonly ids: IdSource; readonly secrets: Secrets };
type Possible = Extract<RotationDecision, { kind: 'possible' }>;
export type RotateKeyOutcome =
  /** `token` is that of `key`, shown now and never again. `earlier` counts until it expires. */
  | { readonly kind: 'rotated'; readonly key: ApiKey; readonly token: string; readonly earlier: ApiKey }
  | Exclude<RotationDecision, Possible>
  | UnknownKeys
  | TooManyKeys
  | OwnerLeaving;
export type RotateKey = (
  userId: UserId,
  id: ApiKeyId,
  terms: { readonly graceMs: number; readonly lifetimeMonths: KeyLifetimeMonths },
  by: DoneBy,
) => Promise<RotateKeyOutcome>;

/** A new key with the same terms; the one before counts for the grace, so that nothing stands still while it is put in place. */
export const rotateKey =
  ({ uow, ids, secrets }: Dependencies): RotateKey =>
  (userId, id, terms, by) =>
    uow.run(async (stores) => {
      const { apiKeys, ledger, clock } = stores;
      await apiKeys.lockOwner(userId);
      if (await isLeaving(stores, userId)) return { kind: 'account_closing' };
      const own = await findOwnKeys(stores, userId, [id]);
      if (own.kind === 'unknown_keys') return own;
      if (own.all.length >= KEYS_KEPT_PER_USER) return { kind: 'too_many_keys', limit: KEYS_KEPT_PER_USER };
      // The meter moves under the account's lock, which opens the account of whoever has none yet.
      await ledger.lock(accountOf(userId));
      const token = formatToken('sk_live_', secrets.random(TOKEN_RANDOM_BYTES));
      const now = await clock.now();
      const wanted = { ...terms, successorId: ids.next<ApiKeyId>(), hint: hintOf('sk_live_', token), now };
      const decision = decideRotation(own.asked[0] as ApiKey, wanted);
      if (decision.kind !== 'possible') return decision;
      await carryOut(stores, decision, secrets.digest(token), now);
      const { earlier, successor } = decision;
      const facts = { before: keyFacts(own.asked[0] as ApiKey), after: keyFacts(earlier) };
      const subject = { kind: 'key', id } as const;
      await noteDeed(stores, ids, by, { action: 'key.rotated', subject, userId, ...facts });
      const newSubject = { kind: 'key', id: successor.id } as const;
      await noteDeed(stores, ids, by, {
        action: 'key.issued',
        subject: newSubject,
        userId,
        after: keyFacts(successor),
      });
      return { kind: 'rotated', key: successor, token, earlier };
    });

async function carryOut(
  { apiKeys }: Pick<Stores, Needed>,
  { earlier, successor }: Possible,
  digest: string,
  now: Date,
): Promise<void> {
  await apiKeys.add(successor, digest);
  await apiKeys.saveMeter(successor, meterOfSuccessor(await apiKeys.meterOf(earlier)));
  await apiKeys.save(earlier, now);
}
