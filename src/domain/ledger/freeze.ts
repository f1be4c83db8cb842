import type { AccountId, OrderId, RefundId } from '../shared/ids.ts';
import type { Draw } from './consumption.ts';
import { type Line, linesOf } from './deed.ts';

/** Points that a refund takes out of the lots of its order, before any money moves. */
export type NewFreeze = {
  readonly accountId: AccountId;
  readonly refundId: RefundId;
  readonly orderId: OrderId;
  /** At least one, each of another lot of the order and of at least 1 point. */
  readonly draws: readonly Draw[];
  readonly at: Date;
};

/** Released: the points are back in their lots. Burned: they are gone for good, because the money went back. */
export type FreezeEnd = 'released' | 'burned';

export type Freeze = {
  readonly accountId: AccountId;
  readonly refundId: RefundId;
  readonly orderId: OrderId;
  readonly draws: readonly Draw[];
  readonly state: 'frozen' | FreezeEnd;
  readonly frozenAt: Date;
  /** Null as long as it is frozen. */
  readonly endedAt: Date | null;
};

/** What ends a freeze in the journal: all goes back to the lots, and is taken from there for good if it burns. */
export const endLines = ({ draws }: Pick<Freeze, 'draws'>, as: FreezeEnd): Line[] => [
  ...linesOf('release', draws),
  ...(as === 'burned' ? linesOf('claw_back', draws) : []),
];
