import { expect } from 'chai';
import {
  closeOrder,
  noteRefund,
  type Order,
  type PaidOrder,
  type PendingOrder,
} from '../../src/domain/ordering/order.ts';
import type { OrderEvent, PlacedOrder } from '../../src/domain/ordering/orders.ts';
import { fen } from '../../src/domain/shared/fen.ts';
import type { OrderId, OutTradeNo, PackageId, TransactionId, UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import type { Validity } from '../../src/domain/shared/validity.ts';
import { anAppliedPromotion, anAttempt, aPaidOrder, aPendingOrder, someTerms } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { DAY, MINUTE, msAfter, NOON, SECOND } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { type Commit, describeStores } from '../support/stores.ts';

const PLACED: OrderEvent = { kind: 'placed', cause: 'user', at: NOON, detail: {} };
const PAID: OrderEvent = { kind: 'paid', cause: 'poll', at: msAfter(NOON, 7), detail: { transactionId: '42000' } };
const CLOSED: OrderEvent = { kind: 'closed', cause: 'expiry', at: msAfter(NOON, 30 * MINUTE), detail: {} };
const ODD: OrderEvent = {
  ...{ kind: 'mismatch', cause: 'notification', at: msAfter(NOON, 9) },
  detail: { transactionId: '42001', field: 'amount' },
};

type Opened = { readonly order: PendingOrder; readonly outTradeNo: OutTradeNo };
const paidFrom = ({ order: { id, userId, terms, placedAt, expiresAt }, outTradeNo }: Opened): PaidOrder =>
  aPaidOrder({
    id,
    userId,
    terms,
    placedAt,
    expiresAt,
    outTradeNo,
    paidAt: msAfter(NOON, 5),
    settledAt: msAfter(NOON, 6),
  });

async function anOpenOrder(commit: Commit, change: Partial<PendingOrder> = {}) {
  const order = aPendingOrder(change);
  const placed: PlacedOrder<PendingOrder> = { order, attempt: anAttempt(order) };
  await commit(({ orders }) => orders.add(placed, { ...PLACED, at: order.placedAt }));
  return { placed, order, outTradeNo: placed.attempt.intent.outTradeNo };
}

describeStores('Orders', (commit) => {
  const find = (id: OrderId) => commit(({ orders }) => orders.find(id));

  const validities: readonly Validity[] = [
    { kind: 'days', days: 365 },
    { kind: 'months', months: 12 },
    { kind: 'until', until: msAfter(NOON, 1) },
  ];
  for (const validity of validities) {
    it(`give an order back as it was placed, byte for byte, valid for ${validity.kind}`, async () => {
      const terms = someTerms({ validity, points: points(9_007_199_254_740_991n) });
      const { placed, order, outTradeNo } = await anOpenOrder(commit, { terms, placedAt: msAfter(NOON, 123) });
      expect(await find(order.id)).to.deep.equal(placed);
      expect(await commit(({ orders }) => orders.lock(outTradeNo))).to.deep.equal(placed);
    });
  }

  it('give back why the price was what it was', async () => {
    const promotions = [
      anAppliedPromotion({ code: 'cut', name: '限时 "折扣"', kind: 'amount_off', discountFen: fen(490) }),
      anAppliedPromotion({
        ...{ code: 'gift', kind: 'bonus_percent', firstPurchaseOnly: true },
        ...{ discountFen: fen(0), bonusPoints: points(9_007_199_254_740_991n) },
      }),
    ];
    const terms = someTerms({ listPriceFen: fen(1_480), promotions });
    const { placed, order } = await anOpenOrder(commit, { terms });
    expect(await find(order.id)).to.deep.equal(placed);
  });

  it('do not know what was never placed', async () => {
    await anOpenOrder(commit);
    expect(await find(newId<OrderId>())).to.equal(null);
    expect(await commit(({ orders }) => orders.lock('f'.repeat(32) as OutTradeNo))).to.equal(null);
  });

  it('list the orders of one buyer in pages, newest first, each with its newest attempt', async () => {
    const userId = newId<UserId>();
    await anOpenOrder(commit);
    const opened: Awaited<ReturnType<typeof anOpenOrder>>[] = [];
    for (const ms of [2, 1, 3, 3]) opened.push(await anOpenOrder(commit, { userId, placedAt: msAfter(NOON, ms) }));
    const [second, first, third, fourth] = opened.map(({ placed }) => placed) as [PlacedOrder, ...PlacedOrder[]];
    const list = (after: OrderId | null, limit: number) =>
      commit(({ orders }) => orders.listOf(userId, { after, limit, status: null }));
    expect(await list(null, 9)).to.deep.equal([fourth, third, second, first]);
    expect(await list(null, 2)).to.deep.equal([fourth, third]);
    expect(await list(third?.order.id as OrderId, 2)).to.deep.equal([second, first]);
    expect(await list(first?.order.id as OrderId, 2)).to.deep.equal([]);
  });

  it('list those in one state', async () => {
    const userId = newId<UserId>();
    const paid = await anOpenOrder(commit, { userId });
    const open = await anOpenOrder(commit, { userId, placedAt: msAfter(NOON, 1) });
    const order = paidFrom(paid);
    await commit(({ orders }) => orders.save(order, PAID));
    const list = (status: Order['status']) =>
      commit(({ orders }) => orders.listOf(userId, { after: null, limit: 9, status }));
    expect(await list('paid')).to.deep.equal([{ ...paid.placed, order }]);
    expect(await list('pending')).to.deep.equal([open.placed]);
    expect(await list('closed')).to.deep.equal([]);
  });

  it('find the newest pending order of a buyer for a package, and no other', async () => {
    const userId = newId<UserId>();
    const terms = someTerms();
    await anOpenOrder(commit, { userId, terms });
    const newest = await anOpenOrder(commit, { userId, terms, placedAt: msAfter(NOON, 1) });
    const closed = await anOpenOrder(commit, { userId, terms, placedAt: msAfter(NOON, 2) });
    await commit(({ orders }) => orders.save(closeOrder(closed.order, NOON), CLOSED));
    await anOpenOrder(commit, { terms, placedAt: msAfter(NOON, 3) });
    await anOpenOrder(commit, { userId, placedAt: msAfter(NOON, 3) });
    const found = await commit(({ orders }) => orders.findPending(userId, terms.packageId));
    expect(found).to.deep.equal(newest.placed);
    expect(await commit(({ orders }) => orders.findPending(userId, newId<PackageId>()))).to.equal(null);
    expect(await commit(({ orders }) => orders.findPending(newId<UserId>(), terms.packageId))).to.equal(null);
  });

  it('find no pending order that was quarantined, but an older one that was not', async () => {
    const buyer = { userId: newId<UserId>(), terms: someTerms() };
    const older = await anOpenOrder(commit, buyer);
    const odd = await anOpenOrder(commit, { ...buyer, placedAt: msAfter(NOON, 1) });
    const findPending = () => commit(({ orders }) => orders.findPending(buyer.userId, buyer.terms.packageId));
    await commit(({ orders }) => orders.quarantine(odd.outTradeNo, ODD));
    expect(await findPending()).to.deep.equal(older.placed);
    await commit(({ orders }) => orders.quarantine(older.outTradeNo, ODD));
    expect(await findPending()).to.equal(null);
  });

  it('keep an order that was paid, and its history', async () => {
    const opened = await anOpenOrder(commit);
    const { placed, order } = opened;
    const paid = paidFrom(opened);
    await commit(({ orders }) => orders.save(paid, PAID));
    expect(await find(order.id)).to.deep.equal({ ...placed, order: paid });
    expect(await commit(({ orders }) => orders.history(order.id))).to.deep.equal([PLACED, PAID]);
  });

  it('keep an order that was closed, and then paid late', async () => {
    const opened = await anOpenOrder(commit);
    const { placed, order } = opened;
    const closed = closeOrder(order, CLOSED.at);
    await commit(({ orders }) => orders.save(closed, CLOSED));
    expect(await find(order.id)).to.deep.equal({ ...placed, order: closed });
    const paid = paidFrom(opened);
    await commit(({ orders }) => orders.save(paid, { ...PAID, kind: 'paid_late' }));
    expect(await find(order.id)).to.deep.equal({ ...placed, order: paid });
    const history = await commit(({ orders }) => orders.history(order.id));
    expect(history.map(({ kind }) => kind)).to.deep.equal(['placed', 'closed', 'paid_late']);
  });

  it('keep an order of which money went back, in part and in whole, without touching its attempts', async () => {
    const opened = await anOpenOrder(commit);
    const paid = paidFrom(opened);
    await commit(({ orders }) => orders.save(paid, PAID));
    await commit(({ orders }) => orders.schedulePoll(opened.outTradeNo, 1, NOON));
    for (const refunded of [noteRefund(paid, fen(400)), noteRefund(paid, fen(990))]) {
      await commit(({ orders }) => orders.save(refunded, { ...PAID, kind: 'refund_succeeded' }));
      expect(await find(opened.order.id)).to.deep.equal({ ...opened.placed, order: refunded });
    }
    expect(await commit(({ orders }) => orders.takeDuePolls(NOON, 9))).to.have.length(1);
  });

  it('change no other order', async () => {
    const [one, other] = [await anOpenOrder(commit), await anOpenOrder(commit)];
    await commit(({ orders }) => orders.save(paidFrom(one), PAID));
    expect(await find(other.order.id)).to.deep.equal(other.placed);
    expect(await commit(({ orders }) => orders.history(other.order.id))).to.deep.equal([PLACED]);
    const due = await commit(({ orders }) => orders.takeDuePolls(msAfter(NOON, MINUTE), 9));
    expect(due.map(({ outTradeNo }) => outTradeNo)).to.deep.equal([other.outTradeNo]);
  });

  it('hold that one number for two attempts is a fault', async () => {
    const { placed } = await anOpenOrder(commit);
    const order = aPendingOrder();
    const again = { order, attempt: { ...anAttempt(order), intent: placed.attempt.intent } };
    await rejectionOf(commit(({ orders }) => orders.add(again, PLACED)));
  });

  it('hold that one payment for two orders is a fault', async () => {
    const [one, other] = [await anOpenOrder(commit), await anOpenOrder(commit)];
    const transactionId = 'the-same' as TransactionId;
    await commit(({ orders }) => orders.save({ ...paidFrom(one), transactionId }, PAID));
    await rejectionOf(commit(({ orders }) => orders.save({ ...paidFrom(other), transactionId }, PAID)));
  });

  it('let one transaction lock the same buyer twice', async () => {
    const userId = newId<UserId>();
    await commit(async ({ orders }) => {
      await orders.lockBuyer(userId);
      await orders.lockBuyer(userId);
    });
  });
});

describeStores('The states of orders', (commit) => {
  it('are told of those that there are', async () => {
    const [waiting, opened, closed] = [await anOpenOrder(commit), await anOpenOrder(commit), await anOpenOrder(commit)];
    await commit(({ orders }) => orders.save(paidFrom(opened), PAID));
    await commit(({ orders }) => orders.save(closeOrder(closed.order, CLOSED.at), CLOSED));
    await anOpenOrder(commit);
    const asked = [waiting, opened, closed].map(({ order }) => order.id);
    const states = await commit(({ orders }) => orders.statesOf([...asked, newId<OrderId>()]));
    expect([...states].sort()).to.deep.equal(
      [
        [asked[0], 'pending'],
        [asked[1], 'paid'],
        [asked[2], 'closed'],
      ].sort(),
    );
    expect(await commit(({ orders }) => orders.statesOf([]))).to.deep.equal(new Map());
  });
});

describeStores('A first purchase', (commit) => {
  const firstOnly = someTerms({ promotions: [anAppliedPromotion(), anAppliedPromotion({ firstPurchaseOnly: true })] });
  const userId = newId<UserId>();
  const isFirst = (except: PackageId = newId<PackageId>()) =>
    commit(({ orders }) => orders.isFirstPurchase(userId, except));

  it('is that of a buyer without orders, whatever others have bought', async () => {
    const opened = await anOpenOrder(commit, { terms: firstOnly });
    await commit(({ orders }) => orders.save(paidFrom(opened), PAID));
    await anOpenOrder(commit, { terms: firstOnly });
    expect(await isFirst()).to.equal(true);
  });

  it('is none once an order is paid, for any package', async () => {
    const opened = await anOpenOrder(commit, { userId });
    await commit(({ orders }) => orders.save(paidFrom(opened), PAID));
    expect(await isFirst()).to.equal(false);
    expect(await isFirst(opened.order.terms.packageId)).to.equal(false);
  });

  it('is none once a closed order is paid late', async () => {
    const opened = await anOpenOrder(commit, { userId });
    await commit(({ orders }) => orders.save(closeOrder(opened.order, CLOSED.at), CLOSED));
    await commit(({ orders }) => orders.save(paidFrom(opened), { ...PAID, kind: 'paid_late' }));
    expect(await isFirst()).to.equal(false);
  });

  it('is none while another package is ordered as one, but is for that package', async () => {
    await anOpenOrder(commit, { userId, terms: firstOnly });
    expect(await isFirst()).to.equal(false);
    expect(await isFirst(firstOnly.packageId)).to.equal(true);
  });

  it('is one beside pending orders that have nothing of it', async () => {
    await anOpenOrder(commit, { userId });
    await anOpenOrder(commit, { userId, terms: someTerms({ promotions: [anAppliedPromotion()] }) });
    expect(await isFirst()).to.equal(true);
  });

  it('is one again once the order for it is closed', async () => {
    const { order } = await anOpenOrder(commit, { userId, terms: firstOnly });
    await commit(({ orders }) => orders.save(closeOrder(order, CLOSED.at), CLOSED));
    expect(await isFirst()).to.equal(true);
  });
});

describeStores('Orders that are due', (commit) => {
  const polls = (ms: number, limit = 9) => commit(({ orders }) => orders.takeDuePolls(msAfter(NOON, ms), limit));
  const closes = (ms: number, limit = 9) => commit(({ orders }) => orders.takeDueCloses(msAfter(NOON, ms), limit));

  it('are asked for five seconds after they were placed', async () => {
    const { outTradeNo, order } = await anOpenOrder(commit);
    expect(await polls(5 * SECOND - 1)).to.deep.equal([]);
    expect(await polls(5 * SECOND)).to.deep.equal([{ outTradeNo, pollCount: 0, expiresAt: order.expiresAt }]);
  });

  it('are asked for when they were scheduled', async () => {
    const { outTradeNo, order } = await anOpenOrder(commit);
    await commit(({ orders }) => orders.schedulePoll(outTradeNo, 3, msAfter(NOON, MINUTE)));
    expect(await polls(MINUTE - 1)).to.deep.equal([]);
    expect(await polls(MINUTE)).to.deep.equal([{ outTradeNo, pollCount: 3, expiresAt: order.expiresAt }]);
  });

  it('are put off from one instant to another, unless they were scheduled otherwise meanwhile', async () => {
    const { outTradeNo } = await anOpenOrder(commit);
    await commit(({ orders }) => orders.schedulePoll(outTradeNo, 3, msAfter(NOON, MINUTE)));
    const postpone = (from: number, to: number | null) =>
      commit(({ orders }) =>
        orders.postponePoll(outTradeNo, msAfter(NOON, from), to === null ? null : msAfter(NOON, to)),
      );
    await postpone(MINUTE - 1, 9 * MINUTE);
    expect(await polls(MINUTE)).to.have.length(1);
    await postpone(MINUTE, 2 * MINUTE);
    expect(await polls(2 * MINUTE - 1)).to.deep.equal([]);
    expect(await polls(2 * MINUTE)).to.have.nested.property('[0].pollCount', 3);
    await postpone(2 * MINUTE, null);
    expect(await polls(DAY)).to.deep.equal([]);
    await postpone(2 * MINUTE, MINUTE);
    expect(await polls(DAY)).to.deep.equal([]);
  });

  it('are asked for no more when that was scheduled', async () => {
    const { outTradeNo } = await anOpenOrder(commit);
    await commit(({ orders }) => orders.schedulePoll(outTradeNo, 9, null));
    expect(await polls(DAY)).to.deep.equal([]);
    expect(await closes(DAY)).to.deep.equal([outTradeNo]);
  });

  it('are asked for until the provider has closed them, where it does so later than we', async () => {
    const { outTradeNo, order } = await anOpenOrder(commit);
    await commit(({ orders }) => orders.schedulePoll(outTradeNo, 9, null));
    const [now, goneAt] = [msAfter(NOON, 31 * MINUTE), msAfter(NOON, 120 * MINUTE)];
    await commit(({ orders }) => orders.askUntil(outTradeNo, goneAt, now));
    expect(await polls(31 * MINUTE - 1)).to.deep.equal([]);
    expect(await polls(31 * MINUTE)).to.deep.equal([{ outTradeNo, pollCount: 9, expiresAt: goneAt }]);
    await commit(async ({ orders }) => {
      await orders.schedulePoll(outTradeNo, 10, msAfter(NOON, 41 * MINUTE));
      await orders.askUntil(outTradeNo, msAfter(order.expiresAt, -1), now);
    });
    expect(await polls(41 * MINUTE - 1)).to.deep.equal([]);
    expect(await polls(41 * MINUTE)).to.deep.equal([{ outTradeNo, pollCount: 10, expiresAt: goneAt }]);
  });

  it('are not asked for again once they are quarantined', async () => {
    const { outTradeNo } = await anOpenOrder(commit);
    await commit(async ({ orders }) => {
      await orders.quarantine(outTradeNo, ODD);
      await orders.askUntil(outTradeNo, msAfter(NOON, DAY), NOON);
    });
    expect(await polls(DAY)).to.deep.equal([]);
  });

  it('are closed when they expire, and when they were scheduled', async () => {
    const { outTradeNo } = await anOpenOrder(commit);
    expect(await closes(30 * MINUTE - 1)).to.deep.equal([]);
    expect(await closes(30 * MINUTE)).to.deep.equal([outTradeNo]);
    await commit(({ orders }) => orders.scheduleClose(outTradeNo, msAfter(NOON, 31 * MINUTE)));
    expect(await closes(31 * MINUTE - 1)).to.deep.equal([]);
    expect(await closes(31 * MINUTE)).to.deep.equal([outTradeNo]);
  });

  it('come longest due first, and no more than asked for', async () => {
    const placedAt = [3, 1, 2].map((seconds) => msAfter(NOON, seconds * SECOND));
    const numbers: OutTradeNo[] = [];
    for (const at of placedAt) {
      const opened = await anOpenOrder(commit, { placedAt: at, expiresAt: msAfter(at, MINUTE) });
      numbers.push(opened.outTradeNo);
    }
    const oldest = [numbers[1], numbers[2]];
    expect((await polls(MINUTE, 2)).map(({ outTradeNo }) => outTradeNo)).to.deep.equal(oldest);
    expect(await closes(2 * MINUTE, 2)).to.deep.equal(oldest);
  });

  it('are none once they are paid', async () => {
    const opened = await anOpenOrder(commit);
    await commit(({ orders }) => orders.save(paidFrom(opened), PAID));
    expect(await polls(60 * MINUTE)).to.deep.equal([]);
    expect(await closes(60 * MINUTE)).to.deep.equal([]);
  });

  it('are asked for, but not closed, once they are closed, until they are paid late', async () => {
    const opened = await anOpenOrder(commit);
    const { order, outTradeNo } = opened;
    await commit(({ orders }) => orders.schedulePoll(outTradeNo, 3, msAfter(NOON, MINUTE)));
    await commit(({ orders }) => orders.save(closeOrder(order, CLOSED.at), CLOSED));
    expect(await closes(DAY)).to.deep.equal([]);
    expect(await polls(MINUTE - 1)).to.deep.equal([]);
    expect(await polls(MINUTE)).to.deep.equal([{ outTradeNo, pollCount: 3, expiresAt: order.expiresAt }]);
    await commit(({ orders }) => orders.save(paidFrom(opened), { ...PAID, kind: 'paid_late' }));
    expect(await polls(DAY)).to.deep.equal([]);
  });

  it('are none once nothing more is to be asked, and are no less there for that', async () => {
    const [{ outTradeNo, placed, order }, other] = [await anOpenOrder(commit), await anOpenOrder(commit)];
    await commit(({ orders }) => orders.stopAsking(outTradeNo));
    const due = (await polls(DAY)).map((attempt) => attempt.outTradeNo);
    expect([due, await closes(DAY)]).to.deep.equal([[other.outTradeNo], [other.outTradeNo]]);
    await commit(async ({ orders }) => {
      expect(await orders.find(order.id)).to.deep.equal(placed);
      expect(await orders.history(order.id)).to.deep.equal([PLACED]);
      expect(await orders.hasOpenAttempt(order.id)).to.equal(true);
    });
  });

  it('are none once they are closed and quarantined', async () => {
    const { order, outTradeNo } = await anOpenOrder(commit);
    await commit(({ orders }) => orders.save(closeOrder(order, CLOSED.at), CLOSED));
    await commit(({ orders }) => orders.quarantine(outTradeNo, ODD));
    expect(await polls(DAY)).to.deep.equal([]);
    expect(await commit(({ orders }) => orders.history(order.id))).to.deep.equal([PLACED, CLOSED, ODD]);
  });

  it('are quarantined with one line for each kind and payment', async () => {
    const [{ order, outTradeNo }, other] = [await anOpenOrder(commit), await anOpenOrder(commit)];
    const another: OrderEvent = { ...ODD, detail: { ...ODD.detail, transactionId: '42002' } };
    const duplicate: OrderEvent = { ...ODD, kind: 'duplicate_payment' };
    const nameless: OrderEvent = { ...ODD, detail: {} };
    for (const event of [ODD, another, duplicate, nameless, ODD, another, duplicate, nameless]) {
      await commit(({ orders }) => orders.quarantine(outTradeNo, event));
    }
    await commit(({ orders }) => orders.quarantine(other.outTradeNo, ODD));
    await commit(async ({ orders }) => {
      expect(await orders.history(order.id)).to.deep.equal([PLACED, ODD, another, duplicate, nameless]);
      expect(await orders.history(other.order.id)).to.deep.equal([PLACED, ODD]);
    });
  });

  it('are none once they are quarantined, which is written down once', async () => {
    const { order, outTradeNo, placed } = await anOpenOrder(commit);
    await commit(({ orders }) => orders.quarantine(outTradeNo, ODD));
    await commit(({ orders }) => orders.quarantine(outTradeNo, { ...ODD, at: msAfter(NOON, 10), cause: 'poll' }));
    expect(await polls(60 * MINUTE)).to.deep.equal([]);
    expect(await closes(60 * MINUTE)).to.deep.equal([]);
    await commit(async ({ orders }) => {
      expect(await orders.history(order.id)).to.deep.equal([PLACED, ODD]);
      expect(await orders.find(order.id)).to.deep.equal(placed);
    });
  });

  it('may be checked once per interval', async () => {
    const { outTradeNo } = await anOpenOrder(commit);
    const claims: boolean[] = [];
    for (const ms of [0, 1, 1_999, 2_000, 3_999, 4_000]) {
      claims.push(await commit(({ orders }) => orders.claimCheck(outTradeNo, msAfter(NOON, ms), 2_000)));
    }
    expect(claims).to.deep.equal([true, false, false, true, false, true]);
  });
});
