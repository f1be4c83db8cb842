import { expect } from 'chai';
import { fen } from '../../src/domain/shared/fen.ts';
import { aPaymentFor } from '../support/builders.ts';
import { aBuyerWithAnOrder, aUser, historyOf, offering, theOrder } from '../support/customers.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { untilWaiting } from '../support/until-waiting.ts';

describe('Orders placed at once', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  before(async () => {
    database = await migratedDatabase(25);
    shop = openShop(database.uow);
  });
  after(() => database.drop());

  it('for 20 packages by one buyer who may have 5 open are exactly 5', async () => {
    const limited = openShop(database.uow, { limits: { openOrders: 5, dailyFen: fen(100_000_000) } });
    const [userId, neighbour] = [await aUser(limited, 'o-limited'), await aUser(limited, 'o-neighbour')];
    const packages = await Promise.all(Array.from({ length: 20 }, (_, n) => offering(limited, { code: `many-${n}` })));
    const buy = (who: typeof userId) =>
      packages.map(({ id: packageId }) => limited.placeOrder({ userId: who, packageId, platform: 'android' }));
    const [mine, theirs] = await Promise.all([Promise.all(buy(userId)), Promise.all(buy(neighbour))]);
    for (const outcomes of [mine, theirs]) {
      expect(outcomes.filter(({ kind }) => kind === 'placed')).to.have.length(5);
      expect(outcomes.filter(({ kind }) => kind === 'too_many_open_orders')).to.have.length(15);
    }
  });

  it('by one buyer who may spend 50 元 a day are for 50 元 at most', async () => {
    const limited = openShop(database.uow, { limits: { openOrders: 100, dailyFen: fen(5_000) } });
    const userId = await aUser(limited, 'o-thrifty');
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        const { id: packageId } = await offering(limited, { code: `dear-${n}`, priceFen: fen(1_200) });
        return limited.placeOrder({ userId, packageId, platform: 'web' });
      }),
    );
    expect(outcomes.filter(({ kind }) => kind === 'placed')).to.have.length(4);
    expect(outcomes.filter(({ kind }) => kind === 'daily_limit_reached')).to.have.length(16);
  });

  it('on two devices are one order with one number that can be paid', async () => {
    for (let round = 0; round < 5; round++) {
      const { userId, offer, order } = await aBuyerWithAnOrder(shop, { code: `devices-${round}` });
      const platforms = ['android', 'web', 'ios', 'web', 'other', 'web'] as const;
      await Promise.all(platforms.map((platform) => shop.placeOrder({ userId, packageId: offer.id, platform })));
      const open = await database
        .knex('ordering.payment_attempts')
        .where({ order_id: order.id, ended_at: null, quarantined_at: null });
      expect(open).to.have.length(1);
      const history = await historyOf(shop, order.id);
      const ended = history.filter(({ kind }) => kind === 'attempt_ended');
      expect(history.filter(({ kind }) => kind === 'attempt_added')).to.have.length(ended.length);
      const orders = await database.knex('ordering.orders').where({ user_id: userId, package_id: offer.id });
      expect(orders).to.have.length(1);
    }
  });

  it('while an ended number of the order is being settled wait for that, and add no number to a paid order', async () => {
    const { userId, offer, order, attempt, outTradeNo } = await aBuyerWithAnOrder(shop, { code: 'settling' });
    await shop.closeUnpaid(outTradeNo, 'user', 'attempt');
    const trx = await database.knex.transaction();
    await trx('ordering.orders').where({ id: order.id }).forNoKeyUpdate();
    const settled = shop.settlePayment(aPaymentFor(attempt), 'notification');
    await untilWaiting(database.knex, 1);
    const placed = shop.placeOrder({ userId, packageId: offer.id, platform: 'web' });
    await untilWaiting(database.knex, 2);
    await trx.rollback();
    expect((await settled).kind).to.equal('settled');
    const answer = await placed;
    expect(answer).to.have.property('kind', 'placed');
    expect(answer).not.to.have.nested.property('order.id', order.id);
    expect((await theOrder(shop, order.id)).order.status).to.equal('paid');
    expect((await historyOf(shop, order.id)).map(({ kind }) => kind)).to.deep.equal([
      ...['placed', 'attempt_ended', 'paid'],
    ]);
  });
});
