import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { Unavailable } from '../../../src/domain/shared/faults.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import type { OutTradeNo } from '../../../src/domain/shared/ids.ts';
import { aPaymentFor } from '../../support/builders.ts';
import { aBuyerWithAnOrder, historyOf, theOrder } from '../../support/customers.ts';
import { eventually } from '../../support/http/eventually.ts';
import { msAfter, NOON, SECOND } from '../../support/instants.ts';
import { openShop, untilDone } from '../../support/shop.ts';

describe('poll payments', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const pollAt = async (seconds: number): Promise<number> => {
    shop.uow.now = msAfter(NOON, seconds * SECOND);
    const before = shop.gateway.asked.length;
    await shop.pollPayments.run(untilDone);
    return shop.gateway.asked.length - before;
  };

  it('asks after 5, 15, 30, 60, 180 and then every 600 seconds, until 15 minutes after the order expired', async () => {
    await aBuyerWithAnOrder(shop);
    const asked: number[] = [];
    for (let second = 0; second <= 4_000; second++) if ((await pollAt(second)) > 0) asked.push(second);
    expect(asked).to.deep.equal([5, 20, 50, 110, 290, 890, 1_490, 2_090, 2_690]);
  });

  it('asks at first soon, and then after longer and longer', async () => {
    await aBuyerWithAnOrder(shop);
    const asked: number[] = [];
    for (const second of [4, 5, 19, 20, 49, 50, 109, 110, 289, 290]) if ((await pollAt(second)) > 0) asked.push(second);
    expect(asked).to.deep.equal([5, 20, 50, 110, 290]);
    expect(shop.reported).to.deep.equal([]);
  });

  it('settles what was paid, and then asks no more', async () => {
    const { userId, order, attempt } = await aBuyerWithAnOrder(shop);
    shop.gateway.hasReceived(aPaymentFor(attempt));
    expect(await pollAt(5)).to.equal(1);
    expect((await shop.readBalance(userId)).available).to.equal(100n);
    expect((await historyOf(shop, order.id)).at(-1)).to.include({ kind: 'paid', cause: 'poll' });
    expect(await pollAt(10_000)).to.equal(0);
  });

  const CLOSED_AT = 1_800;
  const LAST = CLOSED_AT + 15 * 60;
  for (const [which, close] of [
    ['that nobody closes', async () => {}],
    ['that was closed', (no: OutTradeNo) => shop.closeUnpaid(no, 'user', 'order')],
  ] as const) {
    it(`goes on about an order ${which} until 15 minutes after its time to pay`, async () => {
      const { outTradeNo } = await aBuyerWithAnOrder(shop);
      await close(outTradeNo);
      const asked: number[] = [];
      for (let second = CLOSED_AT - 400; second <= LAST + 3_600; second += 10) {
        if ((await pollAt(second)) > 0) asked.push(second);
      }
      expect(asked).to.deep.equal([1_400, 1_420, 1_450, 1_510, 1_690, 2_290]);
      expect(await pollAt(100_000)).to.equal(0);
    });
  }

  it('asks one last time, however late, when a question was missed', async () => {
    await aBuyerWithAnOrder(shop);
    expect([await pollAt(100_000), await pollAt(200_000)]).to.deep.equal([1, 0]);
  });

  it('asks the last question again, ten minutes later, until it gets an answer', async () => {
    const { userId, attempt } = await aBuyerWithAnOrder(shop);
    shop.gateway.hasReceived(aPaymentFor(attempt));
    shop.gateway.queries.gives(new Unavailable('wechat_pay'));
    expect([await pollAt(LAST), await pollAt(LAST + 599), await pollAt(LAST + 600)]).to.deep.equal([1, 0, 1]);
    expect((await shop.readBalance(userId)).available).to.equal(100n);
  });

  it('finds a payment that came after the order was closed, credits it as late, and asks no more', async () => {
    const { userId, order, outTradeNo, attempt } = await aBuyerWithAnOrder(shop);
    expect(await pollAt(CLOSED_AT - 1)).to.equal(1);
    shop.uow.now = msAfter(NOON, CLOSED_AT * SECOND);
    expect(await shop.closeUnpaid(outTradeNo, 'expiry', 'order')).to.equal('closed');
    shop.gateway.hasReceived(aPaymentFor(attempt));
    expect(await pollAt(CLOSED_AT + 14)).to.equal(1);
    expect((await theOrder(shop, order.id)).order.status).to.equal('paid');
    expect((await shop.readBalance(userId)).available).to.equal(100n);
    const history = await historyOf(shop, order.id);
    expect(history.map(({ kind, cause }) => `${kind} ${cause}`)).to.deep.equal([
      'placed user',
      'attempt_ended expiry',
      'closed expiry',
      'paid_late poll',
    ]);
    expect(await pollAt(LAST)).to.equal(0);
  });

  it('asks no more about a closed order whose payment is not right', async () => {
    const { order, outTradeNo, attempt } = await aBuyerWithAnOrder(shop);
    await shop.closeUnpaid(outTradeNo, 'user', 'order');
    shop.gateway.hasReceived(aPaymentFor(attempt, { amountFen: fen(1) }));
    expect(await pollAt(5)).to.equal(1);
    expect((await historyOf(shop, order.id)).at(-1)).to.include({ kind: 'mismatch', cause: 'poll' });
    expect(await pollAt(LAST)).to.equal(0);
  });

  it('comes back on schedule when the provider is unavailable, and does not keep others waiting', async () => {
    await aBuyerWithAnOrder(shop);
    const other = await aBuyerWithAnOrder(shop, { code: 'other' });
    shop.gateway.hasReceived(aPaymentFor(other.attempt));
    const fault = new Unavailable('wechat_pay');
    shop.gateway.queries.gives(fault);
    expect(await pollAt(5)).to.equal(2);
    expect(shop.reported).to.deep.equal([fault]);
    expect((await shop.readBalance(other.userId)).available).to.equal(100n);
    expect(await pollAt(19)).to.equal(0);
    expect(await pollAt(20)).to.equal(1);
  });

  it('asks again half a minute later when whoever asked has died, however far off the next question is', async () => {
    await aBuyerWithAnOrder(shop);
    for (const second of [5, 20, 50, 110]) expect(await pollAt(second)).to.equal(1);
    shop.gateway.queries.gives(() => new Promise(() => {}));
    shop.uow.now = msAfter(NOON, 290 * SECOND);
    void shop.pollPayments.run(untilDone);
    await eventually(async () => expect(shop.gateway.asked).to.have.length(5));
    expect([await pollAt(319), await pollAt(320)]).to.deep.equal([0, 1]);
    // Answered, it goes on as if the other one had been.
    expect([await pollAt(919), await pollAt(920)]).to.deep.equal([0, 1]);
  });

  it('is the only one that asks while it asks', async () => {
    await aBuyerWithAnOrder(shop);
    let meanwhile = -1;
    shop.gateway.queries.gives(async () => {
      const before = shop.gateway.asked.length;
      await shop.pollPayments.run(untilDone);
      meanwhile = shop.gateway.asked.length - before;
      return { kind: 'unpaid' };
    });
    await pollAt(5);
    expect(meanwhile, 'questions asked by a second worker').to.equal(0);
  });

  it('stops between two questions when it is told to', async () => {
    for (let placed = 0; placed < 9; placed++) await aBuyerWithAnOrder(shop, { code: `package-${placed}` });
    const stop = new AbortController();
    shop.gateway.queries.gives(() => {
      stop.abort();
      return { kind: 'unpaid' };
    });
    shop.uow.now = msAfter(NOON, 5 * SECOND);
    await shop.pollPayments.run(stop.signal);
    expect(shop.gateway.asked, 'those under way').to.have.length.within(1, 4);
  });
});
