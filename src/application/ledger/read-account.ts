import { type Balance, readBalanceOf } from '../../domain/ledger/balance.ts';
import { EXPIRING_DAYS, expiringWithin } from '../../domain/ledger/expiry.ts';
import type { Lot } from '../../domain/ledger/lot.ts';
import { accountOf, type UserId } from '../../domain/shared/ids.ts';
import type { Points } from '../../domain/shared/points.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Needs = 'users' | 'ledger' | 'holds' | 'clock';

export type ReadAccountOutcome =
  | ({
      readonly kind: 'found';
      /** Set aside for calls under way. */
      readonly held: Points;
      /** Taken out for refunds under way. */
      readonly frozen: Points;
      /** In the order in which they pay. */
      readonly expiringSoon: readonly Lot[];
    } & Balance)
  | { readonly kind: 'unknown_user' };
export type ReadAccount = (userId: UserId) => Promise<ReadAccountOutcome>;

/** All that a service may know of a user's points. */
export const readAccount =
  ({ uow }: { readonly uow: UnitOfWork<Needs> }): ReadAccount =>
  (userId) =>
    uow.run(async ({ users, ledger, holds, clock }) => {
      if (!(await users.find(userId))) return { kind: 'unknown_user' };
      const account = accountOf(userId);
      const lots = await ledger.listLots(account);
      const [held, frozen] = [await holds.sumOpen(account), await ledger.sumFrozen(account)];
      const now = await clock.now();
      const expiringSoon = expiringWithin(lots, EXPIRING_DAYS.usual, now);
      return { kind: 'found', ...readBalanceOf(lots, now), held, frozen, expiringSoon };
    });
