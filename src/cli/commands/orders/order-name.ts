import { InvalidArgumentError } from 'commander';
import { parseId } from '../../../adapters/http/public-id.ts';
import type { OrderName } from '../../../application/ordering/trace/order-file.ts';
import type { OrderId } from '../../../domain/shared/ids.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';

export const ORDER = ['<order>', 'ord_…, an out_trade_no, an out_refund_no, or a transaction_id', readOrder] as const;

/** WeChat's rule for numbers of payments and refunds, in so far as ours need it. */
const NUMBER = /^[0-9A-Za-z_-]{6,64}$/;

export function readOrder(text: string): OrderName {
  const orderId = parseId<OrderId>('ord', text);
  if (orderId) return { orderId };
  if (NUMBER.test(text) && !text.startsWith('ord_')) return { number: text };
  throw new InvalidArgumentError('expected an order such as ord_0192…, its out_trade_no, or its transaction_id');
}

export const noSuchOrder = (): ExpectedFailure =>
  new ExpectedFailure('there is no such order here; look for it with "seahorse orders list --user usr_…"');
