import { accountOf, type UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { type AdjustAccountOutcome, type AdjustTools, adjustAccount, type WantedCorrection } from './adjust-account.ts';

type Dependencies = AdjustTools & { readonly uow: UnitOfWork<'users' | 'ledger' | 'clock'> };

export type WantedAdjustment = Omit<WantedCorrection, 'accountId'> & { readonly userId: UserId };

export type AdjustPointsOutcome = AdjustAccountOutcome | { readonly kind: 'unknown_user' };
export type AdjustPoints = (wanted: WantedAdjustment) => Promise<AdjustPointsOutcome>;

/** Gives or takes points by an operator's word. Said again under the same key, it is the same adjustment. */
export const adjustPoints =
  ({ uow, ...tools }: Dependencies): AdjustPoints =>
  ({ userId, ...wanted }) =>
    uow.run(async ({ users, ledger, clock }) => {
      if (!(await users.find(userId))) return { kind: 'unknown_user' };
      const accountId = accountOf(userId);
      if (!wanted.dryRun) await ledger.lock(accountId);
      return adjustAccount({ ledger }, tools, { ...wanted, accountId }, await clock.now());
    });
