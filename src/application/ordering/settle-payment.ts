import type { NewLot } from '../../domain/ledger/points-ledger.ts';
import type { PaidOrder } from '../../domain/ordering/order.ts';
import type { OrderEvent } from '../../domain/ordering/orders.ts';
import type { Payment } from '../../domain/ordering/payment-gateway.ts';
import { type Cause, decideSettlement, type Settlement } from '../../domain/ordering/settlement.ts';
import { accountOf, type LotId } from '../../domain/shared/ids.ts';
import type { Alarm, RaiseAlarm } from '../shared/alarm.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';

export type SettleStores = Pick<Stores, 'orders' | 'ledger' | 'clock'>;
type Dependencies = {
  readonly uow: UnitOfWork<'orders' | 'ledger' | 'clock'>;
  readonly ids: IdSource;
  readonly raiseAlarm: RaiseAlarm;
};
export type SettleOutcome = Settlement | { readonly kind: 'unknown_order' };
export type SettlePayment = (payment: Payment, cause: Cause) => Promise<SettleOutcome>;

/** A completed payment turns its order to paid and grants the points, once, whoever tells us of it. */
export const settlePayment =
  ({ uow, ids, raiseAlarm }: Dependencies): SettlePayment =>
  async (payment, cause) => {
    const outcome = await uow.run((stores) => settleWithin(stores, ids, payment, cause));
    alarmIfNeeded(raiseAlarm, outcome, payment, cause);
    return outcome;
  };

const ALARMS: Record<SettleOutcome['kind'], Alarm | null> = {
  settled: null,
  already_settled: null,
  mismatch: 'payment_mismatch',
  duplicate_payment: 'duplicate_payment',
  unknown_order: 'payment_of_unknown_order',
};

/** To be called after the commit: what was rolled back has not happened. */
export function alarmIfNeeded(
  raiseAlarm: RaiseAlarm,
  { kind }: SettleOutcome,
  { outTradeNo, transactionId }: Payment,
  cause: Cause,
): void {
  const alarm = ALARMS[kind];
  if (alarm) raiseAlarm(alarm, { outTradeNo, transactionId, cause });
}

/** The same inside a transaction that has more to do. */
export async function settleWithin(
  { orders, ledger, clock }: SettleStores,
  ids: IdSource,
  payment: Payment,
  cause: Cause,
): Promise<SettleOutcome> {
  const found = await orders.lock(payment.outTradeNo);
  if (!found) return { kind: 'unknown_order' };
  const now = await clock.now();
  const settlement = decideSettlement(found.order, found.attempt, payment, now);
  switch (settlement.kind) {
    case 'already_settled':
      return settlement;
    case 'settled':
      await orders.save(settlement.order, event(settlement.late ? 'paid_late' : 'paid', cause, now, payment));
      await ledger.grant(grantFor(settlement.order, ids));
      return settlement;
    case 'duplicate_payment':
      await orders.quarantine(payment.outTradeNo, event('duplicate_payment', cause, now, payment));
      return settlement;
    case 'mismatch': {
      const { field, expected, actual } = settlement.mismatch;
      const seen = event('mismatch', cause, now, payment);
      await orders.quarantine(payment.outTradeNo, { ...seen, detail: { ...seen.detail, field, expected, actual } });
      return settlement;
    }
  }
}

const event = (kind: OrderEvent['kind'], cause: Cause, at: Date, payment: Payment): OrderEvent => ({
  kind,
  cause,
  at,
  detail: { transactionId: payment.transactionId },
});

function grantFor(order: PaidOrder, ids: IdSource) {
  const lot = (kind: NewLot['kind'], points: NewLot['points']): NewLot => ({
    id: ids.next<LotId>(),
    kind,
    points,
    expiresAt: order.pointsExpireAt,
  });
  const { points, bonusPoints } = order.terms;
  const lots = bonusPoints > 0n ? [lot('paid', points), lot('bonus', bonusPoints)] : [lot('paid', points)];
  return { accountId: accountOf(order.userId), orderId: order.id, lots, at: order.settledAt };
}
