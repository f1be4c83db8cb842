import type { WantedRefund } from '../../src/application/ordering/request-refund.ts';
import type { Package } from '../../src/domain/catalog/package.ts';
import { isSettled, type SettledOrder } from '../../src/domain/ordering/order.ts';
import type { Refund } from '../../src/domain/ordering/refund.ts';
import { fen } from '../../src/domain/shared/fen.ts';
import { accountOf, type OrderId, type RefundId, type UserId } from '../../src/domain/shared/ids.ts';
import { type Points, points, sum } from '../../src/domain/shared/points.ts';
import { aConsumption, aPaymentFor } from './builders.ts';
import { consume } from './consume.ts';
import { aBuyerWithAnOrder, historyOf, theOrder } from './customers.ts';
import type { Shop } from './shop.ts';
import { untilDone } from './shop.ts';

/** A buyer whose order of 990 fen for 100 points is paid. */
export async function aPaidBuyer(shop: Shop, change: Partial<Package> = {}) {
  const bought = await aBuyerWithAnOrder(shop, change);
  const payment = aPaymentFor(bought.attempt);
  shop.gateway.hasReceived(payment);
  await shop.settlePayment(payment, 'notification');
  const { order } = await theOrder(shop, bought.order.id);
  if (!isSettled(order)) throw new Error('not paid');
  return { ...bought, order, payment };
}

/** Takes points as a call does; false: there are not enough. */
export const spend = (shop: Shop, userId: UserId, count: bigint): Promise<boolean> =>
  shop.uow.run(async ({ ledger, clock }) => {
    const accountId = accountOf(userId);
    await ledger.lock(accountId);
    const call = aConsumption(accountId, { points: points(count), at: await clock.now() });
    return (await consume(ledger, call)).kind === 'covered';
  });

export const askFor = (
  order: Pick<SettledOrder, 'id'>,
  amountFen: number | 'all',
  change: Partial<WantedRefund> = {},
): WantedRefund => ({
  of: { orderId: order.id },
  refundFen: amountFen === 'all' ? 'all' : fen(amountFen),
  reason: '用户申请退款',
  operator: 'alice',
  requestKey: null,
  ...change,
});

/** A refund that was asked for. */
export async function aRequestedRefund(
  shop: Shop,
  order: Pick<SettledOrder, 'id'>,
  amountFen: number | 'all',
  change: Partial<WantedRefund> = {},
): Promise<Refund> {
  const outcome = await shop.requestRefund(askFor(order, amountFen, change));
  if (outcome.kind !== 'requested') throw new Error(`requestRefund: ${outcome.kind}`);
  return outcome.refund;
}

/** The same, sent and accepted by the provider. */
export async function aSentRefund(shop: Shop, order: Pick<SettledOrder, 'id'>, amountFen: number | 'all') {
  const { id } = await aRequestedRefund(shop, order, amountFen);
  await shop.sendRefunds.run(untilDone);
  return theRefund(shop, id);
}

export async function theRefund(shop: Shop, id: RefundId): Promise<Refund> {
  const found = await shop.uow.run(({ refunds }) => refunds.find(id));
  if (!found) throw new Error('no such refund');
  return found;
}

export const refundsOfOrder = (shop: Shop, orderId: OrderId): Promise<Refund[]> =>
  shop.uow.run(({ refunds }) => refunds.listOf(orderId));

export const available = async (shop: Shop, userId: UserId): Promise<bigint> =>
  (await shop.readBalance(userId)).available;

/** In which state the points of a refund are, and how many. */
export const frozenFor = (shop: Shop, userId: UserId, id: RefundId) =>
  shop.uow.run(async ({ ledger }): Promise<{ state: string; points: Points } | null> => {
    const freeze = await ledger.findFreeze(accountOf(userId), id);
    return freeze && { state: freeze.state, points: sum(freeze.draws.map((draw) => draw.points)) };
  });

/** What the history says of refunds: `refund_requested operator`. */
export const refundStory = async (shop: Shop, orderId: OrderId): Promise<string[]> =>
  (await historyOf(shop, orderId))
    .filter(({ kind }) => kind.startsWith('refund') || kind === 'duplicate_payment')
    .map(({ kind, cause }) => `${kind} ${cause}`);
