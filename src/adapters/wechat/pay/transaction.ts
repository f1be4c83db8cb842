import { z } from 'zod';
import type { Payment, PaymentLookup } from '../../../domain/ordering/payment-gateway.ts';
import { fen } from '../../../domain/shared/fen.ts';
import type { OutTradeNo, TransactionId } from '../../../domain/shared/ids.ts';

/** What every transaction has, paid or not. */
const transactionSchema = z.object({ out_trade_no: z.string().min(1), trade_state: z.string().min(1) });

const paidTransactionSchema = z.object({
  appid: z.string().min(1),
  mchid: z.string().min(1),
  out_trade_no: z.string().min(1),
  transaction_id: z.string().min(1),
  success_time: z.iso.datetime({ offset: true }),
  payer: z.object({ openid: z.string().min(1).nullish() }).nullish(),
  // `payer_total` is smaller when the payer has coupons; WeChat settles `total`.
  amount: z.object({ total: z.int().nonnegative(), currency: z.string().min(1).default('CNY') }),
});

const lookupKinds: ReadonlyMap<string, PaymentLookup['kind']> = new Map([
  ['SUCCESS', 'paid'],
  // Set from the first refund on, also a partial one: the order was paid before.
  ['REFUND', 'paid'],
  ['NOTPAY', 'unpaid'],
  ['USERPAYING', 'unpaid'],
  ['PAYERROR', 'unpaid'],
  ['ACCEPT', 'unpaid'],
  ['CLOSED', 'closed'],
  ['REVOKED', 'closed'],
]);

/** A transaction's own words for its number and state, or `undefined` when it is not a transaction. */
export function readTradeState(data: unknown): { outTradeNo: string; tradeState: string } | undefined {
  const { data: transaction } = transactionSchema.safeParse(data);
  return transaction && { outTradeNo: transaction.out_trade_no, tradeState: transaction.trade_state };
}

/** `undefined` when a field that we compare before granting is missing or malformed. */
export function readPayment(data: unknown): Payment | undefined {
  const { data: paid } = paidTransactionSchema.safeParse(data);
  return (
    paid && {
      outTradeNo: paid.out_trade_no as OutTradeNo,
      transactionId: paid.transaction_id as TransactionId,
      appid: paid.appid,
      mchid: paid.mchid,
      amountFen: fen(paid.amount.total),
      currency: paid.amount.currency,
      payerOpenid: paid.payer?.openid ?? null,
      paidAt: new Date(paid.success_time),
    }
  );
}

/** The answer to a query about `outTradeNo`; `undefined` when it is about another number, or unreadable. */
export function readLookup(data: unknown, outTradeNo: OutTradeNo): PaymentLookup | undefined {
  const transaction = readTradeState(data);
  if (transaction?.outTradeNo !== outTradeNo) return undefined;
  const kind = lookupKinds.get(transaction.tradeState);
  if (kind !== 'paid') return kind && { kind };
  const payment = readPayment(data);
  return payment && { kind, payment, goneBack: transaction.tradeState === 'REFUND' ? 'something' : 'nothing' };
}
