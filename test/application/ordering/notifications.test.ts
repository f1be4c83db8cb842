import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { sweepInbox } from '../../../src/application/ordering/sweep-inbox.ts';
import type { NotificationReading, Payment } from '../../../src/domain/ordering/payment-gateway.ts';
import type { OutTradeNo, UserId } from '../../../src/domain/shared/ids.ts';
import { aPaymentFor } from '../../support/builders.ts';
import { aBuyerWithAnOrder, historyOf } from '../../support/customers.ts';
import { aNotification } from '../../support/fake-gateway.ts';
import { newId } from '../../support/ids.ts';
import { DAY, msAfter, NOON, SECOND } from '../../support/instants.ts';
import { openShop, type Shop, untilDone } from '../../support/shop.ts';

const telling = (payment: Payment, notificationId = newId()): NotificationReading => ({
  kind: 'payment',
  notificationId,
  payment,
  content: JSON.stringify({ out_trade_no: payment.outTradeNo }),
});

/** What a sweep would still try some time. */
const unhandledIn = async ({ uow }: Shop): Promise<string[]> => {
  const due = await uow.run(({ inbox }) => inbox.takeDue(msAfter(NOON, DAY), 200));
  return due.map(({ notificationId }) => notificationId);
};

describe('a notification', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const receive = (reading: NotificationReading) => shop.receiveNotification(aNotification(reading));
  const unhandled = () => unhandledIn(shop);

  it('is kept first, and settles the order when it is handled', async () => {
    const { userId, order, attempt } = await aBuyerWithAnOrder(shop);
    const reading = telling(aPaymentFor(attempt), 'n-1');
    expect(await receive(reading)).to.deep.equal({ kind: 'stored', notificationId: 'n-1', repeated: false });
    expect((await shop.readBalance(userId)).available).to.equal(0n);
    expect(await shop.handleNotification('n-1')).to.equal('settled');
    expect((await shop.readBalance(userId)).available).to.equal(100n);
    expect((await historyOf(shop, order.id)).at(-1)).to.include({ kind: 'paid', cause: 'notification' });
    expect(await unhandled()).to.deep.equal([]);
  });

  it('that is repeated is stored once and handled once, with one lasting outcome', async () => {
    const { userId, attempt } = await aBuyerWithAnOrder(shop);
    const reading = telling(aPaymentFor(attempt), 'n-1');
    await receive(reading);
    expect(await receive(reading)).to.deep.include({ repeated: true });
    expect(await shop.handleNotification('n-1')).to.equal('settled');
    expect(await shop.handleNotification('n-1')).to.equal('settled');
    expect(await receive(reading)).to.deep.include({ repeated: true });
    expect(await unhandled()).to.deep.equal([]);
    expect((await shop.readBalance(userId)).available).to.equal(100n);
  });

  it('of a payment that is settled already changes nothing', async () => {
    const { attempt } = await aBuyerWithAnOrder(shop);
    const payment = aPaymentFor(attempt);
    await shop.settlePayment(payment, 'poll');
    await receive(telling(payment, 'n-1'));
    expect(await shop.handleNotification('n-1')).to.equal('already_settled');
  });

  it('that was refused is not kept', async () => {
    expect(await receive({ kind: 'refused', reason: 'bad_signature' })).to.deep.equal({
      kind: 'refused',
      reason: 'bad_signature',
    });
    expect(await unhandled()).to.deep.equal([]);
  });

  it('of another type is kept and not acted on', async () => {
    await receive({ kind: 'other', notificationId: 'n-1', eventType: 'REFUND.SUCCESS', content: '{}' });
    expect(await shop.handleNotification('n-1')).to.equal('not_acted_on');
    expect(await unhandled()).to.deep.equal([]);
  });

  it('about an unknown order is kept and handled', async () => {
    const { attempt } = await aBuyerWithAnOrder(shop);
    const payment = aPaymentFor(attempt, { outTradeNo: 'f'.repeat(32) as OutTradeNo });
    await receive(telling(payment, 'n-1'));
    expect(await shop.handleNotification('n-1')).to.equal('unknown_order');
    expect(await unhandled()).to.deep.equal([]);
    const { outTradeNo, transactionId } = payment;
    expect(shop.alarms).to.deep.equal(['payment_of_unknown_order']);
    expect(shop.alarmDetails).to.deep.equal([{ outTradeNo, transactionId, cause: 'notification' }]);
  });

  it('that says only that something has happened has the provider asked, once, and settles what it says', async () => {
    const { userId, order, attempt, outTradeNo } = await aBuyerWithAnOrder(shop);
    const hint = (notificationId: string) => receive({ kind: 'hint', notificationId, outTradeNo, content: '{}' });
    await hint('n-1');
    expect(await shop.handleNotification('n-1')).to.equal('looked_into');
    expect(shop.gateway.asked).to.deep.equal([`query ${outTradeNo}`]);
    shop.gateway.hasReceived(aPaymentFor(attempt));
    await hint('n-2');
    expect(await shop.handleNotification('n-2')).to.equal('looked_into');
    expect((await shop.readBalance(userId)).available).to.equal(100n);
    expect((await historyOf(shop, order.id)).at(-1)).to.include({ kind: 'paid', cause: 'notification' });
    expect(await shop.handleNotification('n-2')).to.equal('looked_into');
    expect(shop.gateway.asked).to.have.length(2);
    expect(await unhandled()).to.deep.equal([]);
  });

  it('that nobody has stored is nothing to handle', async () => {
    expect(await shop.handleNotification('n-never')).to.equal(null);
  });
});

describe('the inbox sweep', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const receive = (payment: Payment, id = newId()) => shop.receiveNotification(aNotification(telling(payment, id)));
  const sweepAt = (ms: number, sweeping: Shop = shop, signal = untilDone): Promise<void> => {
    shop.uow.now = msAfter(NOON, ms);
    return sweeping.sweepInbox.run(signal);
  };
  const balanceOf = async ({ userId }: { userId: UserId }) => (await shop.readBalance(userId)).available;
  /** The same shop, in which settling this number is a fault. */
  const breakingOn = ({ outTradeNo }: Payment): Shop =>
    openShop({
      run: (work) =>
        shop.uow.run((stores) =>
          work({
            ...stores,
            orders: {
              ...stores.orders,
              lock: async (no) => {
                if (no === outTradeNo) throw new Error('a broken row');
                return stores.orders.lock(no);
              },
            },
          }),
        ),
    });

  it('handles what was stored before a crash, and leaves it two seconds to the request that brought it', async () => {
    const bought = await aBuyerWithAnOrder(shop);
    await receive(aPaymentFor(bought.attempt));
    await sweepAt(2 * SECOND - 1);
    expect(await balanceOf(bought)).to.equal(0n);
    await sweepAt(2 * SECOND);
    expect(await balanceOf(bought)).to.equal(100n);
    expect(shop.reported).to.deep.equal([]);
    expect(await unhandledIn(shop)).to.deep.equal([]);
    await sweepAt(DAY);
    expect(await balanceOf(bought)).to.equal(100n);
  });

  it('reports a faulty entry, goes on to the next, and keeps the faulty one', async () => {
    const first = await aBuyerWithAnOrder(shop);
    const second = await aBuyerWithAnOrder(shop, { code: 'other' });
    const poison = aPaymentFor(first.attempt);
    await receive(poison, 'n-poison');
    await receive(aPaymentFor(second.attempt), 'n-good');
    const broken = breakingOn(poison);
    await sweepAt(2 * SECOND, broken);
    expect(broken.reported.map(String)).to.deep.equal(['Error: a broken row']);
    expect(await balanceOf(second)).to.equal(100n);
    expect(await unhandledIn(shop)).to.deep.equal(['n-poison']);
  });

  it('tries a faulty entry again after 2, 10, 60 and then every 300 seconds, until it succeeds', async () => {
    const bought = await aBuyerWithAnOrder(shop);
    const poison = aPaymentFor(bought.attempt);
    await receive(poison, 'n-poison');
    const broken = breakingOn(poison);
    const tried: number[] = [];
    for (let second = 0; second <= 1_000; second++) {
      const before = broken.reported.length;
      await sweepAt(second * SECOND, broken);
      if (broken.reported.length > before) tried.push(second);
    }
    expect(tried).to.deep.equal([2, 12, 72, 372, 672, 972]);
    await sweepAt(1_272 * SECOND);
    expect(await balanceOf(bought)).to.equal(100n);
    expect(await unhandledIn(shop)).to.deep.equal([]);
  });

  it('is not kept from a newer entry by a hundred that always fail', async () => {
    const [first, second] = [await aBuyerWithAnOrder(shop), await aBuyerWithAnOrder(shop, { code: 'other' })];
    const poison = aPaymentFor(first.attempt);
    for (let received = 0; received < 100; received++) await receive(poison);
    shop.uow.now = msAfter(NOON, 1);
    await receive(aPaymentFor(second.attempt), 'n-newer');
    const broken = breakingOn(poison);
    await sweepAt(4 * SECOND, broken);
    expect(await balanceOf(second)).to.equal(100n);
    expect(broken.reported).to.have.length(100);
  });

  it('schedules the next try before it handles an entry', async () => {
    const { attempt } = await aBuyerWithAnOrder(shop);
    await receive(aPaymentFor(attempt), 'n-1');
    const dueAt = (ms: number) => shop.uow.run(({ inbox }) => inbox.takeDue(msAfter(NOON, ms), 9));
    const meanwhile: unknown[] = [];
    const { uow } = shop;
    const sweep = sweepInbox({
      uow,
      handleNotification: async () => {
        meanwhile.push(await dueAt(12 * SECOND - 1), await dueAt(12 * SECOND));
        return null;
      },
      reportFault: (error) => expect.fail(String(error)),
    });
    uow.now = msAfter(NOON, 2 * SECOND);
    await sweep.run(untilDone);
    expect(meanwhile).to.deep.equal([[], [{ notificationId: 'n-1', tries: 1 }]]);
  });

  it('stops between two entries when it is told to, and comes back to what is left', async () => {
    const bought = await aBuyerWithAnOrder(shop);
    await receive(aPaymentFor(bought.attempt), 'n-1');
    await sweepAt(2 * SECOND, shop, AbortSignal.abort());
    expect(await balanceOf(bought)).to.equal(0n);
    expect(await unhandledIn(shop)).to.deep.equal(['n-1']);
    await sweepAt(12 * SECOND);
    expect(await balanceOf(bought)).to.equal(100n);
  });
});
