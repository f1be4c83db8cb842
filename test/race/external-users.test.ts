import { expect } from 'chai';
import type { UnitOfWork } from '../../src/application/shared/unit-of-work.ts';
import type { CheckoutSession } from '../../src/domain/identity/checkout-session.ts';
import { isSettled } from '../../src/domain/ordering/order.ts';
import type { OrderId, ServiceId } from '../../src/domain/shared/ids.ts';
import { aPaymentFor } from '../support/builders.ts';
import { aUser, offering, theOrder } from '../support/customers.ts';
import { newId } from '../support/ids.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { openShop, type Shop } from '../support/shop.ts';

const ROUNDS = 10;

describe('Users of a sister product, from everywhere at once', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  const serviceId = newId<ServiceId>();
  before(async () => {
    database = await migratedDatabase(20);
    shop = openShop<UnitOfWork>(database.uow);
  });
  after(() => database.drop());
  const twentyTimes = <T>(ask: () => Promise<T>) => Promise.all(Array.from({ length: 20 }, ask));
  const rowsIn = async (table: string): Promise<number> => Number((await database.knex(table).count())[0]?.['count']);
  const open = async (idempotencyKey: string, userId: CheckoutSession['userId']) => {
    const wish = { user: { userId }, packages: null, successUrl: null, cancelUrl: null, metadata: {} };
    const service = { id: serviceId, returnOrigins: [] };
    const outcome = await shop.openCheckout({ service, idempotencyKey, requestId: null, wish });
    return outcome.kind === 'opened' ? outcome : expect.fail(outcome.kind);
  };

  it('mapped twenty times are one user', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const before = await rowsIn('identity.users');
      const wish = { serviceId, externalId: `user-${round}`, requestId: null };
      const mapped = await twentyTimes(() => shop.mapExternalUser(wish));
      expect(new Set(mapped.map(({ userId }) => userId)).size).to.equal(1);
      expect(mapped.filter(({ created }) => created)).to.have.length(1);
      expect(await rowsIn('identity.users')).to.equal(before + 1);
    }
  });

  it('get one checkout for one key, with one token for all who ask', async () => {
    const userId = await aUser(shop, 'o-one-key');
    const opened = await twentyTimes(() => open('one-key', userId));
    expect(new Set(opened.map(({ checkout, token }) => `${checkout.id} ${token}`)).size).to.equal(1);
    expect(opened.filter(({ replayed }) => !replayed)).to.have.length(1);
    const sessions = await database.knex('identity.sessions').where({ user_id: userId, kind: 'checkout' });
    expect(sessions).to.have.length(1);
  });

  it('who take one order into two checkouts while it is paid make one of them paid, for good', async () => {
    const offer = await offering(shop, { code: 'raced' });
    for (let round = 0; round < ROUNDS; round++) {
      const userId = await aUser(shop, `o-two-checkouts-${round}`);
      const checkouts = [await open(`a-${round}`, userId), await open(`b-${round}`, userId)].map(
        (each) => each.checkout,
      );
      const place = ({ sessionId: id }: CheckoutSession) =>
        shop.placeOrderInCheckout({ id, kind: 'checkout' }, { userId, packageId: offer.id, platform: 'web' });
      const [one, other] = checkouts as [CheckoutSession, CheckoutSession];
      const placed = await place(one);
      const orderId = placed.kind === 'placed' ? placed.order.id : expect.fail(placed.kind);
      const seen = new Set<string>();
      const look = async () => {
        for (const { id } of checkouts) {
          const found = await shop.readCheckout(serviceId, id);
          if (found.kind === 'found' && found.state.order?.id === orderId && found.state.status === 'paid')
            seen.add(id);
        }
      };
      if (round % 2 === 0) {
        await Promise.all([place(other), pay(orderId), look(), look(), look()]);
      } else {
        // The longest that it can take: paid, and told, after the order was taken up again and before it is linked.
        shop.nativeGateway.checkouts.gives(async () => {
          await pay(orderId);
          await look();
          return { kind: 'ready', checkout: { gateway: 'native', codeUrl: 'weixin://again' } };
        });
        await place(other);
      }
      await look();
      expect(seen.size).to.equal(1);
    }
  });

  async function pay(id: OrderId): Promise<void> {
    const { attempt } = await theOrder(shop, id);
    await shop.settlePayment({ ...aPaymentFor(attempt), payerOpenid: null }, 'notification');
    expect(isSettled((await theOrder(shop, id)).order)).to.equal(true);
  }
});
