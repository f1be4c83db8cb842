import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { NotificationReading, Payment } from '../../../src/domain/ordering/payment-gateway.ts';
import type { OutTradeNo } from '../../../src/domain/shared/ids.ts';
import { aPaymentFor } from '../../support/builders.ts';
import { aBuyerWithAnOrder, historyOf } from '../../support/customers.ts';
import { aNotification } from '../../support/fake-gateway.ts';
import { newId } from '../../support/ids.ts';
import { NOON } from '../../support/instants.ts';
import { openShop, untilDone } from '../../support/shop.ts';

const telling = (payment: Payment, notificationId = newId()): NotificationReading => ({
  kind: 'payment',
  notificationId,
  payment,
  content: JSON.stringify({ out_trade_no: payment.outTradeNo }),
});

describe('a notification', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const receive = (reading: NotificationReading) => shop.receiveNotification(aNotification(reading));
  const unhandled = () => shop.uow.run(({ inbox }) => inbox.listUnhandled(10));

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
    await receive(telling(aPaymentFor(attempt, { outTradeNo: 'f'.repeat(32) as OutTradeNo }), 'n-1'));
    expect(await shop.handleNotification('n-1')).to.equal('unknown_order');
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

  it('handles what was stored before a crash', async () => {
    const { userId, attempt } = await aBuyerWithAnOrder(shop);
    await shop.receiveNotification(aNotification(telling(aPaymentFor(attempt))));
    await shop.sweepInbox.run(untilDone);
    expect((await shop.readBalance(userId)).available).to.equal(100n);
    expect(shop.reported).to.deep.equal([]);
    await shop.sweepInbox.run(untilDone);
    expect((await shop.readBalance(userId)).available).to.equal(100n);
  });

  it('reports a faulty entry, goes on to the next, and keeps the faulty one', async () => {
    const first = await aBuyerWithAnOrder(shop);
    const second = await aBuyerWithAnOrder(shop, { code: 'other' });
    const poison = aPaymentFor(first.attempt);
    await shop.receiveNotification(aNotification(telling(poison, 'n-poison')));
    await shop.receiveNotification(aNotification(telling(aPaymentFor(second.attempt), 'n-good')));
    const broken = openShop({
      run: (work) =>
        shop.uow.run((stores) =>
          work({
            ...stores,
            orders: {
              ...stores.orders,
              lock: async (no) => {
                if (no === poison.outTradeNo) throw new Error('a broken row');
                return stores.orders.lock(no);
              },
            },
          }),
        ),
    });
    await broken.sweepInbox.run(untilDone);
    expect(broken.reported.map(String)).to.deep.equal(['Error: a broken row']);
    expect((await shop.readBalance(second.userId)).available).to.equal(100n);
    expect(await shop.uow.run(({ inbox }) => inbox.listUnhandled(10))).to.deep.equal(['n-poison']);
  });

  it('stops between two entries when it is told to', async () => {
    const { attempt } = await aBuyerWithAnOrder(shop);
    await shop.receiveNotification(aNotification(telling(aPaymentFor(attempt), 'n-1')));
    await shop.sweepInbox.run(AbortSignal.abort());
    expect(await shop.uow.run(({ inbox }) => inbox.listUnhandled(10))).to.deep.equal(['n-1']);
  });
});
