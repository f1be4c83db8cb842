import { expect } from 'chai';
import type { Refund } from '../../../src/domain/ordering/refund.ts';
import {
  decideRefundRequest,
  type RefundRequestDecision,
  type RefundTerms,
  type RefundWish,
} from '../../../src/domain/ordering/refund-request.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import type { RefundId } from '../../../src/domain/shared/ids.ts';
import { newId } from '../../support/ids.ts';
import { DAY, MINUTE, msAfter, NOON } from '../../support/instants.ts';
import {
  aFailedRefund,
  anApprovedRefund,
  anAwaitingRefund,
  aRejectedRefund,
  aSale,
  aSucceededRefund,
  aTransactionId,
  newRefundNo,
} from '../../support/refund-builders.ts';

describe('a request to refund', () => {
  const { order, payment } = aSale();
  const now = msAfter(NOON, MINUTE);
  type Asked = Partial<RefundWish> & Partial<RefundTerms> & { refunds?: readonly Refund[]; at?: Date };
  const decide = ({ refunds = [], at = now, ...change }: Asked = {}): RefundRequestDecision => {
    const names = { id: newId<RefundId>(), outRefundNo: newRefundNo() };
    const wish = { refundFen: fen(100), reason: '用户申请退款', operator: 'alice', ...change };
    const terms = { ...names, payment, refundableFen: fen(990), approvalLimitFen: fen(20_000), ...change };
    return decideRefundRequest(order, refunds, wish, terms, at);
  };
  const requested = (asked: Asked = {}): Refund => {
    const decision = decide(asked);
    return decision.kind === 'requested' ? decision.refund : expect.fail(decision.kind);
  };
  const ofTheSale = { orderId: order.id, payment };

  it('is approved at once, with what will be sent and who asked', () => {
    const names = { id: newId<RefundId>(), outRefundNo: newRefundNo() };
    const refund = requested({ ...names, reason: ' 买错了 ' });
    expect(refund).to.deep.equal({
      ...anApprovedRefund({ ...names, ...ofTheSale, reason: '买错了', requestedAt: now }),
      decidedAt: now,
    });
  });

  it('of all takes as much as can go back', () => {
    expect(requested({ refundFen: 'all', refundableFen: fen(321) }).refundFen).to.equal(321);
  });

  it('of exactly what can go back is fine, and of a fen more it is not', () => {
    expect(requested({ refundFen: fen(321), refundableFen: fen(321) }).refundFen).to.equal(321);
    expect(decide({ refundFen: fen(322), refundableFen: fen(321) })).to.deep.equal({
      ...{ kind: 'more_than_refundable', refundableFen: 321 },
    });
  });

  it('of nothing is refused', () => {
    expect(decide({ refundFen: fen(0) })).to.deep.equal({ kind: 'more_than_refundable', refundableFen: 990 });
  });

  it('is refused where nothing can go back', () => {
    for (const refundFen of ['all', fen(1)] as const) {
      expect(decide({ refundFen, refundableFen: fen(0) })).to.deep.equal({ kind: 'nothing_to_refund' });
    }
  });

  it('is taken for 365 days after the payment, to the millisecond', () => {
    const until = msAfter(order.paidAt, 365 * DAY);
    expect(requested({ at: until }).status).to.equal('approved');
    expect(decide({ at: msAfter(until, 1) })).to.deep.equal({ kind: 'too_late', until });
  });

  for (const reason of ['', '   ', '长'.repeat(81)]) {
    it(`is refused with a reason of ${reason.trim().length} characters`, () => {
      expect(decide({ reason })).to.deep.equal({ kind: 'bad_reason', longest: 80 });
    });
  }

  it('may have a reason of 80 characters, of which some take two code units', () => {
    expect(requested({ reason: '😀'.repeat(80) }).reason).to.equal('😀'.repeat(80));
  });

  describe('the fiftieth of a payment', () => {
    const many = (count: number, build: typeof aFailedRefund | typeof aRejectedRefund = aFailedRefund, change = {}) =>
      Array.from({ length: count }, () => build({ ...ofTheSale, ...change }));

    it('is taken, and the fifty-first is not: failed ones count', () => {
      expect(requested({ refunds: many(49) }).status).to.equal('approved');
      expect(decide({ refunds: many(50) })).to.deep.equal({ kind: 'too_many_refunds', limit: 50 });
    });

    it('is counted without those that were never sent', () => {
      expect(requested({ refunds: many(50, aRejectedRefund) }).status).to.equal('approved');
    });

    it('is counted without those of another payment of the order', () => {
      const other = { payment: { ...payment, transactionId: aTransactionId() } };
      expect(requested({ refunds: many(50, aFailedRefund, other) }).status).to.equal('approved');
    });
  });

  describe('above the limit', () => {
    const limited = (refundFen: number, refunds: readonly Refund[] = []) =>
      requested({ refundFen: fen(refundFen), approvalLimitFen: fen(300), refunds }).status;

    it('waits for a second operator', () => {
      expect([limited(300), limited(301)]).to.deep.equal(['approved', 'awaiting_approval']);
    });

    it('waits also when it goes above it with what one operator has given back before', () => {
      const alone = anApprovedRefund({ ...ofTheSale, refundFen: fen(200) });
      expect([limited(100, [alone]), limited(101, [alone])]).to.deep.equal(['approved', 'awaiting_approval']);
    });

    it('does not count what a second operator has agreed to, what failed, or what nobody asked for', () => {
      const big = { ...ofTheSale, refundFen: fen(300) };
      const agreed = { ...aSucceededRefund(big), decidedBy: 'bob' };
      const elsewhere = aSucceededRefund({ ...big, origin: 'elsewhere' });
      expect(limited(300, [agreed, aFailedRefund(big), elsewhere, anAwaitingRefund(big)])).to.equal('approved');
    });
  });
});
