import type { Entry } from '../../../domain/ledger/entry.ts';
import { type LotStanding, standingOfLot } from '../../../domain/ledger/lot-standing.ts';
import type { Invoice, InvoiceEvent } from '../../../domain/ordering/invoice.ts';
import type { Order } from '../../../domain/ordering/order.ts';
import type {
  AttemptRecord,
  NotificationRecord,
  RefundSchedule,
  ReportRecord,
} from '../../../domain/ordering/order-records.ts';
import type { OrderEvent } from '../../../domain/ordering/orders.ts';
import type { BillLine } from '../../../domain/ordering/reconciliation/bill-line.ts';
import type { Refund } from '../../../domain/ordering/refund.ts';
import type { AuditEvent } from '../../../domain/shared/audit.ts';
import { accountOf, type OrderId, type OutTradeNo } from '../../../domain/shared/ids.ts';
import type { LoggedDelivery } from '../../../domain/webhooks/delivery.ts';
import type { Stores } from '../../shared/unit-of-work.ts';

export type FileNeeds =
  | 'orders'
  | 'orderRecords'
  | 'refunds'
  | 'ledger'
  | 'invoices'
  | 'billLines'
  | 'webhookOutbox'
  | 'audit'
  | 'clock';
/** By its id, or by any number that belongs to it (`OrderRecords.findByNumber`). */
export type OrderName = { readonly orderId: OrderId } | { readonly number: string };

/** Everything that is kept about an order, module by module. */
export type OrderFile = {
  readonly order: Order;
  readonly attempts: readonly AttemptRecord[];
  readonly history: readonly OrderEvent[];
  readonly notifications: readonly NotificationRecord[];
  readonly reports: readonly ReportRecord[];
  readonly refunds: readonly Refund[];
  readonly schedules: readonly RefundSchedule[];
  readonly invoices: readonly { readonly invoice: Invoice; readonly history: readonly InvoiceEvent[] }[];
  readonly lots: readonly LotStanding[];
  /** On its lots, calls aside. */
  readonly entries: readonly Entry[];
  /** What bills say of its payments and refunds. */
  readonly billed: readonly BillLine[];
  readonly webhooks: readonly LoggedDelivery[];
  /** What operators did about it. */
  readonly deeds: readonly AuditEvent[];
  /** When it was read. */
  readonly now: Date;
};

const MOST_DEEDS = 1_000;

/** Null: there is no such order. */
export async function openOrderFile(stores: Pick<Stores, FileNeeds>, name: OrderName): Promise<OrderFile | null> {
  const orderId = 'orderId' in name ? name.orderId : await stores.orderRecords.findByNumber(name.number);
  const placed = orderId && (await stores.orders.find(orderId));
  if (!placed) return null;
  const { order } = placed;
  const attempts = await stores.orderRecords.attemptsOf(orderId);
  const numbers = attempts.map(({ attempt }) => attempt.intent.outTradeNo);
  const refunds = await stores.refunds.listOf(orderId);
  return {
    ...{ order, attempts, refunds, now: await stores.clock.now() },
    history: await stores.orders.history(orderId),
    notifications: await stores.orderRecords.notificationsOf(numbers),
    reports: await stores.orderRecords.reportsOf(numbers),
    schedules: await stores.orderRecords.refundSchedulesOf(orderId),
    invoices: await invoicesOf(stores, orderId),
    ...(await pointsOf(stores, order)),
    billed: await billedOf(stores, numbers),
    webhooks: await webhooksOf(stores, order, refunds),
    deeds: (await stores.audit.list({ subjectId: orderId }, { before: null, limit: MOST_DEEDS })).reverse(),
  };
}

async function invoicesOf({ invoices }: Pick<Stores, 'invoices'>, orderId: OrderId): Promise<OrderFile['invoices']> {
  const oldestFirst = (await invoices.ofOrder(orderId)).reverse();
  const files: OrderFile['invoices'][number][] = [];
  for (const invoice of oldestFirst) files.push({ invoice, history: await invoices.history(invoice.id) });
  return files;
}

async function billedOf({ billLines }: Pick<Stores, 'billLines'>, numbers: readonly OutTradeNo[]): Promise<BillLine[]> {
  const billed: BillLine[] = [];
  for (const number of numbers) billed.push(...(await billLines.ofPayment(number)));
  return billed;
}

async function pointsOf({ ledger, clock }: Pick<Stores, 'ledger' | 'clock'>, { id, userId }: Order) {
  const account = accountOf(userId);
  const lots = await ledger.listLotsOf(account, id);
  const lotIds = lots.map((lot) => lot.id);
  const entries = await ledger.listLotEntries(account, lotIds);
  const now = await clock.now();
  return { lots: lots.map((lot) => standingOfLot(lot, entries, now)), entries };
}

/** Each event is known by what it is about. */
async function webhooksOf(
  { webhookOutbox }: Pick<Stores, 'webhookOutbox'>,
  { id }: Order,
  refunds: readonly Refund[],
): Promise<LoggedDelivery[]> {
  const paid = await webhookOutbox.list({ type: 'order.paid', keys: [id] }, MOST_DEEDS);
  const keys = refunds.map((refund) => refund.id);
  const refunded = await webhookOutbox.list({ type: 'order.refunded', keys }, MOST_DEEDS);
  return [...paid, ...refunded].reverse();
}
