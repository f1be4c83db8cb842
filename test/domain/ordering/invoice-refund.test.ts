import { expect } from 'chai';
import { afterRefund } from '../../../src/domain/ordering/invoice-refund.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import { MINUTE, msAfter, NOON } from '../../support/instants.ts';
import {
  aDueInvoice,
  anIssuedInvoice,
  aRedLetteredInvoice,
  aRejectedInvoice,
  aRequestedInvoice,
} from '../../support/invoices.ts';

const now = msAfter(NOON, MINUTE);
const REFUND = { cause: 'refund', operator: null, at: now } as const;

describe('a refund', () => {
  it('shrinks a requested invoice to what is left', () => {
    const requested = aRequestedInvoice();
    expect(afterRefund(requested, fen(400), now)).to.deep.equal({
      kind: 'moved',
      invoice: { ...requested, amountFen: 590, refundedBeforeFen: 400 },
      event: { ...REFUND, kind: 'reduced', detail: { refundedFen: '400', amountFen: '590' } },
    });
  });

  it('counts from what had gone back before the request', () => {
    const requested = aRequestedInvoice({ amountFen: fen(590), refundedBeforeFen: fen(400) });
    expect(afterRefund(requested, fen(400), now)).to.equal(null);
    const after = afterRefund(requested, fen(500), now);
    expect(after?.invoice).to.deep.equal({ ...requested, amountFen: 490, refundedBeforeFen: 500 });
  });

  it('cancels a requested invoice when nothing is left', () => {
    const requested = aRequestedInvoice();
    expect(afterRefund(requested, fen(990), now)).to.deep.equal({
      kind: 'moved',
      invoice: { ...requested, status: 'cancelled', cancelledAt: now, cancelledBy: 'refund' },
      event: { ...REFUND, kind: 'cancelled', detail: { refundedFen: '990' } },
    });
  });

  it('makes a red-letter note due for an issued invoice, with the amount', () => {
    const issued = anIssuedInvoice(aRequestedInvoice({ amountFen: fen(590), refundedBeforeFen: fen(400) }));
    expect(afterRefund(issued, fen(500), now)).to.deep.equal({
      kind: 'moved',
      invoice: { ...issued, status: 'red_letter_due', refundedSinceFen: 100 },
      event: { ...REFUND, kind: 'red_letter_due', detail: { refundedSinceFen: '100' } },
    });
  });

  it('adds up while the note is due', () => {
    const due = aDueInvoice(400);
    expect(afterRefund(due, fen(650), now)?.invoice).to.deep.equal({ ...due, refundedSinceFen: 650 });
    expect(afterRefund(due, fen(990), now)?.invoice).to.deep.equal({ ...due, refundedSinceFen: 990 });
  });

  it('that is told of again, or later than the next one, changes nothing', () => {
    for (const invoice of [aDueInvoice(400), aRequestedInvoice({ amountFen: fen(590), refundedBeforeFen: fen(400) })]) {
      for (const refundedFen of [0, 300, 400]) expect(afterRefund(invoice, fen(refundedFen), now)).to.equal(null);
    }
    expect(afterRefund(anIssuedInvoice(), fen(0), now)).to.equal(null);
  });

  it('leaves what is over as it is', () => {
    const cancelled = { ...aRequestedInvoice(), status: 'cancelled', cancelledAt: NOON, cancelledBy: 'user' } as const;
    for (const invoice of [aRejectedInvoice(), cancelled, aRedLetteredInvoice()]) {
      expect(afterRefund(invoice, fen(990), now)).to.equal(null);
    }
  });
});
