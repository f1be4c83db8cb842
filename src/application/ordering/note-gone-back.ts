import type { GoneBack, Payment, ProviderRefund } from '../../domain/ordering/payment-gateway.ts';
import { mayHaveReached, refundsOf, totalFen } from '../../domain/ordering/refund.ts';
import type { Cause } from '../../domain/ordering/settlement.ts';
import { type Fen, fen } from '../../domain/shared/fen.ts';
import type { OutRefundNo } from '../../domain/shared/ids.ts';
import { type RaiseAlarm, type RaisedAlarm, raiseAll } from '../shared/alarm.ts';
import type { IdSource, Secrets } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { type ApplyNeeds, applyRefundWithin } from './apply-refund-within.ts';

type Dependencies = {
  readonly uow: UnitOfWork<ApplyNeeds>;
  readonly ids: IdSource;
  readonly secrets: Secrets;
  readonly raiseAlarm: RaiseAlarm;
};
/** To be called once the payment is settled. */
export type NoteGoneBack = (payment: Payment, goneBack: GoneBack, cause: Cause) => Promise<void>;

/**
 * The provider says, when it is asked about a payment, that something of it has gone back. What we do not know of was sent
 * back elsewhere: if the provider tells how much, this becomes a refund; if not, the bill will tell.
 */
export const noteGoneBack =
  ({ uow, ids, secrets, raiseAlarm }: Dependencies): NoteGoneBack =>
  async (payment, goneBack, cause) => {
    if (goneBack === 'nothing') return;
    const { outTradeNo, transactionId } = payment;
    const alarms = await uow.run(async (stores): Promise<readonly RaisedAlarm[]> => {
      const knownFen = await lookUpKnown(stores, payment);
      if (knownFen === null) return [];
      if (goneBack === 'something') {
        const detail = { outTradeNo, transactionId, cause };
        return knownFen === 0 ? [{ alarm: 'refund_made_elsewhere', detail }] : [];
      }
      if (goneBack.amountFen <= knownFen) return [];
      // Nobody has given it a number. This one is the same whenever the same is told.
      const number = `x${secrets.digest(`${transactionId}:${goneBack.amountFen}`).slice(0, 31)}`;
      const refund = goneElsewhere(payment, number, fen(goneBack.amountFen - knownFen));
      return (await applyRefundWithin(stores, ids, { mchid: payment.mchid, refund }, cause)).alarms;
    });
    raiseAll(raiseAlarm, alarms);
  };

/** What has gone back as far as we know, or may have: an answer may be under way. Null: this payment was not taken for ours. */
async function lookUpKnown(
  { orders, refunds }: Pick<Stores, 'orders' | 'refunds'>,
  { outTradeNo, transactionId }: Payment,
): Promise<Fen | null> {
  const placed = await orders.lock(outTradeNo);
  if (!placed) return null;
  const known = refundsOf(await refunds.listOf(placed.order.id), { transactionId });
  return totalFen(known.filter(mayHaveReached));
}

const goneElsewhere = ({ outTradeNo }: Payment, number: string, refundFen: Fen): ProviderRefund => ({
  ...{ outTradeNo, refundFen, refundId: number },
  outRefundNo: number as OutRefundNo,
  status: 'succeeded',
  succeededAt: null,
});
