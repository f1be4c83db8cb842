import { expect } from 'chai';
import type { ProviderRefund } from '../../../src/domain/ordering/payment-gateway.ts';
import type { Refund } from '../../../src/domain/ordering/refund.ts';
import { decideProgress, failUnsent, findExcess, findForeign } from '../../../src/domain/ordering/refund-progress.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import type { OutTradeNo } from '../../../src/domain/shared/ids.ts';
import { MINUTE, msAfter, NOON } from '../../support/instants.ts';
import {
  aFailedRefund,
  anApprovedRefund,
  aProcessingRefund,
  aSale,
  aSucceededRefund,
  inEveryState,
  toldOf,
} from '../../support/refund-builders.ts';

const STATES = ['processing', 'succeeded', 'closed', 'abnormal'] as const;
type Told = ProviderRefund['status'];

/** What each state becomes at each word of the provider; `-`: it stays, `!`: a contradiction. */
const MOVES: Record<Refund['status'], Record<Told, string>> = {
  awaiting_approval: { processing: '!', succeeded: '!', closed: '!', abnormal: '!' },
  rejected: { processing: '!', succeeded: '!', closed: '!', abnormal: '!' },
  approved: { processing: 'processing', succeeded: 'succeeded', closed: 'failed', abnormal: 'abnormal' },
  processing: { processing: '-', succeeded: 'succeeded', closed: 'failed', abnormal: 'abnormal' },
  abnormal: { processing: 'processing', succeeded: 'succeeded', closed: 'failed', abnormal: '-' },
  succeeded: { processing: '-', succeeded: '-', closed: '!', abnormal: '-' },
  failed: { processing: '-', succeeded: '!', closed: '-', abnormal: '!' },
};

describe('a refund of which the provider tells', () => {
  const now = msAfter(NOON, 5 * MINUTE);
  const outcome = (refund: Refund, status: Told): string => {
    const progress = decideProgress(refund, toldOf(refund, { status }), now);
    if (progress.kind === 'moved') return progress.refund.status;
    return progress.kind === 'unchanged' ? '-' : '!';
  };

  for (const refund of inEveryState()) {
    for (const status of STATES) {
      const expected = MOVES[refund.status][status];
      it(`${refund.status}, told ${status}: ${expected}`, () => {
        expect(outcome(refund, status)).to.equal(expected);
      });
    }
  }

  it('is accepted when the first word of it comes, under the provider’s number', () => {
    const refund = anApprovedRefund();
    expect(decideProgress(refund, toldOf(refund, { refundId: '503' }), now)).to.deep.equal({
      kind: 'moved',
      refund: { ...refund, status: 'processing', providerRefundId: '503', acceptedAt: now },
    });
  });

  it('has succeeded when the provider says, and at the latest now', () => {
    const refund = aProcessingRefund();
    for (const succeededAt of [msAfter(NOON, 2 * MINUTE), null]) {
      const progress = decideProgress(refund, toldOf(refund, { status: 'succeeded', succeededAt }), now);
      expect(progress).to.deep.equal({
        kind: 'moved',
        refund: { ...refund, status: 'succeeded', succeededAt: succeededAt ?? now, endedAt: now },
      });
    }
  });

  it('keeps the time at which it was accepted', () => {
    const refund = aProcessingRefund();
    const progress = decideProgress(refund, toldOf(refund, { status: 'abnormal' }), now);
    expect(progress).to.have.nested.property('refund.acceptedAt', refund.acceptedAt);
  });

  it('says why it failed', () => {
    const refund = aProcessingRefund();
    const progress = decideProgress(refund, toldOf(refund, { status: 'closed' }), now);
    expect(progress).to.have.nested.property('refund.failure').that.includes('closed');
  });

  it('of another amount is a mismatch, whatever it tells', () => {
    for (const status of STATES) {
      const refund = aProcessingRefund();
      expect(decideProgress(refund, toldOf(refund, { status, refundFen: fen(99) }), now)).to.deep.equal({
        kind: 'mismatch',
        mismatch: { field: 'amount', expected: '100', actual: '99' },
      });
    }
  });

  it('that the provider will never accept fails without a number of its own', () => {
    const refund = anApprovedRefund();
    expect(failUnsent(refund, 'no such account', now)).to.deep.equal({
      ...refund,
      ...{ status: 'failed', failure: 'no such account', providerRefundId: null, acceptedAt: null, endedAt: now },
    });
  });
});

describe('news of a refund', () => {
  const { payment } = aSale();
  const refund = aProcessingRefund({ payment });

  it('are ours where merchant and payment are', () => {
    for (const mchid of [payment.mchid, null]) {
      expect(findForeign(payment, { mchid, refund: toldOf(refund) })).to.equal(null);
    }
  });

  it('of another merchant are not', () => {
    expect(findForeign(payment, { mchid: '1999999999', refund: toldOf(refund) })).to.deep.equal({
      ...{ field: 'mchid', expected: payment.mchid, actual: '1999999999' },
    });
  });

  it('of another payment are not', () => {
    const outTradeNo = 'f'.repeat(32) as OutTradeNo;
    expect(findForeign(payment, { mchid: null, refund: toldOf(refund, { outTradeNo }) })).to.deep.equal({
      ...{ field: 'outTradeNo', expected: payment.outTradeNo, actual: outTradeNo },
    });
  });

  it('of more money than was paid cannot be true', () => {
    const gone = [aSucceededRefund({ payment, refundFen: fen(900) }), aFailedRefund({ payment, refundFen: fen(90) })];
    const told = (refundFen: number, status: Told = 'succeeded') =>
      toldOf(refund, { refundFen: fen(refundFen), status });
    expect(findExcess(payment, gone, told(90))).to.equal(null);
    expect(findExcess(payment, gone, told(91))).to.deep.equal({
      ...{ field: 'amount', expected: 'at most 90', actual: '91' },
    });
    expect(findExcess(payment, gone, told(91, 'closed')), 'nothing has gone back').to.equal(null);
  });

  it('may repeat what is known already', () => {
    const all = aSucceededRefund({ payment, refundFen: fen(990) });
    expect(findExcess(payment, [all], toldOf(all, { status: 'succeeded' }))).to.equal(null);
  });
});
