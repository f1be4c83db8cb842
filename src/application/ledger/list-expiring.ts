import { expiringWithin } from '../../domain/ledger/expiry.ts';
import type { Lot } from '../../domain/ledger/lot.ts';
import { accountOf, type UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

/** In the order in which they would expire. */
export type ListExpiring = (userId: UserId, days: number) => Promise<Lot[]>;

/** Which of the user's points will have expired in so many days, unless they are spent before. */
export const listExpiring =
  ({ uow }: { readonly uow: UnitOfWork<'ledger' | 'clock'> }): ListExpiring =>
  (userId, days) =>
    uow.run(async ({ ledger, clock }) => {
      const lots = await ledger.listLots(accountOf(userId));
      return expiringWithin(lots, days, await clock.now());
    });
