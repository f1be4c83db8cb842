import { expect } from 'chai';
import { accountOf, type TransactionId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { expectBalancedBooks } from '../support/books.ts';
import { aPaymentFor } from '../support/builders.ts';
import { aBuyerWithAnOrder, entriesOf, historyOf } from '../support/customers.ts';
import { aNotification } from '../support/fake-gateway.ts';
import { newId } from '../support/ids.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { openShop, type Shop, untilDone } from '../support/shop.ts';

describe('One payment, told of from everywhere at once', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  beforeEach(async () => {
    database = await migratedDatabase(20);
    shop = openShop(database.uow);
  });
  afterEach(() => database.drop());
  const tenTimes = <T>(tell: (nth: number) => Promise<T>) => Promise.all(Array.from({ length: 10 }, (_, n) => tell(n)));

  it('grants its points once', async () => {
    const { userId, order, attempt } = await aBuyerWithAnOrder(shop, { bonusPoints: points(20n) });
    const payment = aPaymentFor(attempt);
    shop.gateway.hasReceived(payment);
    const ids = Array.from({ length: 10 }, () => newId());
    for (const notificationId of ids) {
      await shop.receiveNotification(aNotification({ kind: 'payment', notificationId, payment, content: '{}' }));
    }
    await database.knex.raw(`update ordering.payment_attempts set next_poll_at = now() - interval '1 s'`);
    await database.knex.raw(`update ordering.payment_inbox set next_try_at = now() - interval '1 s'`);
    await Promise.all([
      tenTimes((n) => shop.handleNotification(ids[n] as string)),
      tenTimes(() => shop.sweepInbox.run(untilDone)),
      tenTimes(() => shop.pollPayments.run(untilDone)),
      tenTimes(() => shop.checkPayment(userId, order.id)),
      tenTimes(() => shop.settlePayment(payment, 'operator')),
    ]);
    expect(shop.reported).to.deep.equal([]);
    expect((await shop.readBalance(userId)).available).to.equal(120n);
    expect(await entriesOf(shop, userId)).to.have.length(2);
    expect((await historyOf(shop, order.id)).map(({ kind }) => kind)).to.deep.equal(['placed', 'paid']);
    await shop.uow.run(({ ledger }) => expectBalancedBooks(ledger, accountOf(userId)));
    expect(await shop.uow.run(({ inbox }) => inbox.takeDue(new Date('2099-01-01T00:00:00Z'), 99))).to.deep.equal([]);
  });

  it('is credited even while the order is being closed', async () => {
    for (let round = 0; round < 10; round++) {
      const { userId, order, attempt, outTradeNo } = await aBuyerWithAnOrder(shop, { code: `package ${round}` });
      const before = (await shop.readBalance(userId)).available;
      await Promise.all([
        shop.closeUnpaid(outTradeNo, 'expiry', 'order'),
        shop.settlePayment(aPaymentFor(attempt), 'poll'),
      ]);
      expect((await shop.readBalance(userId)).available - before).to.equal(100n);
      const kinds = (await historyOf(shop, order.id)).map(({ kind }) => kind).join(' ');
      expect(kinds).to.be.oneOf(['placed paid', 'placed attempt_ended closed paid_late']);
    }
  });

  it('that is really ten is one payment and nine reports of money to give back, one for each', async () => {
    const { userId, order, attempt } = await aBuyerWithAnOrder(shop);
    const outcomes = await tenTimes((n) =>
      shop.settlePayment(aPaymentFor(attempt, { transactionId: `t-${n}` as TransactionId }), 'notification'),
    );
    expect(outcomes.filter(({ kind }) => kind === 'settled')).to.have.length(1);
    expect(outcomes.filter(({ kind }) => kind === 'duplicate_payment')).to.have.length(9);
    expect((await shop.readBalance(userId)).available).to.equal(100n);
    const history = await historyOf(shop, order.id);
    expect(history.filter(({ kind }) => kind === 'paid')).to.have.length(1);
    expect(history.filter(({ kind }) => kind === 'duplicate_payment')).to.have.length(9);
    const seen = history.slice(1).map(({ detail }) => detail['transactionId']);
    expect(seen).to.have.members(Array.from({ length: 10 }, (_, n) => `t-${n}`));
  });

  it('that is not right is one report, however many tell of it', async () => {
    const { order, attempt } = await aBuyerWithAnOrder(shop);
    const payment = aPaymentFor(attempt, { currency: 'USD' });
    await tenTimes(() => shop.settlePayment(payment, 'notification'));
    expect((await historyOf(shop, order.id)).map(({ kind }) => kind)).to.deep.equal(['placed', 'mismatch']);
  });

  it('leaves the question about each attempt to one of many pollers', async () => {
    for (const code of ['a', 'b', 'c']) await aBuyerWithAnOrder(shop, { code });
    await database.knex.raw(`update ordering.payment_attempts set next_poll_at = now() - interval '1 s'`);
    await tenTimes(() => shop.pollPayments.run(untilDone));
    expect(shop.gateway.asked).to.have.length(3);
    expect(new Set(shop.gateway.asked)).to.have.property('size', 3);
  });
});
