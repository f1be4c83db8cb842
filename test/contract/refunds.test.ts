import { expect } from 'chai';
import type { OrderEvent } from '../../src/domain/ordering/orders.ts';
import { providerRequest, type Refund } from '../../src/domain/ordering/refund.ts';
import { paymentThrough } from '../../src/domain/ordering/refunded-payment.ts';
import { fen } from '../../src/domain/shared/fen.ts';
import type { OrderId, RefundId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { anAttempt, aPendingOrder } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { DAY, MINUTE, msAfter, NOON } from '../support/instants.ts';
import {
  aFailedRefund,
  anAbnormalRefund,
  anApprovedRefund,
  anAwaitingRefund,
  aProcessingRefund,
  aRejectedRefund,
  aSucceededRefund,
  aTransactionId,
  inEveryState,
  newRefundNo,
} from '../support/refund-builders.ts';
import { rejectionOf } from '../support/rejection.ts';
import { type Commit, describeStores } from '../support/stores.ts';

const PLACED: OrderEvent = { kind: 'placed', cause: 'user', at: NOON, detail: {} };
const ASKED: OrderEvent = { kind: 'refund_requested', cause: 'operator', at: NOON, detail: { by: 'alice' } };
const DONE: OrderEvent = { kind: 'refund_succeeded', cause: 'poll', at: msAfter(NOON, 9), detail: { amountFen: '1' } };

const namesOf = ({ id, outRefundNo, orderId, payment }: Refund) => ({ id, outRefundNo, orderId, payment });
const duplicateOf = ({ orderId, payment }: Refund): Refund =>
  anApprovedRefund({ orderId, payment, origin: 'duplicate_payment' });

/** An order with a payment: the stores ask for no more than the attempt. */
async function aPaymentHere(commit: Commit) {
  const order = aPendingOrder();
  const attempt = anAttempt(order);
  await commit(({ orders }) => orders.add({ order, attempt }, PLACED));
  return { orderId: order.id, payment: paymentThrough(attempt, aTransactionId()) };
}

const add = (commit: Commit, refund: Refund, requestKey: string | null = null) =>
  commit(({ refunds }) => refunds.add({ refund, requestKey }, ASKED));

describeStores('Refunds', (commit) => {
  const find = (id: RefundId) => commit(({ refunds }) => refunds.find(id));

  it('give a refund back as it was put, in every state and by every name', async () => {
    const here = await aPaymentHere(commit);
    for (const refund of inEveryState({ ...here, shortfallPoints: points(7n), requestedAt: msAfter(NOON, 123) })) {
      await add(commit, refund);
      expect(await find(refund.id), refund.status).to.deep.equal(refund);
      await commit(async ({ refunds }) => {
        expect(await refunds.findByOutRefundNo(refund.outRefundNo)).to.deep.equal(refund);
        expect(await refunds.lock(refund.outRefundNo)).to.deep.equal(refund);
      });
    }
  });

  it('keep a failed one that the provider never knew, and one that nobody here asked for', async () => {
    const here = await aPaymentHere(commit);
    const unsent: Refund = { ...aFailedRefund(here), providerRefundId: null, acceptedAt: null };
    const found = aSucceededRefund({ ...here, origin: 'elsewhere', requestedBy: null, reason: '' });
    for (const refund of [unsent, found]) {
      await add(commit, refund);
      expect(await find(refund.id)).to.deep.equal(refund);
    }
  });

  it('do not know what was never put', async () => {
    await add(commit, anApprovedRefund(await aPaymentHere(commit)), 'key');
    expect(await find(newId<RefundId>())).to.equal(null);
    await commit(async ({ refunds }) => {
      expect(await refunds.findByOutRefundNo(newRefundNo())).to.equal(null);
      expect(await refunds.lock(newRefundNo())).to.equal(null);
      expect(await refunds.findByRequestKey(newId<OrderId>(), 'key')).to.equal(null);
    });
  });

  const moves: readonly (readonly [
    from: typeof anAwaitingRefund | typeof anApprovedRefund,
    to: (refund: Refund) => Refund,
  ])[] = [
    [anAwaitingRefund, (refund) => ({ ...aRejectedRefund(), ...namesOf(refund) })],
    [anAwaitingRefund, (refund) => ({ ...anApprovedRefund(), ...namesOf(refund), decidedBy: 'bob' })],
    [anApprovedRefund, (refund) => ({ ...aProcessingRefund(), ...namesOf(refund) })],
    [anApprovedRefund, (refund) => ({ ...anAbnormalRefund(), ...namesOf(refund) })],
    [anApprovedRefund, (refund) => ({ ...aSucceededRefund(), ...namesOf(refund) })],
    [anApprovedRefund, (refund) => ({ ...aFailedRefund(), ...namesOf(refund) })],
  ];
  for (const [from, to] of moves) {
    it(`take a refund from ${from().status} to ${to(from()).status}`, async () => {
      const [here, other] = [await aPaymentHere(commit), await aPaymentHere(commit)];
      const [before, neighbour] = [from(here), from(other)];
      await add(commit, before);
      await add(commit, neighbour);
      const after = to(before);
      await commit(({ refunds }) => refunds.save(after, DONE));
      expect(await find(before.id)).to.deep.equal(after);
      expect(await find(neighbour.id)).to.deep.equal(neighbour);
    });
  }

  it('write the events into the history of the order, or leave that to another store', async () => {
    const here = await aPaymentHere(commit);
    const refund = anApprovedRefund(here);
    await add(commit, refund);
    await commit(({ refunds }) => refunds.save({ ...aProcessingRefund(), ...namesOf(refund) }, null));
    await commit(({ refunds }) => refunds.save({ ...aSucceededRefund(), ...namesOf(refund) }, DONE));
    expect(await commit(({ orders }) => orders.history(here.orderId))).to.deep.equal([PLACED, ASKED, DONE]);
  });

  it('keep what is sent byte for byte, through every later state', async () => {
    const refund = anApprovedRefund(await aPaymentHere(commit));
    await add(commit, refund);
    const body = `{ "out_refund_no":"${refund.outRefundNo}",  "amount": 100 }`;
    const frozen = { refund: providerRequest(refund, fen(890)), body };
    await commit(({ refunds }) => refunds.keepRequest(refund.id, frozen));
    expect(await find(refund.id)).to.deep.equal({ ...refund, frozen });
    const later = { ...aSucceededRefund(), ...namesOf(refund), frozen };
    await commit(({ refunds }) => refunds.save(later, null));
    expect(await find(refund.id)).to.deep.equal(later);
  });

  it('find a request by its key, per order', async () => {
    const [here, other] = [await aPaymentHere(commit), await aPaymentHere(commit)];
    const [mine, theirs] = [anApprovedRefund(here), anApprovedRefund(other)];
    await add(commit, mine, 'monday');
    await add(commit, theirs, 'monday');
    await commit(async ({ refunds }) => {
      expect(await refunds.findByRequestKey(here.orderId, 'monday')).to.deep.equal(mine);
      expect(await refunds.findByRequestKey(other.orderId, 'monday')).to.deep.equal(theirs);
      expect(await refunds.findByRequestKey(here.orderId, 'tuesday')).to.equal(null);
    });
  });

  it('list those of an order, oldest first', async () => {
    const [here, other] = [await aPaymentHere(commit), await aPaymentHere(commit)];
    const at = (minutes: number) => anApprovedRefund({ ...here, requestedAt: msAfter(NOON, minutes * MINUTE) });
    const [third, first, second] = [at(3), at(1), at(2)] as const;
    for (const refund of [third, first, second, anApprovedRefund(other)]) await add(commit, refund);
    expect(await commit(({ refunds }) => refunds.listOf(here.orderId))).to.deep.equal([first, second, third]);
  });

  it('list all, or some, newest first, and no more than asked for', async () => {
    const [here, other] = [await aPaymentHere(commit), await aPaymentHere(commit)];
    const old = aProcessingRefund({ ...here, requestedAt: msAfter(NOON, -DAY) });
    const [mine, theirs] = [anApprovedRefund(here), anApprovedRefund({ ...other, requestedAt: msAfter(NOON, 1) })];
    for (const refund of [mine, old, theirs]) await add(commit, refund);
    await commit(async ({ refunds }) => {
      expect(await refunds.list({ limit: 9 })).to.deep.equal([theirs, mine, old]);
      expect(await refunds.list({ limit: 2 })).to.deep.equal([theirs, mine]);
      expect(await refunds.list({ limit: 9, status: 'approved' })).to.deep.equal([theirs, mine]);
      expect(await refunds.list({ limit: 9, orderId: here.orderId })).to.deep.equal([mine, old]);
      expect(await refunds.list({ limit: 9, orderId: here.orderId, status: 'processing' })).to.deep.equal([old]);
    });
  });

  describe('are a fault where', () => {
    const cases: Readonly<Record<string, (first: Refund) => readonly [Refund, string | null]>> = {
      'one number is used twice': (first) => [anApprovedRefund({ ...namesOf(first), id: newId<RefundId>() }), null],
      'one key of an order is': (first) => [
        anApprovedRefund({ orderId: first.orderId, payment: first.payment }),
        'key',
      ],
      'a second payment is given back twice': (first) => [duplicateOf(first), null],
    };
    for (const [what, second] of Object.entries(cases)) {
      it(what, async () => {
        const first = anApprovedRefund({ ...(await aPaymentHere(commit)), origin: 'duplicate_payment' });
        await add(commit, first, 'key');
        await rejectionOf(add(commit, ...second(first)));
      });
    }
  });

  it('may give back one payment in several parts, and two second payments', async () => {
    const [here, other] = [await aPaymentHere(commit), await aPaymentHere(commit)];
    for (const origin of ['operator', 'operator', 'elsewhere', 'elsewhere', 'duplicate_payment'] as const) {
      await add(commit, anApprovedRefund({ ...here, origin }));
    }
    await add(commit, anApprovedRefund({ ...other, origin: 'duplicate_payment' }));
    expect(await commit(({ refunds }) => refunds.listOf(here.orderId))).to.have.length(5);
  });
});

describeStores('Refunds that are due', (commit) => {
  type Take = 'takeDueSends' | 'takeDuePolls';
  const take = async (which: Take, ms: number, limit = 9) => {
    const due = await commit(async ({ refunds }) => refunds[which](msAfter(NOON, ms), limit));
    return due.map(({ refund, tries }) => [refund.id, tries]);
  };

  it('are sent from their approval on, and asked about a minute after they were accepted', async () => {
    const here = await aPaymentHere(commit);
    const all = inEveryState(here);
    for (const refund of all) await add(commit, refund);
    const idOf = (status: Refund['status']) => all.find((refund) => refund.status === status)?.id;
    expect(await take('takeDueSends', -1)).to.deep.equal([]);
    expect(await take('takeDueSends', 0)).to.deep.equal([[idOf('approved'), 0]]);
    expect(await take('takeDuePolls', 2 * MINUTE - 1)).to.deep.equal([]);
    const polls = await take('takeDuePolls', 2 * MINUTE);
    expect(polls).to.have.deep.members([
      [idOf('processing'), 0],
      [idOf('abnormal'), 0],
    ]);
  });

  it('come with all that is known of them', async () => {
    const refund = anApprovedRefund(await aPaymentHere(commit));
    await add(commit, refund);
    const due = await commit(({ refunds }) => refunds.takeDueSends(NOON, 9));
    expect(due).to.deep.equal([{ refund, tries: 0 }]);
  });

  it('come when they were scheduled, with how often that was', async () => {
    const here = await aPaymentHere(commit);
    const [sending, polling] = [anApprovedRefund(here), aProcessingRefund(here)];
    for (const refund of [sending, polling]) {
      await add(commit, refund);
      await commit(({ refunds }) => refunds.schedule(refund.id, 3, msAfter(NOON, 5 * MINUTE)));
    }
    for (const [which, { id }] of [
      ['takeDueSends', sending],
      ['takeDuePolls', polling],
    ] as const) {
      expect(await take(which, 5 * MINUTE - 1)).to.deep.equal([]);
      expect(await take(which, 5 * MINUTE)).to.deep.equal([[id, 3]]);
    }
  });

  it('are put off from one instant to another, unless they were scheduled otherwise meanwhile', async () => {
    const refund = aProcessingRefund(await aPaymentHere(commit));
    await add(commit, refund);
    await commit(({ refunds }) => refunds.schedule(refund.id, 3, msAfter(NOON, MINUTE)));
    const postpone = (from: number, to: number) =>
      commit(({ refunds }) => refunds.postpone(refund.id, msAfter(NOON, from), msAfter(NOON, to)));
    await postpone(MINUTE - 1, 9 * MINUTE);
    expect(await take('takeDuePolls', MINUTE)).to.deep.equal([[refund.id, 3]]);
    await postpone(MINUTE, 2 * MINUTE);
    expect(await take('takeDuePolls', 2 * MINUTE - 1)).to.deep.equal([]);
    expect(await take('takeDuePolls', 2 * MINUTE)).to.deep.equal([[refund.id, 3]]);
  });

  it('start to count again in another state, and are none at their end', async () => {
    const refund = anApprovedRefund(await aPaymentHere(commit));
    await add(commit, refund);
    await commit(({ refunds }) => refunds.schedule(refund.id, 3, NOON));
    await commit(({ refunds }) => refunds.save({ ...aProcessingRefund(), ...namesOf(refund) }, null));
    expect(await take('takeDueSends', DAY)).to.deep.equal([]);
    expect(await take('takeDuePolls', DAY)).to.deep.equal([[refund.id, 0]]);
    await commit(({ refunds }) => refunds.save({ ...aSucceededRefund(), ...namesOf(refund) }, null));
    await commit(({ refunds }) => refunds.schedule(refund.id, 4, NOON));
    expect(await take('takeDuePolls', DAY)).to.deep.equal([]);
  });

  it('come longest due first, and no more than asked for', async () => {
    const here = await aPaymentHere(commit);
    const all = [anApprovedRefund(here), anApprovedRefund(here), anApprovedRefund(here)] as const;
    for (const [index, refund] of all.entries()) {
      await add(commit, refund);
      await commit(({ refunds }) => refunds.schedule(refund.id, index, msAfter(NOON, [3, 1, 2][index] as number)));
    }
    expect(await take('takeDueSends', MINUTE, 2)).to.deep.equal([
      [all[1].id, 1],
      [all[2].id, 2],
    ]);
  });
});
