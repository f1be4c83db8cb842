import type { PaymentGateway, PaymentLookup } from '../../domain/ordering/payment-gateway.ts';
import type { Cause } from '../../domain/ordering/settlement.ts';
import type { OutTradeNo } from '../../domain/shared/ids.ts';
import type { SettleOutcome, SettlePayment } from './settle-payment.ts';

type Dependencies = { readonly gateway: PaymentGateway; readonly settlePayment: SettlePayment };
export type QueryOutcome = Exclude<PaymentLookup, { kind: 'paid' }> | SettleOutcome;
export type QueryAndSettle = (outTradeNo: OutTradeNo, cause: Cause) => Promise<QueryOutcome>;

/** Asks the provider about one attempt, outside any transaction, and settles it if it is paid. */
export const queryAndSettle =
  ({ gateway, settlePayment }: Dependencies): QueryAndSettle =>
  async (outTradeNo, cause) => {
    const lookup = await gateway.query(outTradeNo);
    return lookup.kind === 'paid' ? settlePayment(lookup.payment, cause) : lookup;
  };
