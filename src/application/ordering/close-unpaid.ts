import { closeOrder, isSettled, type Order } from '../../domain/ordering/order.ts';
import { CLOSE_RETRY_MS } from '../../domain/ordering/payment-attempt.ts';
import type { Gateways } from '../../domain/ordering/payment-gateway.ts';
import type { Cause } from '../../domain/ordering/settlement.ts';
import type { OutTradeNo } from '../../domain/shared/ids.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { gatewayOf } from './gateway-of.ts';
import type { QueryAndSettle } from './query-and-settle.ts';

type Needed = 'orders' | 'clock';
type Dependencies = {
  readonly uow: UnitOfWork<Needed>;
  readonly gateways: Gateways;
  readonly queryAndSettle: QueryAndSettle;
};
/**
 * `paid`: there is, or may be, a payment after all; it has been settled or set aside, or the next question will find it.
 * `attempt`: the order stays open for another attempt. `order`: it is closed with its last one.
 */
export type CloseUnpaid = (
  outTradeNo: OutTradeNo,
  cause: Cause,
  what: 'attempt' | 'order',
) => Promise<'closed' | 'paid'>;

/**
 * Query, close, query: a buyer who is typing the password may still complete a payment after WeChat has confirmed the
 * close, so only the second question decides. Where the provider closes on nobody's word, the attempt ends here all the
 * same, so that nobody waits for it, and is asked about until the provider has closed it.
 */
export const closeUnpaid =
  ({ uow, gateways, queryAndSettle }: Dependencies): CloseUnpaid =>
  async (outTradeNo, cause, what) => {
    const isUnpaid = async (): Promise<boolean> => {
      const { kind } = await queryAndSettle(outTradeNo, cause);
      return kind === 'unpaid' || kind === 'closed' || kind === 'unknown';
    };
    if (!(await isUnpaid())) return 'paid';
    const attempt = await uow.run(({ orders }) => orders.findAttempt(outTradeNo));
    const gateway = attempt && gatewayOf(gateways, attempt);
    if (!gateway) return 'paid';
    const answer = await gateway.close(attempt);
    if (!(await isUnpaid())) return 'paid';
    // Its two answers differ, so the attempt stays open: closed, nobody would ask about it any more.
    if (answer.kind === 'already_paid') return 'paid';
    const goneAt = answer.kind === 'stays_open' ? answer.goneAt : null;
    return uow.run((stores) => endWithin(stores, { outTradeNo, goneAt }, cause, what));
  };

async function endWithin(
  { orders, clock }: Pick<Stores, Needed>,
  { outTradeNo, goneAt }: { readonly outTradeNo: OutTradeNo; readonly goneAt: Date | null },
  cause: Cause,
  what: 'attempt' | 'order',
): Promise<'closed' | 'paid'> {
  const found = await orders.lock(outTradeNo);
  if (!found) return 'closed';
  const { order } = found;
  if (isSettled(order) && order.outTradeNo === outTradeNo) return 'paid';
  const at = await clock.now();
  const event = { kind: 'attempt_ended', cause, at, detail: { outTradeNo } } as const;
  await orders.endAttempt(outTradeNo, nextClose(order, at), event);
  if (goneAt) await orders.askUntil(outTradeNo, goneAt, at);
  if (order.status !== 'pending') return order.status === 'closed' ? 'closed' : 'paid';
  if (what === 'order' && !(await orders.hasOpenAttempt(order.id))) {
    await orders.save(closeOrder(order, at), { kind: 'closed', cause, at, detail: {} });
  }
  return 'closed';
}

/** An order that goes on without this attempt comes back when its own time is over. */
const nextClose = ({ status, expiresAt }: Order, now: Date): Date | null =>
  status === 'pending' ? new Date(Math.max(expiresAt.getTime(), now.getTime() + CLOSE_RETRY_MS)) : null;
