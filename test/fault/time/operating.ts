import { isSettled } from '../../../src/domain/ordering/order.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import type { Town } from './town.ts';
import { DAY_MS } from './virtual-clock.ts';

/** An operator gives money back; above a limit, a second one agrees, or does not. */
export async function giveBack(town: Town): Promise<void> {
  const { client, dice, rows, tally } = town;
  const settled = rows().orders.filter(isSettled);
  if (settled.length === 0) return;
  const order = dice.pick(settled.slice(-8));
  const wanted = {
    ...{ of: { orderId: order.id }, reason: '演练', operator: 'a', requestKey: town.newWord() },
    refundFen: dice.chance(0.4) ? ('all' as const) : fen(dice.between(1, order.terms.amountFen)),
  };
  const answer = await client.call((application) => application.requestRefund(wanted));
  tally.add(`refund: ${answer?.kind ?? 'no answer'}`);
  if (answer?.kind !== 'requested' || answer.refund.status !== 'awaiting_approval') return;
  const { id } = answer.refund;
  await client.sleep(dice.between(0, DAY_MS));
  const decided = await client.call<{ readonly kind: string }>((application) =>
    dice.chance(0.7) ? application.approveRefund(id, 'b') : application.rejectRefund(id, 'b', 'no'),
  );
  tally.add(`second operator: ${decided?.kind ?? 'no answer'}`);
}
