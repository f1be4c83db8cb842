import { expect } from 'chai';
import fc from 'fast-check';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { Invoice } from '../../../src/domain/ordering/invoice.ts';
import { NOON } from '../../support/instants.ts';
import { aBuyerWithATitle, anInvoiceNumber, refundOrder } from '../../support/invoices.ts';
import { openShop } from '../../support/shop.ts';

const PAID = 990;
const ALL = { status: null, after: null, limit: 100 };
type Step = 'request' | 'cancel' | 'issue' | 'reject' | 'red_letter' | { readonly refund: number };

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('request', 'issue', 'red_letter') },
  { weight: 1, arbitrary: fc.constantFrom('cancel', 'reject') },
  { weight: 3, arbitrary: fc.record({ refund: fc.integer({ min: 1, max: 300 }) }) },
);

/** Plays a history on an order of 9.90; gives all its invoices after each step, with what had gone back by then. */
async function play(history: readonly Step[]) {
  const shop = openShop(new MemoryUnitOfWork(NOON));
  const { userId, orderId, title } = await aBuyerWithATitle(shop);
  const after: { refundedFen: number; invoices: readonly Invoice[] }[] = [];
  let refundedFen = 0;
  for (const step of history) {
    const newest = (await shop.listInvoices(userId, ALL)).items[0];
    if (typeof step === 'object') {
      refundedFen = Math.min(PAID, refundedFen + step.refund);
      await refundOrder(shop.uow, orderId, refundedFen);
    } else if (step === 'request') await shop.requestInvoice(userId, orderId, title.id);
    else if (newest && step === 'cancel') await shop.cancelInvoice(userId, newest.id);
    else if (newest && step === 'reject') await shop.rejectInvoice(newest.id, 'no', 'li');
    else if (newest && step === 'red_letter') await shop.redLetterInvoice(newest.id, anInvoiceNumber(), 'li');
    else if (newest)
      await shop.issueInvoice(newest.id, { number: anInvoiceNumber(), downloadUrl: null, amountFen: null }, 'li');
    after.push({ refundedFen, invoices: (await shop.listInvoices(userId, ALL)).items });
  }
  return after;
}

describe('whatever happens to an order and its invoices', () => {
  it('no more is invoiced than was kept, unless a red-letter note is due that says so', async () => {
    const seen = { issued: 0, red_letter_due: 0, red_lettered: 0, reissued: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 6, maxLength: 20 }), async (history) => {
        for (const { refundedFen, invoices } of await play(history)) {
          const kept = PAID - refundedFen;
          const standing = invoices.filter(({ status }) => status === 'issued' || status === 'red_letter_due');
          expect(standing.length, 'standing at once').to.be.at.most(1);
          for (const invoice of invoices) {
            if (invoice.status === 'requested' || invoice.status === 'issued') {
              expect(invoice.amountFen).to.equal(kept).and.be.greaterThan(0);
            }
            if (invoice.status === 'red_letter_due') {
              expect(invoice.amountFen - invoice.refundedSinceFen).to.equal(kept);
            }
            if (invoice.status in seen) seen[invoice.status as keyof typeof seen]++;
          }
          const numbers = invoices.filter((each) => 'number' in each).length;
          if (numbers > 1 && standing[0]?.status === 'issued') seen.reissued++;
        }
      }),
      { numRuns: 60 },
    );
    for (const [what, times] of Object.entries(seen)) expect(times, what).to.be.greaterThan(5);
  });
});
