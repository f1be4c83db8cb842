import type { PaymentGateway, PaymentLookup } from '../../domain/ordering/payment-gateway.ts';
import type { Cause } from '../../domain/ordering/settlement.ts';
import type { OutTradeNo } from '../../domain/shared/ids.ts';
import type { RaiseAlarm } from '../shared/alarm.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import type { SettleOutcome, SettlePayment } from './settle-payment.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'orders' | 'clock'>;
  readonly gateway: PaymentGateway;
  readonly settlePayment: SettlePayment;
  readonly raiseAlarm: RaiseAlarm;
};
export type QueryOutcome =
  | Exclude<PaymentLookup, { kind: 'paid' }>
  | SettleOutcome
  /** The attempt was made by another merchant: this gateway cannot know whether it is paid. It has been set aside. */
  | { readonly kind: 'other_merchant' };
export type QueryAndSettle = (outTradeNo: OutTradeNo, cause: Cause) => Promise<QueryOutcome>;

/** Asks the provider about one attempt, outside any transaction, and settles it if it is paid. */
export const queryAndSettle =
  ({ uow, gateway, settlePayment, raiseAlarm }: Dependencies): QueryAndSettle =>
  async (outTradeNo, cause) => {
    const lookup = await gateway.query(outTradeNo);
    if (lookup.kind === 'paid') return settlePayment(lookup.payment, cause);
    if (lookup.kind !== 'unknown') return lookup;
    const isForeign = await uow.run((stores) => setAsideIfForeign(stores, outTradeNo, gateway.mchid, cause));
    if (!isForeign) return lookup;
    raiseAlarm('attempt_of_another_merchant', { outTradeNo, cause });
    return { kind: 'other_merchant' };
  };

/** "Unknown" of a merchant that is no longer configured is not "unpaid": closing such an order could lose a payment. */
async function setAsideIfForeign(
  { orders, clock }: Pick<Stores, 'orders' | 'clock'>,
  outTradeNo: OutTradeNo,
  mchid: string,
  cause: Cause,
): Promise<boolean> {
  const found = await orders.lock(outTradeNo);
  if (!found || found.attempt.request.mchid === mchid) return false;
  const detail = { field: 'mchid', expected: found.attempt.request.mchid, actual: mchid };
  await orders.quarantine(outTradeNo, { kind: 'mismatch', cause, at: await clock.now(), detail });
  return true;
}
