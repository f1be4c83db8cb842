import { parseId } from '../../../adapters/http/public-id.ts';
import type { Refundable } from '../../../application/ordering/plan-refund.ts';
import type { UnitOfWork } from '../../../application/shared/unit-of-work.ts';
import type { Refund } from '../../../domain/ordering/refund.ts';
import type { OrderId, OutRefundNo, OutTradeNo, RefundId } from '../../../domain/shared/ids.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { UsageError } from '../usage-error.ts';

/** WeChat's rule for numbers of payments and refunds, in so far as ours need it. */
const NUMBER = /^[0-9A-Za-z_-]{6,64}$/;

/** `ord_…` is an order, anything else the number of one of its payments. */
export function readOrderName(text: string): Refundable {
  const orderId = parseId<OrderId>('ord', text);
  if (orderId) return { orderId };
  if (NUMBER.test(text) && !text.startsWith('ord_')) return { outTradeNo: text as OutTradeNo };
  throw new UsageError(`expected an order such as ord_0192…, or its out_trade_no: ${text}`);
}

export async function findOrderId(uow: UnitOfWork<'orders'>, text: string): Promise<OrderId> {
  const name = readOrderName(text);
  if ('orderId' in name) return name.orderId;
  const attempt = await uow.run(({ orders }) => orders.findAttempt(name.outTradeNo));
  if (!attempt) throw new ExpectedFailure(`there is no order with ${text}`);
  return attempt.orderId;
}

/** `rfd_…`, or the number under which the provider knows it. */
export async function findRefund(uow: UnitOfWork<'refunds'>, text: string): Promise<Refund> {
  const id = parseId<RefundId>('rfd', text);
  if (!id && (!NUMBER.test(text) || text.startsWith('rfd_'))) {
    throw new UsageError(`expected a refund such as rfd_0192…, or its out_refund_no: ${text}`);
  }
  const refund = await uow.run(({ refunds }) =>
    id ? refunds.find(id) : refunds.findByOutRefundNo(text as OutRefundNo),
  );
  if (!refund) throw new ExpectedFailure(`there is no refund ${text}`);
  return refund;
}
