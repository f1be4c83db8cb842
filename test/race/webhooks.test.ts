import { expect } from 'chai';
import { uuidV7Source } from '../../src/adapters/system/random.ts';
import { settleWithin } from '../../src/application/ordering/settle-payment.ts';
import { tellWebhooks } from '../../src/application/webhooks/tell-webhooks.ts';
import { accountOf } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { aConsumption, aGrant, aNewLot, anApiKey, aPaymentFor, someNews } from '../support/builders.ts';
import { consume } from '../support/consume.ts';
import { aBuyerWithAnOrder } from '../support/customers.ts';
import { answered } from '../support/fake-webhook-sender.ts';
import { aHearer, aMappedUser } from '../support/hearing.ts';
import { newId } from '../support/ids.ts';
import { DAY, msAfter } from '../support/instants.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { rejectionOf } from '../support/rejection.ts';
import { openShop, type Shop, untilDone } from '../support/shop.ts';

describe('Webhooks, told and sent by several at once', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  beforeEach(async () => {
    database = await migratedDatabase(20);
    shop = openShop(database.uow);
  });
  afterEach(() => database.drop());
  const together = <T>(times: number, work: () => Promise<T>) => Promise.all(Array.from({ length: times }, work));
  const happen = (times: number) =>
    together(times, () =>
      database.uow.run(async (stores) => tellWebhooks(stores, uuidV7Source, someNews(), await stores.clock.now())),
    );
  const logged = () => shop.listWebhookLog({}, 500);

  it('one payment, told by everybody at once, is one event', async () => {
    await aHearer(shop, { audience: 'everyone' });
    const { attempt } = await aBuyerWithAnOrder(shop);
    const payment = aPaymentFor(attempt);
    await together(8, () => shop.settlePayment(payment, 'notification'));
    expect((await logged()).map(({ event }) => event.type)).to.deep.equal(['order.paid']);
  });

  it('a settlement that is rolled back leaves no event', async () => {
    await aHearer(shop, { audience: 'everyone' });
    const { attempt } = await aBuyerWithAnOrder(shop);
    const parts = { ids: { next: newId }, reporters: shop.reporters };
    await rejectionOf(
      database.uow.run(async (stores) => {
        await settleWithin(stores, parts, aPaymentFor(attempt), 'poll');
        throw new Error('the connection is lost');
      }),
    );
    const { rows } = await database.knex.raw('select count(*)::int as events from webhooks.events');
    expect([rows[0].events, await logged()]).to.deep.equal([0, []]);
  });

  it('each try of a delivery is made by one worker', async () => {
    await aHearer(shop, { audience: 'everyone' });
    await happen(40);
    await together(4, () => shop.relayWebhooks.run(untilDone));
    const sent = shop.webhookSender.sent.map(({ event }) => event.id);
    expect([sent.length, new Set(sent).size]).to.deep.equal([40, 40]);
    const tries = (await logged()).map(
      ({ delivery, attempts }) => `${delivery.state} ${delivery.tries} ${attempts.length}`,
    );
    expect(new Set(tries)).to.deep.equal(new Set(['delivered 1 1']));
  });

  it('an endpoint that is removed meanwhile fails no settlement', async () => {
    for (let round = 0; round < 10; round++) {
      const { endpoint } = await aHearer(shop, { audience: 'everyone' });
      const outcomes = await Promise.all([happen(4), shop.removeEndpoint(endpoint.id), happen(4)]);
      expect(outcomes[1]).to.deep.equal({ kind: 'removed' });
    }
    expect(await logged()).to.deep.equal([]);
  });

  it('an endpoint that is disabled while it is sent to ends without a deadlock, and nothing stays pending', async () => {
    const { endpoint } = await aHearer(shop, { audience: 'everyone' });
    await happen(30);
    shop.webhookSender.answers.gives(...Array.from({ length: 15 }, (_, nth) => answered(nth % 2 ? 500 : 410)));
    await Promise.all([
      ...[shop.relayWebhooks.run(untilDone), shop.relayWebhooks.run(untilDone)],
      shop.changeEndpoint(endpoint.id, { enabled: false }),
    ]);
    expect(shop.reported).to.deep.equal([]);
    expect((await logged()).filter(({ delivery }) => delivery.state === 'pending')).to.deep.equal([]);
  });

  it('points that run low are told once, however many look', async () => {
    const { serviceId } = await aHearer(shop);
    const users = await together(5, () => aMappedUser(shop, serviceId));
    await database.uow.run(async ({ ledger }) => {
      for (const userId of users) await ledger.grant(aGrant(accountOf(userId)));
    });
    await shop.tellLowPoints.run(untilDone);
    await database.uow.run(async ({ webhookMarks, ledger, clock }) => {
      await webhookMarks.putLowPoints(users.map((userId) => ({ userId, level: points(100n) })));
      const at = await clock.now();
      for (const userId of users) await consume(ledger, aConsumption(accountOf(userId), { points: points(5n), at }));
    });
    await together(4, () => shop.tellLowPoints.run(untilDone));
    const told = (await logged()).map(({ event }) => event.userId);
    expect(told).to.have.members(users);
  });

  it('points and keys that expire are told once, however many look', async () => {
    const { serviceId } = await aHearer(shop);
    const users = await together(5, () => aMappedUser(shop, serviceId));
    await database.uow.run(async ({ ledger, apiKeys, clock }) => {
      const expiresAt = msAfter(await clock.now(), 5 * DAY);
      for (const userId of users) {
        await ledger.grant(aGrant(accountOf(userId), { lots: [aNewLot({ expiresAt })] }));
        await apiKeys.add(anApiKey({ userId, expiresAt }), newId().replaceAll('-', ''));
      }
    });
    const sweeps = [shop.tellExpiringPoints, shop.tellExpiringKeys];
    await together(4, () => Promise.all(sweeps.map((sweep) => sweep.run(untilDone))));
    const told = (await logged()).map(({ event }) => `${event.type} ${event.userId}`);
    expect(told).to.have.members(users.flatMap((id) => [`points.expiring ${id}`, `key.expiring ${id}`]));
    await shop.relayWebhooks.run(untilDone);
    const names = shop.webhookSender.sent.flatMap(({ keyName }) => keyName ?? []);
    expect(names).to.deep.equal(users.map(() => '生产环境'));
  });
});
