import { addDays } from '../shared/beijing-time.ts';
import type { UserId } from '../shared/ids.ts';
import type { Points } from '../shared/points.ts';
import type { User } from './user.ts';

/** An account that its user wants deleted (注销), for as long as that can be taken back. */
export type Closing = {
  readonly userId: UserId;
  readonly confirmedAt: Date;
  /** From here on it is finished, unless something holds it up. */
  readonly deletesAt: Date;
  /** Paid points that were there then are given up. Null: none were. */
  readonly waivedAt: Date | null;
  /** An operator has agreed, who answers for payments that were set aside. */
  readonly byOperator: boolean;
  readonly nextLookAt: Date;
  /** What was in the way when it was last looked at. */
  readonly heldUpBy: readonly ObstacleCode[];
};

/** How many days it can be taken back. */
export const CLOSING_DAYS = { usual: 7, longest: 30 } as const;
const LOOK_AGAIN_DAYS = 1;
/** After a fault. */
const RETRY_MS = 600_000;

/** What the user has under way, as the other modules tell it. */
export type Affairs = {
  /** Wait for their payment. */
  readonly openOrders: number;
  /** These, and those that are over and whose payment may still turn up. */
  readonly payableOrders: number;
  readonly paymentsSetAside: number;
  readonly openHolds: number;
  readonly requestedInvoices: number;
  readonly frozen: Points;
};

export type ObstacleCode =
  | 'open_orders'
  /** A person has to look at them first. */
  | 'payments_set_aside'
  | 'refunds_under_way'
  | 'calls_under_way'
  | 'invoices_requested'
  /** Paid points that nobody has given up: they came after the word was given. */
  | 'points_left';
/** `count` is of orders, payments, calls and invoices, or of points. */
export type Obstacle = { readonly code: ObstacleCode; readonly count: bigint };

/** What stands in the way of an account's closing. */
export const obstaclesOf = (affairs: Affairs, byOperator: boolean): Obstacle[] =>
  present({
    open_orders: affairs.openOrders,
    payments_set_aside: byOperator ? 0 : affairs.paymentsSetAside,
    ...underWay(affairs),
  });

/** What keeps a closing from its end: by then no payment may be possible any more. */
export const holdUpsOf = ({ byOperator }: Closing, affairs: Affairs, unwaived: Points): Obstacle[] =>
  present({
    open_orders: affairs.payableOrders,
    payments_set_aside: byOperator ? 0 : affairs.paymentsSetAside,
    ...underWay(affairs),
    points_left: unwaived,
  });

const underWay = ({ frozen, openHolds, requestedInvoices }: Affairs) => ({
  ...{ refunds_under_way: frozen, calls_under_way: openHolds, invoices_requested: requestedInvoices },
});

const present = (counts: Partial<Record<ObstacleCode, number | bigint>>): Obstacle[] =>
  Object.entries(counts)
    .map(([code, count]) => ({ code: code as ObstacleCode, count: BigInt(count) }))
    .filter(({ count }) => count > 0n);

/** Paid points that were granted then: has the user given them up? */
export const isWaived = (closing: Closing | null, grantedAt: Date): boolean =>
  closing !== null && closing.waivedAt !== null && grantedAt <= closing.waivedAt;

type Wish = {
  readonly userId: UserId;
  readonly days: number;
  readonly waivesPoints: boolean;
  readonly byOperator: boolean;
};
type Found = { readonly obstacles: readonly Obstacle[]; readonly unwaived: Points };
export type ClosingDecision =
  | { readonly kind: 'closing'; readonly closing: Closing }
  | { readonly kind: 'has_obstacles'; readonly obstacles: readonly Obstacle[] }
  | { readonly kind: 'points_left' };

/** Said again, it is the same closing; it may waive what has come meanwhile, and end sooner, never later. */
export function decideClosing(
  known: Closing | null,
  { userId, days, waivesPoints, byOperator }: Wish,
  { obstacles, unwaived }: Found,
  now: Date,
): ClosingDecision {
  if (!known && obstacles.length > 0) return { kind: 'has_obstacles', obstacles };
  if (unwaived > 0n && !waivesPoints) return { kind: 'points_left' };
  const wanted = addDays(now, days);
  const deletesAt = known && known.deletesAt < wanted ? known.deletesAt : wanted;
  const waivesNow = waivesPoints && (unwaived > 0n || !known);
  const closing: Closing = {
    ...{ userId, deletesAt, confirmedAt: known?.confirmedAt ?? now, heldUpBy: known?.heldUpBy ?? [] },
    waivedAt: waivesNow ? now : (known?.waivedAt ?? null),
    byOperator: byOperator || (known?.byOperator ?? false),
    nextLookAt: deletesAt,
  };
  return { kind: 'closing', closing };
}

/** It is looked at again a day later. */
export const heldUp = (closing: Closing, obstacles: readonly Obstacle[], now: Date): Closing => ({
  ...closing,
  heldUpBy: obstacles.map(({ code }) => code),
  nextLookAt: addDays(now, LOOK_AGAIN_DAYS),
});

/** For whoever takes it up; if that fails, somebody takes it up again. */
export const lookAgainAt = (now: Date): Date => new Date(now.getTime() + RETRY_MS);

const ERASED_NICKNAME = '已注销用户';

/** What is left of a user: that there was one. */
export const closedUser = (user: User): User => ({
  ...{ ...user, nickname: ERASED_NICKNAME, avatar: null, notifications: false, status: 'closed' },
});
