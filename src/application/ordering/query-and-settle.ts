import type { PaymentAttempt } from '../../domain/ordering/payment-attempt.ts';
import type { Gateways, PaymentLookup } from '../../domain/ordering/payment-gateway.ts';
import type { Cause } from '../../domain/ordering/settlement.ts';
import type { OutTradeNo } from '../../domain/shared/ids.ts';
import type { RaiseAlarm } from '../shared/alarm.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { gatewayOf } from './gateway-of.ts';
import type { NoteGoneBack } from './note-gone-back.ts';
import type { SettleOutcome, SettlePayment } from './settle-payment.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'orders' | 'clock'>;
  readonly gateways: Gateways;
  readonly settlePayment: SettlePayment;
  readonly noteGoneBack: NoteGoneBack;
  readonly raiseAlarm: RaiseAlarm;
};
export type QueryOutcome =
  | Exclude<PaymentLookup, { kind: 'paid' }>
  | SettleOutcome
  /** No gateway that is configured can know whether this attempt is paid. It has been set aside. */
  | { readonly kind: 'other_merchant' };
export type QueryAndSettle = (outTradeNo: OutTradeNo, cause: Cause) => Promise<QueryOutcome>;

/** Asks the provider about one attempt, outside any transaction; settles it if it is paid, and notes what of it has gone back. */
export const queryAndSettle =
  ({ uow, gateways, settlePayment, noteGoneBack, raiseAlarm }: Dependencies): QueryAndSettle =>
  async (outTradeNo, cause) => {
    const attempt = await uow.run(({ orders }) => orders.findAttempt(outTradeNo));
    if (!attempt) return { kind: 'unknown_order' };
    const gateway = gatewayOf(gateways, attempt);
    if (!gateway) {
      await uow.run(async ({ orders, clock }) => {
        await orders.lock(outTradeNo);
        await orders.quarantine(outTradeNo, await foreign(attempt, gateways, cause, clock.now()));
      });
      raiseAlarm('attempt_of_another_merchant', { outTradeNo, cause });
      return { kind: 'other_merchant' };
    }
    const lookup = await gateway.query(attempt);
    if (lookup.kind !== 'paid') return lookup;
    const outcome = await settlePayment(lookup.payment, cause);
    // What was not taken for ours, in `mismatch`, is for a person as a whole.
    if (outcome.kind !== 'mismatch') await noteGoneBack(lookup.payment, lookup.goneBack, cause);
    return outcome;
  };

/** "Unknown" of a merchant that is no longer configured is not "unpaid": closing such an order could lose a payment. */
async function foreign({ gateway, request }: PaymentAttempt, gateways: Gateways, cause: Cause, now: Promise<Date>) {
  const detail = { field: 'mchid', gateway, expected: request.mchid, actual: gateways.get(gateway)?.mchid ?? 'none' };
  return { kind: 'mismatch', cause, at: await now, detail } as const;
}
