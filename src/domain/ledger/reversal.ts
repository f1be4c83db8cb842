import type { ServiceId } from '../shared/ids.ts';
import { type Points, sum } from '../shared/points.ts';
import type { Draw } from './consumption.ts';
import { type Line, linesOf } from './deed.ts';
import type { Lot } from './lot.ts';
import type { RecordedCall } from './points-ledger.ts';

export type ReversalDecision =
  /** All that the call took goes back to the lots that gave it. */
  | { readonly kind: 'reversed'; readonly call: RecordedCall; readonly lines: readonly Line[] }
  | { readonly kind: 'reversed_before' }
  /** Never made, or charged by another service: which of them is nobody's business. */
  | { readonly kind: 'unknown_usage' };

/** Whether `serviceId` may undo this call, whole and once. */
export function decideReversal(call: RecordedCall | null, serviceId: ServiceId): ReversalDecision {
  if (call?.call.serviceId !== serviceId) return { kind: 'unknown_usage' };
  if (call.reversedAt !== null) return { kind: 'reversed_before' };
  return { kind: 'reversed', call, lines: linesOf('reverse', call.draws) };
}

/** How many of these points nobody can spend any more, because their lots have expired. `lots`: all that hold something. */
export function expiredOf(draws: readonly Draw[], lots: readonly Lot[], now: Date): Points {
  const spendable = new Set(lots.filter(({ expiresAt }) => expiresAt > now).map(({ id }) => id));
  return sum(draws.filter(({ lotId }) => !spendable.has(lotId)).map(({ points }) => points));
}
