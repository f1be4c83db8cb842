import type { AccountId, AdjustmentId, LotId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';
import { decideConsumption, type InsufficientPoints } from './consumption.ts';
import { type Line, linesOf } from './deed.ts';
import type { Lot, NewLot } from './lot.ts';

/** What an operator does to an account beside all sales and calls. */
export type Correction =
  /** Gives at least 1 point, as a bonus lot of its own. */
  | { readonly kind: 'credit'; readonly points: Points; readonly expiresAt: Date }
  /** Takes at least 1 point, in the order in which calls take them. */
  | { readonly kind: 'debit'; readonly points: Points };

export type Adjustment = {
  readonly id: AdjustmentId;
  readonly accountId: AccountId;
  readonly correction: Correction;
  /** For the user to read. */
  readonly reason: string;
  readonly operator: string;
  /** The operator's word for this one adjustment, unique per account. */
  readonly requestKey: string | null;
  readonly at: Date;
};

export type AdjustmentDecision =
  | { readonly kind: 'possible'; readonly lot: NewLot | null; readonly lines: readonly Line[] }
  | InsufficientPoints
  | { readonly kind: 'expiry_not_ahead'; readonly now: Date };

/** What a correction writes; `lotId` names the lot that a credit opens. */
export function decideAdjustment(
  correction: Correction,
  lots: readonly Lot[],
  lotId: LotId,
  now: Date,
): AdjustmentDecision {
  const { points } = correction;
  if (correction.kind === 'debit') {
    const decision = decideConsumption(lots, points, now);
    if (decision.kind === 'insufficient_points') return decision;
    return { kind: 'possible', lot: null, lines: linesOf('debit', decision.draws) };
  }
  if (correction.expiresAt <= now) return { kind: 'expiry_not_ahead', now };
  const lot: NewLot = { id: lotId, kind: 'bonus', points, expiresAt: correction.expiresAt };
  return { kind: 'possible', lot, lines: [{ kind: 'credit', lotId, points }] };
}

/** Did two requests under one key ask for the same? */
export const isSameCorrection = (a: Correction, b: Correction): boolean =>
  a.kind === b.kind && a.points === b.points && expiryOf(a) === expiryOf(b);

const expiryOf = (correction: Correction): number | null =>
  correction.kind === 'credit' ? correction.expiresAt.getTime() : null;
