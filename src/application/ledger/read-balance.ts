import { type Balance, readBalanceOf } from '../../domain/ledger/balance.ts';
import { accountOf, type UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

export type ReadBalance = (userId: UserId) => Promise<Balance>;

/** What the user may spend now, and what expires first. */
export const readBalance =
  ({ uow }: { readonly uow: UnitOfWork<'ledger' | 'clock'> }): ReadBalance =>
  (userId) =>
    uow.run(async ({ ledger, clock }) => {
      const lots = await ledger.listLots(accountOf(userId));
      return readBalanceOf(lots, await clock.now());
    });
