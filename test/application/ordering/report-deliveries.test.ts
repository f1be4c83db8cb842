import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { Unavailable } from '../../../src/domain/shared/faults.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import { aPaymentFor } from '../../support/builders.ts';
import { aBuyerWithAnOrder, theOrder } from '../../support/customers.ts';
import { aNotification } from '../../support/fake-gateway.ts';
import { FakeReporter } from '../../support/fake-reporter.ts';
import { DAY, MINUTE, msAfter, NOON, SECOND } from '../../support/instants.ts';
import { openShop, untilDone } from '../../support/shop.ts';

const HOUR = 60 * MINUTE;

describe('report deliveries', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  let reporter: FakeReporter;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    reporter = new FakeReporter();
    shop.reporters.set('jsapi', reporter);
  });
  async function aSale() {
    const bought = await aBuyerWithAnOrder(shop);
    const payment = aPaymentFor(bought.attempt, { paidAt: NOON });
    await shop.settlePayment(payment, 'notification');
    const state = () => shop.uow.run(({ deliveries }) => deliveries.stateOf(bought.outTradeNo));
    return { ...bought, payment, state };
  }
  /** How many reports this run has made. */
  const runAt = async (ms: number): Promise<number> => {
    shop.uow.now = msAfter(NOON, ms);
    const before = reporter.told.length;
    await shop.reportDeliveries.run(untilDone);
    return reporter.told.length - before;
  };
  const never = (): void => {
    for (let i = 0; i < 999; i++) reporter.answers.gives('not_yet');
  };

  it('tells the provider a minute after the payment, once', async () => {
    const { payment, state } = await aSale();
    expect(await runAt(MINUTE - 1)).to.equal(0);
    expect(await runAt(MINUTE)).to.equal(1);
    expect(reporter.told[0]).to.deep.equal({
      at: msAfter(NOON, MINUTE),
      delivery: {
        outTradeNo: payment.outTradeNo,
        transactionId: payment.transactionId,
        gateway: 'jsapi',
        payerOpenid: payment.payerOpenid,
        description: '入门包 100点*1',
      },
    });
    expect(await state()).to.deep.equal({ state: 'done' });
    expect(await runAt(DAY)).to.equal(0);
  });

  it('tells it at once when the payment was found late', async () => {
    const { attempt } = await aBuyerWithAnOrder(shop);
    shop.uow.now = msAfter(NOON, 10 * MINUTE);
    await shop.settlePayment(aPaymentFor(attempt, { paidAt: NOON }), 'poll');
    expect(await runAt(10 * MINUTE)).to.equal(1);
  });

  it('tells it also of what a notification brought', async () => {
    const { attempt } = await aBuyerWithAnOrder(shop);
    const reading = { kind: 'payment', notificationId: 'n-1', payment: aPaymentFor(attempt), content: '' } as const;
    await shop.receiveNotification(aNotification(reading));
    await shop.handleNotification('n-1');
    expect(await runAt(10 * MINUTE)).to.equal(1);
  });

  it('tells no provider that does not ask, and nothing of what was not credited', async () => {
    shop.reporters.clear();
    const { state } = await aSale();
    expect(await state()).to.equal(null);
    shop.reporters.set('jsapi', reporter);
    const { attempt } = await aBuyerWithAnOrder(shop);
    await shop.settlePayment(aPaymentFor(attempt, { amountFen: fen(1) }), 'notification');
    expect(await runAt(DAY)).to.equal(0);
  });

  it('owes one report, however often the payment is told of, and none for one that is money to give back', async () => {
    const { attempt, payment } = await aSale();
    await shop.settlePayment(payment, 'poll');
    await shop.settlePayment(aPaymentFor(attempt), 'poll');
    expect(await runAt(DAY)).to.equal(1);
    expect(reporter.told[0]?.delivery.transactionId).to.equal(payment.transactionId);
  });

  it('comes back after 1, 2, 5, 10, 30 minutes and then every hour, for seven days', async () => {
    const { state } = await aSale();
    never();
    const minutes: number[] = [];
    for (let minute = 0; minute <= 8 * 24 * 60; minute++) {
      if ((await runAt(minute * MINUTE)) > 0) minutes.push(minute);
    }
    expect(minutes.slice(0, 8)).to.deep.equal([1, 2, 4, 9, 19, 49, 109, 169]);
    expect(minutes.at(-1)).to.be.within(7 * 24 * 60, 7 * 24 * 60 + 60);
    expect(await state()).to.deep.equal({ state: 'given_up' });
  });

  it('calls a person once after six hours, and once more when it gives up', async () => {
    await aSale();
    never();
    const alarms: number[] = [];
    for (let hour = 0; hour <= 8 * 24; hour++) {
      await runAt(hour * HOUR);
      alarms.push(shop.alarms.length);
    }
    expect([alarms[5], alarms[6], alarms[7], alarms[7 * 24 - 1], alarms[7 * 24], alarms.at(-1)]).to.deep.equal([
      ...[0, 1, 1, 1, 2, 2],
    ]);
    expect(new Set(shop.alarms)).to.deep.equal(new Set(['delivery_not_reported']));
  });

  it('calls nobody about a late report that succeeds after all', async () => {
    await aSale();
    expect(await runAt(2 * DAY)).to.equal(1);
    expect(shop.alarms).to.deep.equal([]);
  });

  it('comes back after a fault as well, which is reported, and keeps no other waiting', async () => {
    const [first, second] = [await aSale(), await aSale()];
    const fault = new Unavailable('wechat_api');
    reporter.answers.gives(fault);
    expect(await runAt(MINUTE)).to.equal(2);
    expect(shop.reported).to.deep.equal([fault]);
    expect([await first.state(), await second.state()].map((each) => each?.state).sort()).to.deep.equal([
      ...['done', 'pending'],
    ]);
    expect(await runAt(2 * MINUTE - 1)).to.equal(0);
    expect(await runAt(2 * MINUTE)).to.equal(1);
  });

  it('notices the age of a report also where every try ends in a fault', async () => {
    const { state } = await aSale();
    reporter.answers.gives(new Unavailable('wechat_api'), new Unavailable('wechat_api'));
    await runAt(6 * HOUR);
    expect(shop.alarms).to.deep.equal(['delivery_not_reported']);
    await runAt(7 * DAY);
    expect(await state()).to.deep.equal({ state: 'given_up' });
  });

  it('takes a refusal for the last word, and keeps the reason', async () => {
    const { state } = await aSale();
    reporter.answers.gives({ kind: 'refused', reason: 'not managed' });
    await runAt(MINUTE);
    expect(await state()).to.deep.equal({ state: 'refused', reason: 'not managed' });
    expect([await runAt(DAY), shop.alarms, shop.reported]).to.deep.equal([0, [], []]);
  });

  it('asks nobody about an order that has been refunded meanwhile', async () => {
    const { order, state } = await aSale();
    const { order: paid } = await theOrder(shop, order.id);
    if (paid.status !== 'paid') expect.fail(paid.status);
    const event = { kind: 'paid', cause: 'operator', at: NOON, detail: {} } as const;
    await shop.uow.run(({ orders }) => orders.save({ ...paid, status: 'refunded', refundedFen: fen(990) }, event));
    expect(await runAt(DAY)).to.equal(0);
    expect(await state()).to.deep.equal({ state: 'refused', reason: 'refunded' });
  });

  it('tells of an order of which only a part was refunded', async () => {
    const { order } = await aSale();
    const { order: paid } = await theOrder(shop, order.id);
    if (paid.status !== 'paid') expect.fail(paid.status);
    const event = { kind: 'paid', cause: 'operator', at: NOON, detail: {} } as const;
    await shop.uow.run(({ orders }) => orders.save({ ...paid, status: 'partly_refunded', refundedFen: fen(1) }, event));
    expect(await runAt(DAY)).to.equal(1);
  });

  it('keeps what is owed while the operator has switched it off', async () => {
    const { state } = await aSale();
    shop.reporters.clear();
    expect(await runAt(MINUTE)).to.equal(0);
    expect(await state()).to.deep.equal({ state: 'pending' });
    shop.reporters.set('jsapi', reporter);
    expect(await runAt(2 * MINUTE)).to.equal(1);
  });

  it('schedules the next try before it makes this one, and asks outside any transaction', async () => {
    await aSale();
    let meanwhile = -1;
    reporter.answers.gives(async () => {
      const before = reporter.told.length;
      await shop.reportDeliveries.run(untilDone);
      meanwhile = reporter.told.length - before;
      return 'done' as const;
    });
    await runAt(MINUTE);
    expect(meanwhile, 'reports by a second worker').to.equal(0);
  });

  it('stops between two reports when it is told to', async () => {
    for (let sales = 0; sales < 12; sales++) await aSale();
    const stop = new AbortController();
    shop.uow.now = msAfter(NOON, 61 * SECOND);
    reporter.answers.gives(() => {
      stop.abort();
      return 'done';
    });
    await shop.reportDeliveries.run(stop.signal);
    expect(reporter.told.length).to.be.lessThan(12);
  });
});
