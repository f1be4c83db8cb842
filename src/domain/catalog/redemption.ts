import type { AdjustmentId, CodeBatchId, UserId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';
import { expiryOf } from '../shared/validity.ts';
import type { CodeBatch } from './code-batch.ts';

/** Who took the points of a code, and when. */
export type Redemption = {
  readonly userId: UserId;
  readonly at: Date;
  /** What gave them: in the books it is an operator's credit. */
  readonly adjustmentId: AdjustmentId;
  readonly pointsExpireAt: Date;
};

/** One code of a batch. It is redeemed or void at most, and never both. */
export type RedemptionCode = {
  readonly batchId: CodeBatchId;
  readonly no: number;
  readonly voidedAt: Date | null;
  readonly redemption: Redemption | null;
};

export const isOpen = ({ redemption, voidedAt }: RedemptionCode): boolean => redemption === null && voidedAt === null;

export const CODE_STATES = ['open', 'redeemed', 'void', 'expired'] as const;
export type CodeState = (typeof CODE_STATES)[number];

/** What was redeemed stays so, whatever becomes of the batch. */
export function codeState(code: RedemptionCode, { validity, endsAt }: CodeBatch, now: Date): CodeState {
  if (code.redemption) return 'redeemed';
  if (code.voidedAt) return 'void';
  return now >= endsAt || expiryOf(validity, now) <= now ? 'expired' : 'open';
}

export type RedemptionDecision =
  | { readonly kind: 'possible'; readonly points: Points; readonly pointsExpireAt: Date }
  /** By the same person, before: it is the same redemption. */
  | { readonly kind: 'repeated'; readonly redemption: Redemption }
  | { readonly kind: 'redeemed' | 'void' | 'expired' }
  | { readonly kind: 'enough_for_one_person'; readonly limit: number };
export type RedemptionRefusal = Exclude<RedemptionDecision, { kind: 'possible' | 'repeated' }>;

type Asked = {
  readonly userId: UserId;
  /** How many codes of the batch this person has redeemed. */
  readonly redeemedBefore: number;
  readonly now: Date;
};

/** May this person redeem this code now? */
export function decideRedemption(
  code: RedemptionCode,
  batch: CodeBatch,
  { userId, redeemedBefore, now }: Asked,
): RedemptionDecision {
  const { redemption } = code;
  if (redemption?.userId === userId) return { kind: 'repeated', redemption };
  const state = codeState(code, batch, now);
  if (state !== 'open') return { kind: state };
  const { points, validity, perPerson } = batch;
  if (perPerson !== null && redeemedBefore >= perPerson) return { kind: 'enough_for_one_person', limit: perPerson };
  return { kind: 'possible', points, pointsExpireAt: expiryOf(validity, now) };
}
