import { accountOf, type UserId } from '../../domain/shared/ids.ts';
import type { Points } from '../../domain/shared/points.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

export type ReadPastBalance = (userId: UserId, instant: Date) => Promise<Points>;

/** What the user could spend at that instant. */
export const readPastBalance =
  ({ uow }: { readonly uow: UnitOfWork<'ledger'> }): ReadPastBalance =>
  (userId, instant) =>
    uow.run(({ ledger }) => ledger.availableAt(accountOf(userId), instant));
