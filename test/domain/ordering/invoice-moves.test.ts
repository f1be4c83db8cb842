import { expect } from 'chai';
import type { Invoice } from '../../../src/domain/ordering/invoice.ts';
import {
  cancelInvoice,
  isInvoiceNumber,
  issueInvoice,
  redLetterInvoice,
  rejectInvoice,
} from '../../../src/domain/ordering/invoice-moves.ts';
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
const ACT = { by: 'li', now };
const PAPER = { number: '26952000000012345678', downloadUrl: 'https://tax.example/2.pdf', amountFen: null };
const aCancelledInvoice = (): Invoice => ({
  ...{ ...aRequestedInvoice(), status: 'cancelled', cancelledAt: NOON, cancelledBy: 'user' },
});

type Move = (invoice: Invoice) => { readonly kind: string };
const everyState: readonly Invoice[] = [
  ...[aRequestedInvoice(), anIssuedInvoice(), aRejectedInvoice(), aCancelledInvoice()],
  ...[aDueInvoice(90), aRedLetteredInvoice()],
];
const moves: readonly (readonly [what: string, move: Move, from: Invoice['status']])[] = [
  ['cancelled', (invoice) => cancelInvoice(invoice, now), 'requested'],
  ['rejected', (invoice) => rejectInvoice(invoice, 'no', ACT), 'requested'],
  ['issued', (invoice) => issueInvoice(invoice, PAPER, ACT), 'requested'],
  ['red_lettered', (invoice) => redLetterInvoice(invoice, '26952000000012345679', ACT), 'red_letter_due'],
];

describe('an invoice', () => {
  for (const [what, move, from] of moves) {
    it(`becomes ${what} from ${from} only`, () => {
      for (const invoice of everyState) {
        const { kind } = move(invoice);
        if (invoice.status === from) expect(kind).to.equal('moved');
        else expect(kind, invoice.status).to.be.oneOf(['wrong_state', 'unchanged']);
      }
    });
  }

  it('that is cancelled says when', () => {
    const requested = aRequestedInvoice();
    expect(cancelInvoice(requested, now)).to.deep.equal({
      kind: 'moved',
      invoice: { ...requested, status: 'cancelled', cancelledAt: now, cancelledBy: 'user' },
      event: { kind: 'cancelled', cause: 'user', operator: null, at: now, detail: {} },
    });
  });

  it('that is rejected says why and by whom; the reason stays out of the history', () => {
    const requested = aRequestedInvoice();
    expect(rejectInvoice(requested, '税号有误', ACT)).to.deep.equal({
      kind: 'moved',
      invoice: { ...requested, status: 'rejected', reason: '税号有误', rejectedAt: now, rejectedBy: 'li' },
      event: { kind: 'rejected', cause: 'operator', operator: 'li', at: now, detail: {} },
    });
  });

  it('that is issued has its number, its address and who did it', () => {
    const requested = aRequestedInvoice();
    const { number, downloadUrl } = PAPER;
    expect(issueInvoice(requested, PAPER, ACT)).to.deep.equal({
      kind: 'moved',
      invoice: { ...requested, status: 'issued', number, downloadUrl, issuedAt: now, issuedBy: 'li' },
      event: { kind: 'issued', cause: 'operator', operator: 'li', at: now, detail: { number, amountFen: '990' } },
    });
  });

  it('is not issued over another amount than the operator has written on the paper', () => {
    const invoice = aRequestedInvoice({ amountFen: fen(590) });
    expect(issueInvoice(invoice, { ...PAPER, amountFen: fen(990) }, ACT)).to.deep.equal({
      kind: 'amount_differs',
      invoice,
    });
    expect(issueInvoice(invoice, { ...PAPER, amountFen: fen(590) }, ACT).kind).to.equal('moved');
  });

  it('that is reversed keeps what it was, and has the number of the note over its whole amount', () => {
    const due = aDueInvoice(400);
    const number = '26952000000012345679';
    expect(redLetterInvoice(due, number, ACT)).to.deep.equal({
      kind: 'moved',
      invoice: { ...due, status: 'red_lettered', redLetterNumber: number, redLetteredAt: now, redLetteredBy: 'li' },
      event: { kind: 'red_lettered', cause: 'operator', operator: 'li', at: now, detail: { number, amountFen: '990' } },
    });
  });

  it('stays as it is when the same is done again, and refuses another reason, number or address', () => {
    const [rejected, noted] = [aRejectedInvoice(), aRedLetteredInvoice()];
    const issued = anIssuedInvoice(aRequestedInvoice(), PAPER.number);
    const same = { ...PAPER, downloadUrl: issued.downloadUrl };
    expect(cancelInvoice(aCancelledInvoice(), now).kind).to.equal('unchanged');
    expect(rejectInvoice(rejected, rejected.reason, ACT)).to.deep.equal({ kind: 'unchanged', invoice: rejected });
    expect(rejectInvoice(rejected, 'another', ACT)).to.deep.equal({ kind: 'wrong_state', invoice: rejected });
    expect(issueInvoice(issued, same, ACT)).to.deep.equal({ kind: 'unchanged', invoice: issued });
    expect(issueInvoice(issued, { ...same, number: '26952000000000000000' }, ACT).kind).to.equal('wrong_state');
    expect(issueInvoice(issued, { ...same, downloadUrl: null }, ACT).kind).to.equal('wrong_state');
    expect(redLetterInvoice(noted, noted.redLetterNumber, ACT).kind).to.equal('unchanged');
    expect(redLetterInvoice(noted, '26952000000000000000', ACT).kind).to.equal('wrong_state');
  });
});

describe('the number of an invoice', () => {
  for (const number of ['26952000000012345678', '12345678', '044031900111-12345678']) {
    it(`may be ${number}`, () => expect(isInvoiceNumber(number)).to.equal(true));
  }
  for (const text of ['', '1234567', '1'.repeat(33), '2695 2000 0000', '发票26952000000012345678', '12345678\n']) {
    it(`may not be '${text.trim()}'`, () => expect(isInvoiceNumber(text)).to.equal(false));
  }
});
