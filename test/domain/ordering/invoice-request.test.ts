import { expect } from 'chai';
import fc from 'fast-check';
import type { Invoice } from '../../../src/domain/ordering/invoice.ts';
import {
  decideInvoiceRequest,
  invoiceableFen,
  isRequestable,
  oldestRequestable,
  openInvoice,
} from '../../../src/domain/ordering/invoice-request.ts';
import { sameDetails, type TitleDetails } from '../../../src/domain/ordering/invoice-title.ts';
import { addDays, endOfBeijingDay } from '../../../src/domain/shared/beijing-time.ts';
import type { InvoiceId } from '../../../src/domain/shared/ids.ts';
import { aClosedOrder, aPaidOrder, aPendingOrder } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';
import { beijing, msAfter, NOON } from '../../support/instants.ts';
import {
  aDueInvoice,
  anIssuedInvoice,
  aRedLetteredInvoice,
  aRejectedInvoice,
  aRequestedInvoice,
  COMPANY,
  PERSON,
  refunded,
} from '../../support/invoices.ts';

const PERIOD = { now: NOON, requestDays: 180 };
const decide = (order: Parameters<typeof decideInvoiceRequest>[0], earlier: Invoice[] = [], now = NOON) =>
  decideInvoiceRequest(order, earlier, COMPANY, { ...PERIOD, now });

describe('an invoice may be requested', () => {
  const order = aPaidOrder();
  /** 180 days after noon on 15 January. */
  const lastMoment = beijing('2026-07-14 23:59:59.999');

  it('of a paid order, over what was paid', () => {
    expect(decide(order)).to.deep.equal({ kind: 'open', order });
    const { invoice, event } = openInvoice(newId<InvoiceId>(), order, COMPANY, NOON);
    expect(invoice).to.deep.include({
      ...{ status: 'requested', orderId: order.id, userId: order.userId, title: COMPANY, packageName: '入门包' },
      ...{ amountFen: 990, refundedBeforeFen: 0, requestedAt: NOON },
    });
    const detail = { amountFen: '990' };
    expect(event).to.deep.equal({ kind: 'requested', cause: 'user', operator: null, at: NOON, detail });
  });

  it('of a partly refunded order, over what is left', () => {
    const half = refunded(order, 400);
    expect(decide(half)).to.deep.equal({ kind: 'open', order: half });
    const { invoice } = openInvoice(newId<InvoiceId>(), half, COMPANY, NOON);
    expect(invoice).to.include({ amountFen: 590, refundedBeforeFen: 400 });
  });

  it('but not of one that waits for its money, was closed, or has gone back whole', () => {
    expect(decide(aPendingOrder())).to.deep.equal({ kind: 'order_unpaid' });
    expect(decide(aClosedOrder())).to.deep.equal({ kind: 'order_closed' });
    expect(decide(refunded(order, 990))).to.deep.equal({ kind: 'order_refunded' });
  });

  it('until the end of the last day, in Beijing', () => {
    expect(decide(order, [], lastMoment).kind).to.equal('open');
    const endedAt = beijing('2026-07-15 00:00');
    expect(decide(order, [], endedAt)).to.deep.equal({ kind: 'period_over', endedAt });
  });

  it('as long again after an operator has turned it down, or reversed it', () => {
    const late = msAfter(lastMoment, 1);
    for (const ended of [aRejectedInvoice(aRequestedInvoice(), late), aRedLetteredInvoice(aDueInvoice(90), late)]) {
      expect(decide(order, [ended], addDays(late, 180)).kind).to.equal('open');
      expect(decide(order, [ended], addDays(late, 181)).kind).to.equal('period_over');
    }
    const cancelled = { ...aRequestedInvoice(), status: 'cancelled', cancelledAt: late, cancelledBy: 'user' } as const;
    expect(decide(order, [cancelled], late).kind).to.equal('period_over');
  });

  it('once: asking again with the same details gives the one that is there, also when time is over', () => {
    for (const invoice of [aRequestedInvoice(), anIssuedInvoice()]) {
      expect(decide(order, [aRejectedInvoice(), invoice])).to.deep.equal({ kind: 'repeated', invoice });
      expect(decide(order, [invoice], msAfter(lastMoment, 1)).kind).to.equal('repeated');
    }
  });

  it('but not with other details beside one that is there', () => {
    const asked = (invoice: Invoice) => decideInvoiceRequest(order, [invoice], PERSON, PERIOD);
    const [requested, issued] = [aRequestedInvoice(), anIssuedInvoice()];
    expect(asked(requested)).to.deep.equal({ kind: 'title_differs', invoice: requested });
    expect(asked(issued)).to.deep.equal({ kind: 'already_issued', invoice: issued });
  });

  it('but not while the one that is there waits for its red-letter note', () => {
    const invoice = aDueInvoice(400);
    expect(decide(refunded(order, 400), [invoice])).to.deep.equal({ kind: 'being_reversed', invoice });
    expect(decide(refunded(order, 990), [invoice])).to.deep.equal({ kind: 'being_reversed', invoice });
  });

  it('for the rest, once that note is there', () => {
    const half = refunded(order, 400);
    expect(decide(half, [aRedLetteredInvoice(aDueInvoice(400))])).to.deep.equal({ kind: 'open', order: half });
    expect(invoiceableFen(half)).to.equal(590);
  });
});

describe('the oldest instant at which the period may have begun', () => {
  it('says the same as the end of the period', () => {
    const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-03-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instant, instant, fc.integer({ min: 1, max: 45 }), (begun, now, requestDays) => {
        const isOpen = begun >= oldestRequestable({ now, requestDays });
        expect(isOpen).to.equal(now < endOfBeijingDay(addDays(begun, requestDays)));
      }),
      { numRuns: 500 },
    );
  });
});

describe('an order counts as requestable', () => {
  const order = aPaidOrder();
  const orders = [order, refunded(order, 400), refunded(order, 990), aPendingOrder(), aClosedOrder()];
  const histories: readonly Invoice[][] = [
    ...[[], [aRequestedInvoice()], [anIssuedInvoice()], [aDueInvoice(90)], [aRejectedInvoice()]],
    ...[[aRedLetteredInvoice()], [aRejectedInvoice(), aRequestedInvoice()]],
  ];

  it('exactly if a request would open an invoice', () => {
    for (const each of orders) {
      for (const earlier of histories) {
        for (const now of [NOON, addDays(NOON, 180), addDays(NOON, 181)]) {
          const would = decide(each, earlier, now).kind === 'open';
          expect(isRequestable(each, earlier, oldestRequestable({ ...PERIOD, now }))).to.equal(would);
        }
      }
    }
  });
});

describe('two sets of details are the same', () => {
  const changes: readonly TitleDetails[] = [
    ...[PERSON, { ...PERSON, name: '王大明' }, { ...PERSON, email: 'w@example.com' }, COMPANY],
    ...(['name', 'email', 'taxpayerNumber', 'bankName', 'bankAccount', 'address', 'phone'] as const).map(
      (field) => ({ ...COMPANY, [field]: 'other' }) as TitleDetails,
    ),
    { kind: 'personal', name: COMPANY.name, email: COMPANY.email },
  ];

  it('only if every one of them is', () => {
    for (const [i, one] of changes.entries()) {
      for (const [j, other] of changes.entries()) {
        expect(sameDetails(one, structuredClone(other)), `${i} and ${j}`).to.equal(i === j);
      }
    }
  });
});
