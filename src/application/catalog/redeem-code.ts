import type { CodeBatch } from '../../domain/catalog/code-batch.ts';
import { readCode } from '../../domain/catalog/code-text.ts';
import { decideRedemption, type Redemption, type RedemptionRefusal } from '../../domain/catalog/redemption.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import { accountOf, type UserId } from '../../domain/shared/ids.ts';
import { isLeaving } from '../identity/is-leaving.ts';
import { type AdjustTools, adjustAccount } from '../ledger/adjust-account.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { Secrets } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';

type Needs = 'users' | 'redemptionCodes' | 'ledger' | 'audit' | 'clock';
type Dependencies = AdjustTools & { readonly uow: UnitOfWork<Needs>; readonly secrets: Secrets };
export type RedeemCodeOutcome =
  | {
      readonly kind: 'points_given';
      readonly batch: CodeBatch;
      readonly redemption: Redemption;
      /** By this person, before: nothing was given again. */
      readonly repeated: boolean;
    }
  | RedemptionRefusal
  | { readonly kind: 'malformed' | 'unknown' | 'account_closing' };
export type RedeemCode = (userId: UserId, text: string, by: DoneBy) => Promise<RedeemCodeOutcome>;

/** Gives the points of a code to this user. The account is locked first, then the code: nobody else waits the other way round. */
export const redeemCode =
  ({ uow, ...tools }: Dependencies): RedeemCode =>
  async (userId, text, by) => {
    const code = readCode(text);
    if (!code) return { kind: 'malformed' };
    return uow.run(async (stores) => {
      const { redemptionCodes, ledger, clock } = stores;
      await ledger.lock(accountOf(userId));
      if (await isLeaving(stores, userId)) return { kind: 'account_closing' };
      const found = await redemptionCodes.lock(tools.secrets.digest(code));
      const batch = found && (await redemptionCodes.findBatch(found.batchId));
      if (!batch) return { kind: 'unknown' };
      const redeemedBefore = await redemptionCodes.countRedeemed(batch.id, userId);
      const now = await clock.now();
      const decision = decideRedemption(found, batch, { userId, redeemedBefore, now });
      if (decision.kind === 'repeated') {
        return { kind: 'points_given', batch, redemption: decision.redemption, repeated: true };
      }
      if (decision.kind !== 'possible') return decision;
      const { pointsExpireAt } = decision;
      const adjustmentId = await give(stores, tools, { batch, no: found.no, userId, pointsExpireAt, at: now });
      const redemption = { userId, at: now, adjustmentId, pointsExpireAt };
      await redemptionCodes.redeem(found, redemption);
      const subject = { kind: 'code_batch', id: batch.id } as const;
      const after = { no: found.no, points: batch.points.toString() };
      await noteDeed(stores, tools.ids, by, { action: 'code.redeemed', subject, userId, after });
      return { kind: 'points_given', batch, redemption, repeated: false };
    });
  };

type Given = {
  readonly batch: CodeBatch;
  readonly no: number;
  readonly userId: UserId;
  readonly pointsExpireAt: Date;
  readonly at: Date;
};

/** In the books: a credit by whoever made the batch, once for this code. */
async function give(
  { ledger }: Pick<Stores, 'ledger'>,
  tools: AdjustTools,
  { batch, no, userId, pointsExpireAt, at }: Given,
) {
  const wanted = {
    accountId: accountOf(userId),
    correction: { kind: 'credit', points: batch.points, expiresAt: pointsExpireAt },
    ...{ reason: `兑换码：${batch.name}`, operator: batch.madeBy, requestKey: `code ${batch.id} ${no}`, dryRun: false },
  } as const;
  const outcome = await adjustAccount({ ledger }, tools, wanted, at);
  if (outcome.kind !== 'adjusted' || outcome.repeated) throw new Error(`code ${no} of ${batch.id}: ${outcome.kind}`);
  return outcome.adjustment.id;
}
