import { expect } from 'chai';
import { decideApproval, decideRejection } from '../../../src/domain/ordering/refund-approval.ts';
import { MINUTE, msAfter, NOON } from '../../support/instants.ts';
import { anAwaitingRefund, inEveryState } from '../../support/refund-builders.ts';

describe('a refund that waits for approval', () => {
  const refund = anAwaitingRefund({ requestedBy: 'alice' });
  const now = msAfter(NOON, MINUTE);

  it('is approved by a second operator', () => {
    expect(decideApproval(refund, 'bob', now)).to.deep.equal({
      kind: 'approved',
      refund: { ...refund, status: 'approved', decidedBy: 'bob', decidedAt: now, frozen: null },
    });
  });

  for (const name of ['alice', 'Alice', ' alice ']) {
    it(`is not approved by who asked for it, as "${name}"`, () => {
      expect(decideApproval(refund, name, now)).to.deep.equal({ kind: 'same_operator', requestedBy: 'alice' });
    });
  }

  for (const name of ['bob', 'alice']) {
    it(`is rejected by ${name}`, () => {
      expect(decideRejection(refund, name, 'not agreed', now)).to.deep.equal({
        kind: 'rejected',
        refund: { ...refund, status: 'rejected', decidedBy: name, decidedAt: now, rejection: 'not agreed' },
      });
    });
  }

  for (const other of inEveryState().filter(({ status }) => status !== 'awaiting_approval')) {
    it(`is the only one that is decided about: not one that is ${other.status}`, () => {
      const refusal = { kind: 'not_awaiting', status: other.status };
      expect(decideApproval(other, 'bob', now)).to.deep.equal(refusal);
      expect(decideRejection(other, 'bob', 'no', now)).to.deep.equal(refusal);
    });
  }
});
