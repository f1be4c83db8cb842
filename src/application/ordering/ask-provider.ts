import type { Order } from '../../domain/ordering/order.ts';
import type { Gateways, PaymentLookup } from '../../domain/ordering/payment-gateway.ts';
import type { OutTradeNo } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import { findAttempts } from './find-attempts.ts';
import { gatewayOf } from './gateway-of.ts';
import type { OrderName } from './trace/order-file.ts';

type Dependencies = { readonly uow: UnitOfWork<'orders' | 'orderRecords'>; readonly gateways: Gateways };
export type ProviderAnswer = {
  readonly outTradeNo: OutTradeNo;
  readonly answer: PaymentLookup['kind'] | 'other_merchant';
};
export type AskProviderOutcome =
  | { readonly kind: 'answered'; readonly order: Order; readonly answers: readonly ProviderAnswer[] }
  | { readonly kind: 'unknown_order' };
export type AskProvider = (name: OrderName) => Promise<AskProviderOutcome>;

/** What the provider says of every attempt of an order. Whatever it is, nothing is done about it. */
export const askProvider =
  ({ uow, gateways }: Dependencies): AskProvider =>
  async (name) => {
    const found = await uow.run((stores) => findAttempts(stores, name));
    if (!found) return { kind: 'unknown_order' };
    const answers: ProviderAnswer[] = [];
    for (const { attempt } of found.attempts) {
      const lookup = await gatewayOf(gateways, attempt)?.query(attempt);
      answers.push({ outTradeNo: attempt.intent.outTradeNo, answer: lookup?.kind ?? 'other_merchant' });
    }
    return { kind: 'answered', order: found.order, answers };
  };
