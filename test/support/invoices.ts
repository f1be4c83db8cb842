import { noteRefundOnInvoice } from '../../src/application/ordering/note-refund-on-invoice.ts';
import type { UnitOfWork } from '../../src/application/shared/unit-of-work.ts';
import type {
  Invoice,
  IssuedInvoice,
  RedLetterDueInvoice,
  RedLetteredInvoice,
  RejectedInvoice,
  RequestedInvoice,
} from '../../src/domain/ordering/invoice.ts';
import type { TaxpayerNumber } from '../../src/domain/ordering/invoice-taxpayer-number.ts';
import type { InvoiceTitle, TitleDetails } from '../../src/domain/ordering/invoice-title.ts';
import {
  isSettled,
  type PartlyRefundedOrder,
  type RefundedOrder,
  type SettledOrder,
} from '../../src/domain/ordering/order.ts';
import { fen } from '../../src/domain/shared/fen.ts';
import type { InvoiceId, InvoiceTitleId, OrderId, UserId } from '../../src/domain/shared/ids.ts';
import { aPaymentFor } from './builders.ts';
import { aBuyerWithAnOrder } from './customers.ts';
import { newId } from './ids.ts';
import { NOON } from './instants.ts';
import type { Shop } from './shop.ts';

export const PERSON: TitleDetails = { kind: 'personal', name: '王小明', email: 'wang@example.com' };

export const COMPANY: TitleDetails = {
  ...{ kind: 'company', name: '海马科技（深圳）有限公司', email: 'finance@example.com' },
  taxpayerNumber: '9144030071526726XG' as TaxpayerNumber,
  bankName: '招商银行深圳科技园支行',
  bankAccount: '7559 0000 1234 5678',
  address: null,
  phone: null,
};

export const aTitle = (change: Partial<InvoiceTitle> = {}): InvoiceTitle => ({
  id: newId<InvoiceTitleId>(),
  userId: newId<UserId>(),
  details: PERSON,
  isDefault: false,
  createdAt: NOON,
  ...change,
});

export const aRequestedInvoice = (change: Partial<RequestedInvoice> = {}): RequestedInvoice => ({
  status: 'requested',
  id: newId<InvoiceId>(),
  orderId: newId<OrderId>(),
  userId: newId<UserId>(),
  title: COMPANY,
  packageName: '入门包',
  amountFen: fen(990),
  refundedBeforeFen: fen(0),
  requestedAt: NOON,
  ...change,
});

export const aRejectedInvoice = (from = aRequestedInvoice(), rejectedAt = NOON): RejectedInvoice => ({
  ...{ ...from, status: 'rejected', reason: '税号与名称不符', rejectedAt, rejectedBy: 'li' },
});

export const anIssuedInvoice = (from = aRequestedInvoice(), number = anInvoiceNumber()): IssuedInvoice => ({
  ...{ ...from, status: 'issued', number, downloadUrl: 'https://tax.example/1.pdf', issuedAt: NOON, issuedBy: 'li' },
});

export const aDueInvoice = (refundedSince: number, from = anIssuedInvoice()): RedLetterDueInvoice => ({
  ...from,
  status: 'red_letter_due',
  refundedSinceFen: fen(refundedSince),
});

export const aRedLetteredInvoice = (from = aDueInvoice(90), redLetteredAt = NOON): RedLetteredInvoice => ({
  ...{ ...from, status: 'red_lettered', redLetterNumber: anInvoiceNumber(), redLetteredAt, redLetteredBy: 'li' },
});

let numbers = 0;
/** Twenty digits, another one each time. */
export const anInvoiceNumber = (): string => `2695${String(++numbers).padStart(16, '0')}`;

/** The order once this much of it, in all, has gone back. */
export function refunded(order: SettledOrder, refundedFen: number): PartlyRefundedOrder | RefundedOrder {
  const status = refundedFen === order.terms.amountFen ? 'refunded' : 'partly_refunded';
  return { ...order, status, refundedFen: fen(refundedFen) };
}

/** A buyer with a paid order, and a title to invoice it to. */
export async function aBuyerWithATitle(shop: Shop, details: TitleDetails = COMPANY) {
  const bought = await aBuyerWithAnOrder(shop);
  await shop.settlePayment(aPaymentFor(bought.attempt, { paidAt: bought.order.placedAt }), 'poll');
  const { title } = await addTitle(shop, bought.userId, details);
  return { ...bought, orderId: bought.order.id, title };
}

export async function addTitle(shop: Shop, userId: UserId, details: TitleDetails, asDefault = false) {
  const added = await shop.addInvoiceTitle(userId, { details, asDefault });
  if (added.kind !== 'added') throw new Error(added.kind);
  return added;
}

/** A buyer whose request waits for an operator. */
export async function aBuyerWithARequest(shop: Shop) {
  const buyer = await aBuyerWithATitle(shop);
  const outcome = await shop.requestInvoice(buyer.userId, buyer.orderId, buyer.title.id);
  if (outcome.kind !== 'requested') throw new Error(outcome.kind);
  return { ...buyer, invoice: outcome.invoice, id: outcome.invoice.id };
}

/** What the transaction does in which a refund succeeds: `refundedFen` is all that has gone back. Gives the invoice if it changed. */
export const refundOrder = (uow: UnitOfWork, orderId: OrderId, refundedFen: number): Promise<Invoice | null> =>
  uow.run(async (stores) => {
    const { orders, clock } = stores;
    const found = await orders.find(orderId);
    const number = found && isSettled(found.order) ? found.order.outTradeNo : null;
    const locked = number && (await orders.lock(number));
    if (!locked || !isSettled(locked.order)) throw new Error('nothing to refund');
    const order = refunded(locked.order, refundedFen);
    const now = await clock.now();
    await orders.save(order, {
      kind: 'paid',
      cause: 'operator',
      at: now,
      detail: { refundedFen: String(refundedFen) },
    });
    return noteRefundOnInvoice(stores, order, now);
  });
