import type { DifferenceClass } from '../../src/domain/ordering/reconciliation/difference.ts';
import { milliFen } from '../../src/domain/ordering/reconciliation/milli-fen.ts';
import type { BillRow, FundRow } from '../../src/domain/ordering/trade-bill.ts';
import { fen } from '../../src/domain/shared/fen.ts';
import type { OutTradeNo, TransactionId } from '../../src/domain/shared/ids.ts';
import { asIntruder } from '../support/audit.ts';
import { aPaymentRow, aRefundRow, rowOfPayment, rowOfRefund } from '../support/bill-builders.ts';
import { fundsOf } from '../support/fake-trade-bills.ts';
import { newId } from '../support/ids.ts';
import { beijing } from '../support/instants.ts';
import { aTransactionId } from '../support/refund-builders.ts';
import { spend } from '../support/refunding.ts';
import { type ReconciliationShop, rowOf } from './reconciliation-shop.ts';

/** What one history leaves in the bills, and the difference that must be found in it: the number it is known by, and its class. */
export type History = {
  readonly rows: readonly BillRow[];
  readonly funds?: readonly FundRow[];
  readonly wanted?: readonly [number: string, found: DifferenceClass];
};
export type MakeHistory = (shop: ReconciliationShop) => Promise<History>;

const theirNumber = (): OutTradeNo => `SHOP-${newId().slice(-12)}` as OutTradeNo;

/** Where nothing may be found. */
export const SOUND: Readonly<Record<string, MakeHistory>> = {
  'a sale': async (shop) => ({ rows: [rowOfPayment((await shop.aSale()).payment)] }),
  'a refund that succeeded': async (shop) => {
    const sale = await shop.aSale();
    const refund = await shop.aRefund(sale, 'succeeded');
    return { rows: [rowOfPayment(sale.payment), rowOf(sale, refund)] };
  },
  'a refund that has succeeded since': async (shop) => {
    const sale = await shop.aSale();
    const refund = await shop.aRefund(sale, 'succeeded');
    return { rows: [rowOfPayment(sale.payment), rowOf(sale, refund, { state: 'processing' })] };
  },
  'a refund under way': async (shop) => {
    const sale = await shop.aSale();
    const refund = await shop.aRefund(sale, null);
    return { rows: [rowOfPayment(sale.payment), rowOf(sale, refund, { state: 'processing' })] };
  },
  'a refund that came to nothing': async (shop) => {
    const sale = await shop.aSale();
    const refund = await shop.aRefund(sale, 'closed');
    return { rows: [rowOfPayment(sale.payment), rowOf(sale, refund, { state: 'closed' })] };
  },
  'a refund made elsewhere, of spent points': async (shop) => {
    const sale = await shop.aSale();
    await spend(shop.shop, sale.userId, 100n);
    const row = rowOfRefund(sale.payment);
    const told = { ...{ outRefundNo: row.outRefundNo, outTradeNo: row.outTradeNo, refundFen: row.amountFen } };
    const refund = { ...told, refundId: row.refundId, status: 'succeeded', succeededAt: null } as const;
    await shop.shop.applyRefund({ mchid: null, refund }, 'notification');
    return { rows: [rowOfPayment(sale.payment), row] };
  },
  'a second payment, which went back': async (shop) => {
    const sale = await shop.aSale();
    const again = { ...sale.payment, transactionId: aTransactionId() };
    await shop.shop.settlePayment(again, 'notification');
    const [refund] = await shop.shop.uow.run(({ refunds }) => refunds.listOf(sale.order.id));
    if (!refund) throw new Error('nothing goes back');
    await shop.shop.sendRefund(refund.id);
    return { rows: [rowOfPayment(sale.payment), rowOf({ ...sale, payment: again }, refund, { state: 'processing' })] };
  },
  'a payment after midnight': async (shop) => {
    await shop.aSale(beijing('2026-01-16 00:00:00'));
    return { rows: [] };
  },
  'a payment in the last second, booked on the next day': async (shop) => {
    const { payment } = await shop.aSale(beijing('2026-01-15 23:59:59'));
    return { rows: [rowOfPayment(payment)], funds: [] };
  },
  'an order that nobody paid': async (shop) => {
    await shop.anOrder();
    return { rows: [] };
  },
  'rows of another system': async () => {
    const outTradeNo = theirNumber();
    return { rows: [aPaymentRow({ outTradeNo }), aRefundRow({ outTradeNo })] };
  },
  'a fee below half a fen': async (shop) => {
    const row = { ...rowOfPayment((await shop.aSale()).payment), feeMilliFen: milliFen(6_499) };
    return { rows: [row], funds: fundsOf([{ ...row, feeMilliFen: milliFen(6_000) }]) };
  },
};

/** Where this one thing is wrong. */
export const DEFECTS: Readonly<Record<string, MakeHistory>> = {
  'a payment that nobody told us of': async (shop) => {
    const { payment } = await shop.anOrder();
    return { rows: [rowOfPayment(payment)], wanted: [payment.outTradeNo, 'missing_here'] };
  },
  'a payment whose number we have lost': async (shop) => {
    const row = aPaymentRow({ at: shop.anInstant() });
    return { rows: [row], wanted: [row.outTradeNo, 'missing_here'] };
  },
  'a refund made elsewhere': async (shop) => {
    const { payment } = await shop.aSale();
    const row = rowOfRefund(payment);
    return { rows: [rowOfPayment(payment), row], wanted: [row.outRefundNo, 'missing_here'] };
  },
  'a line twice': async (shop) => {
    const row = rowOfPayment((await shop.aSale()).payment);
    return { rows: [row, row], funds: fundsOf([row]), wanted: [row.outTradeNo, 'missing_here'] };
  },
  'points that were never granted': async (shop) => {
    const { payment, order } = await shop.aSale();
    await asIntruder(shop.knex, (trx) => trx('ledger.entries').where({ cause_id: order.id }).delete());
    return { rows: [rowOfPayment(payment)], wanted: [payment.outTradeNo, 'missing_here'] };
  },
  'points of a refund that were never taken': async (shop) => {
    const sale = await shop.aSale();
    const refund = await shop.aRefund(sale, 'succeeded');
    await asIntruder(shop.knex, (trx) => trx('ledger.freezes').where({ refund_id: refund.id }).delete());
    return { rows: [rowOfPayment(sale.payment), rowOf(sale, refund)], wanted: [refund.outRefundNo, 'missing_here'] };
  },
  'a payment that the bill lacks': async (shop) => {
    const { payment } = await shop.aSale();
    return { rows: [], wanted: [payment.outTradeNo, 'missing_there'] };
  },
  'a refund that the bill lacks': async (shop) => {
    const sale = await shop.aSale();
    const refund = await shop.aRefund(sale, shop.dice.pick(['succeeded', null, 'closed']));
    return { rows: [rowOfPayment(sale.payment)], wanted: [refund.outRefundNo, 'missing_there'] };
  },
  'a payment of a fen more or less': async (shop) => {
    const { payment } = await shop.aSale();
    const amountFen = fen(payment.amountFen + shop.dice.pick([1, -1]));
    const row = { ...rowOfPayment(payment), amountFen, settledFen: amountFen };
    return { rows: [row], wanted: [payment.outTradeNo, 'amount_differs'] };
  },
  'a refund of a fen more or less': async (shop) => {
    const sale = await shop.aSale();
    const refund = await shop.aRefund(sale, 'succeeded');
    const amountFen = fen(refund.refundFen + shop.dice.pick([1, -1]));
    const row = rowOf(sale, refund, { amountFen, settledFen: amountFen });
    return { rows: [rowOfPayment(sale.payment), row], wanted: [refund.outRefundNo, 'amount_differs'] };
  },
  'a point more than was sold': async (shop) => {
    const { payment, order } = await shop.aSale();
    await asIntruder(shop.knex, (trx) => trx('ledger.entries').where({ cause_id: order.id }).increment('change', 1));
    return { rows: [rowOfPayment(payment)], wanted: [payment.outTradeNo, 'amount_differs'] };
  },
  'a refund that has succeeded there': async (shop) => {
    const sale = await shop.aSale();
    const refund = await shop.aRefund(sale, null);
    return { rows: [rowOfPayment(sale.payment), rowOf(sale, refund)], wanted: [refund.outRefundNo, 'state_differs'] };
  },
  'a refund that has succeeded here only': async (shop) => {
    const sale = await shop.aSale();
    const refund = await shop.aRefund(sale, 'succeeded');
    const row = rowOf(sale, refund, { state: 'closed' });
    return { rows: [rowOfPayment(sale.payment), row], wanted: [refund.outRefundNo, 'state_differs'] };
  },
  'points that are still frozen': async (shop) => {
    const sale = await shop.aSale();
    const refund = await shop.aRefund(sale, 'succeeded');
    await asIntruder(shop.knex, (trx) =>
      trx('ledger.freezes').where({ refund_id: refund.id }).update({ state: 'frozen', ended_at: null }),
    );
    return { rows: [rowOfPayment(sale.payment), rowOf(sale, refund)], wanted: [refund.outRefundNo, 'state_differs'] };
  },
  'a payment under another number of the provider': async (shop) => {
    const { payment } = await shop.aSale();
    const row = { ...rowOfPayment(payment), transactionId: aTransactionId() satisfies TransactionId };
    return { rows: [row], wanted: [payment.outTradeNo, 'state_differs'] };
  },
  'a fee of a fen more or less': async (shop) => {
    const row = rowOfPayment((await shop.aSale()).payment);
    return { rows: [row], funds: off(row, 'fee', shop.dice.pick([1, -1])), wanted: [row.outTradeNo, 'fee'] };
  },
  'a fen more or less moved': async (shop) => {
    const row = rowOfPayment((await shop.aSale()).payment);
    return { rows: [row], funds: off(row, 'money', shop.dice.pick([1, -1])), wanted: [row.outTradeNo, 'fee'] };
  },
  'money that never moved': async (shop) => {
    const row = rowOfPayment((await shop.aSale()).payment);
    return { rows: [row], funds: [], wanted: [row.outTradeNo, 'fee'] };
  },
  'a fee without a line': async (shop) => {
    const flow = {
      providerNo: aTransactionId(),
      kind: 'fee',
      changeFen: -6,
      at: beijing('2026-01-15 12:00:00'),
    } as const;
    const row = rowOfPayment((await shop.aSale()).payment);
    return { rows: [row], funds: [...fundsOf([row]), flow], wanted: [flow.providerNo, 'fee'] };
  },
};

const off = (row: BillRow, kind: FundRow['kind'], by: number): FundRow[] =>
  fundsOf([row]).map((flow) => (flow.kind === kind ? { ...flow, changeFen: flow.changeFen + by } : flow));
