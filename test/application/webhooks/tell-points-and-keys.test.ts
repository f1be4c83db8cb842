import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { type ApiKeyId, accountOf, type UserId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aConsumption, aGrant, aNewLot, anApiKey } from '../../support/builders.ts';
import { consume } from '../../support/consume.ts';
import { aUser } from '../../support/customers.ts';
import { aHearer, aMappedUser } from '../../support/hearing.ts';
import { newId } from '../../support/ids.ts';
import { beijing, DAY, MINUTE, msAfter, NOON } from '../../support/instants.ts';
import { openShop, untilDone } from '../../support/shop.ts';

type Facts = Readonly<Record<string, string | null>>;

describe('tell of points and keys', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  let serviceId: Awaited<ReturnType<typeof aHearer>>['serviceId'];
  let userId: UserId;
  beforeEach(async () => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    ({ serviceId } = await aHearer(shop));
    userId = await aMappedUser(shop, serviceId, 'user-42');
  });
  const buy = (has: bigint, expiresAt = msAfter(NOON, 60 * DAY), of = userId) =>
    shop.uow.run(({ ledger }) =>
      ledger.grant(aGrant(accountOf(of), { lots: [aNewLot({ points: points(has), expiresAt })] })),
    );
  const spend = (taken: bigint, of = userId) =>
    shop.uow.run(({ ledger }) => consume(ledger, aConsumption(accountOf(of), { points: points(taken) })));
  const sweeps = () => [shop.tellLowPoints, shop.tellExpiringPoints, shop.tellExpiringKeys];
  /** What this look, five minutes later, has told. */
  const look = async (afterMs = 5 * MINUTE): Promise<Facts[]> => {
    shop.uow.now = msAfter(shop.uow.now, afterMs);
    const before = shop.webhookSender.sent.length;
    for (const sweep of sweeps()) await sweep.run(untilDone);
    await shop.relayWebhooks.run(untilDone);
    return shop.webhookSender.sent
      .slice(before)
      .map(({ event, recipient, keyName }) => ({ ...(event.data as Facts), to: recipient.externalId, keyName }));
  };

  describe('points.low', () => {
    const low = (available: string, level: string) => ({ available, level, to: 'user-42', keyName: null });

    it('is told of each level once on the way down, and again after more were bought; the first look is silent', async () => {
      await buy(300n);
      expect(await look()).to.deep.equal([]);
      await spend(200n);
      expect(await look()).to.deep.equal([low('100', '100')]);
      await spend(30n);
      expect(await look()).to.deep.equal([]);
      await spend(60n);
      expect(await look()).to.deep.equal([low('10', '20')]);
      await buy(500n);
      expect(await look()).to.deep.equal([]);
      await spend(450n);
      expect(await look()).to.deep.equal([low('60', '100')]);
    });

    it('is told of no user whom no service has mapped, of whom nothing is noted either', async () => {
      const stranger = await aUser(shop, 'o-stranger');
      await buy(300n, undefined, stranger);
      await look();
      await spend(290n, stranger);
      expect(await look()).to.deep.equal([]);
      expect(await shop.uow.run(({ webhookMarks }) => webhookMarks.lowPointsOf([stranger]))).to.deep.equal(new Map());
    });

    it('is told of everybody where somebody wants to hear of everybody', async () => {
      await aHearer(shop, { audience: 'everyone', events: ['points.low'] });
      const stranger = await aUser(shop, 'o-stranger');
      await buy(300n, undefined, stranger);
      await look();
      await spend(290n, stranger);
      expect(await look()).to.deep.equal([{ available: '10', level: '20', to: null, keyName: null }]);
    });

    it('is told of whoever has taken the place of a mapped user', async () => {
      const into = await aUser(shop, 'o-into');
      await buy(300n, undefined, into);
      await shop.uow.run(async ({ users }) => {
        const user = await users.find(userId);
        if (user) await users.save({ ...user, status: 'merged', mergedInto: into });
      });
      await look();
      await spend(290n, into);
      expect(await look()).to.deep.equal([low('10', '20')]);
      expect(shop.webhookSender.sent.at(-1)?.event.userId).to.equal(into);
    });

    it('looks at nobody while nobody listens', async () => {
      const [listed] = (await shop.listEndpoints(null)) ?? [];
      if (!listed) throw new Error('no endpoint');
      await shop.changeEndpoint(listed.endpoint.id, { events: ['order.paid'] });
      await buy(300n);
      await look();
      expect(await shop.uow.run(({ webhookMarks }) => webhookMarks.lowPointsOf([userId]))).to.deep.equal(new Map());
    });
  });

  describe('points.expiring', () => {
    it('is told once per last day, a week ahead, with all that has its last day then', async () => {
      await buy(300n, beijing('2026-01-23 00:00:00'));
      await buy(20n, beijing('2026-01-22 12:00:00'));
      await buy(7n, beijing('2026-02-23 00:00:00'));
      expect(await look()).to.deep.equal([
        {
          ...{ points: '20', lastDay: '2026-01-22', expiresAt: '2026-01-22T04:00:00.000Z' },
          ...{ to: 'user-42', keyName: null },
        },
      ]);
      expect(await look()).to.deep.equal([]);
    });

    it('is not told again after the event is forgotten, and told of the next ones', async () => {
      await buy(300n, beijing('2026-01-20 00:00:00'));
      await buy(500n, beijing('2026-03-20 00:00:00'));
      expect(await look()).to.have.length(1);
      await shop.forgetWebhooks.run(untilDone);
      expect(await look()).to.deep.equal([]);
      expect(await look(55 * DAY)).to.deep.equal([]);
      expect(await look(3 * DAY)).to.have.length(1);
    });
  });

  describe('key.expiring', () => {
    const aKey = (days: number, change: object = {}) => {
      const key = anApiKey({ userId, name: '生产环境', expiresAt: msAfter(NOON, days * DAY), ...change });
      return shop.uow.run(async ({ apiKeys }) => {
        await apiKeys.add(key, newId());
        return key;
      });
    };

    it('is told once, with the name that the key has when it is told', async () => {
      const key = await aKey(5);
      await aKey(30);
      await aKey(5, { successorId: newId<ApiKeyId>() });
      await aKey(5, { enabled: false });
      expect(await look()).to.deep.equal([
        { keyId: key.id, expiresAt: key.expiresAt.toISOString(), to: 'user-42', keyName: '生产环境' },
      ]);
      expect(await look()).to.deep.equal([]);
    });

    it('keeps nothing of that name', async () => {
      await aKey(5);
      await look();
      const logged = await shop.listWebhookLog({}, 9);
      expect(logged).to.have.length(1);
      expect(JSON.stringify(logged)).not.to.include('生产环境');
    });
  });
});
