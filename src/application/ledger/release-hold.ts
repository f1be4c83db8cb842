import { availablePoints } from '../../domain/ledger/balance.ts';
import { linesOf } from '../../domain/ledger/deed.ts';
import { decideRelease, type Hold, heldPoints, type ReleaseReason } from '../../domain/ledger/hold.ts';
import type { HoldId, ServiceId } from '../../domain/shared/ids.ts';
import type { Points } from '../../domain/shared/points.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { lockHold } from './lock-hold.ts';
import { returnToKey } from './return-to-key.ts';
import { writeOffExpired } from './write-off-expired.ts';

export type ReleaseNeeds = 'apiKeys' | 'ledger' | 'holds' | 'clock';
type ReleaseStores = Pick<Stores, ReleaseNeeds>;
type Dependencies = { readonly uow: UnitOfWork<ReleaseNeeds>; readonly ids: IdSource };

export type ReleaseOutcome =
  | {
      readonly kind: 'released';
      readonly replayed: boolean;
      readonly points: Points;
      readonly why: ReleaseReason;
      /** What the account could spend then: points whose lots have expired meanwhile are not in it. */
      readonly availableAfter: Points;
      readonly at: Date;
    }
  | { readonly kind: 'unknown_hold' }
  | { readonly kind: 'hold_ended'; readonly state: 'captured' };
export type ReleaseHold = (released: {
  readonly serviceId: ServiceId;
  readonly holdId: HoldId;
}) => Promise<ReleaseOutcome>;

/** The call did not come about: all points go back to the lots that gave them. The same again is answered alike. */
export const releaseHold =
  ({ uow, ids }: Dependencies): ReleaseHold =>
  ({ serviceId, holdId }) =>
    uow.run(async (stores) => {
      const hold = await lockHold(stores, holdId);
      if (hold?.call.serviceId !== serviceId) return { kind: 'unknown_hold' };
      const replayed = hold.state.kind === 'released';
      const ended = await releaseWithin(stores, ids, hold, 'service');
      const { state } = ended;
      if (state.kind !== 'released') return { kind: 'hold_ended', state: 'captured' };
      const { why, availableAfter, endedAt: at } = state;
      return { kind: 'released', replayed, points: heldPoints(hold), why, availableAfter, at };
    });

/** The hold, which is locked, as it is afterwards: released if it may be, else as it was. */
export async function releaseWithin(
  { apiKeys, ledger, holds, clock }: ReleaseStores,
  ids: IdSource,
  hold: Hold,
  asked: ReleaseReason,
): Promise<Hold> {
  const now = await clock.now();
  const decision = decideRelease(hold, asked, now);
  if (decision.kind !== 'released') return hold;
  const { id, accountId, draws, call } = hold;
  await ledger.post({ accountId, causeId: id, lines: linesOf('release', draws), call, at: now });
  const availableAfter = availablePoints(await writeOffExpired(ledger, ids, accountId, now), now);
  const state = { kind: 'released', why: decision.why, availableAfter, endedAt: now } as const;
  await holds.end(id, state);
  await returnToKey(apiKeys, { keyId: call.keyId, points: heldPoints(hold), usedAt: hold.heldAt, now });
  return { ...hold, state };
}
