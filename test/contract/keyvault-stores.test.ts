import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { ApiKey } from '../../src/domain/keyvault/api-key.ts';
import { type KeyMeter, unusedMeter } from '../../src/domain/keyvault/key-meter.ts';
import type { Network } from '../../src/domain/keyvault/network.ts';
import type { BeijingDay } from '../../src/domain/shared/beijing-time.ts';
import type { ApiKeyId, UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { anApiKey, IMAGE_API, TEXT_API } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { beijing, msAfter, NOON } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';

const digestOf = ({ id }: { readonly id: string }): string => createHash('sha256').update(id).digest('hex');

describeStores('ApiKeys', (commit) => {
  const add = async (change: Partial<ApiKey> = {}): Promise<ApiKey> => {
    const key = anApiKey(change);
    await commit(({ apiKeys }) => apiKeys.add(key, digestOf(key)));
    return key;
  };

  for (const scope of ['all', [], [IMAGE_API], [TEXT_API, IMAGE_API]] as const) {
    it(`give a key of scope ${JSON.stringify(scope)} back as it was`, async () => {
      const key = await add({ scope, createdAt: msAfter(NOON, 123), expiresAt: msAfter(NOON, 456) });
      await commit(async ({ apiKeys }) => {
        expect(await apiKeys.findByDigest(digestOf(key))).to.deep.equal(key);
        expect(await apiKeys.find(key.id)).to.deep.equal(key);
        expect(await apiKeys.listOf(key.userId)).to.deep.equal([key]);
      });
    });
  }

  const limits: Readonly<Record<string, Partial<ApiKey>>> = {
    'networks of both families': {
      networks: [
        '10.1.2.3/32',
        '0.0.0.0/0',
        '192.168.0.0/16',
        '2001:db8::/32',
        '::/0',
        '::1/128',
        '::102:0/112',
      ] as Network[],
    },
    'a list of no networks': { networks: [] },
    'a rate limit': { rateLimit: { calls: 2_147_483_647, seconds: 86_400 } },
    'the smallest limits': { rateLimit: { calls: 1, seconds: 1 }, dailyBudget: points(1n), totalBudget: points(1n) },
    'a daily budget': { dailyBudget: points(9_007_199_254_740_991n) },
    'a total budget': { totalBudget: points(9_007_199_254_740_991n) },
  };
  for (const [what, change] of Object.entries(limits)) {
    it(`give a key with ${what} back as it was`, async () => {
      const key = await add(change);
      await commit(async ({ apiKeys }) => {
        expect(await apiKeys.find(key.id)).to.deep.equal(key);
        expect(await apiKeys.findByDigest(digestOf(key))).to.deep.equal(key);
      });
    });
  }

  it('do not know a key that was never added', async () => {
    await add();
    await commit(async ({ apiKeys }) => {
      expect(await apiKeys.findByDigest(digestOf({ id: 'another' }))).to.equal(null);
      expect(await apiKeys.find(newId<ApiKeyId>())).to.equal(null);
      expect(await apiKeys.listOf(newId<UserId>())).to.deep.equal([]);
    });
  });

  it('tell which keys of these users expire soon, the next one first', async () => {
    const [userId, other] = [newId<UserId>(), newId<UserId>()];
    const expiring = (ms: number, change: Partial<ApiKey> = {}) =>
      add({ userId, expiresAt: msAfter(NOON, ms), ...change });
    const [late, soon, theirs] = [await expiring(100), await expiring(1), await expiring(50, { userId: other })];
    await expiring(0);
    await expiring(101);
    await expiring(60, { enabled: false });
    await expiring(60, { successorId: newId<ApiKeyId>() });
    await expiring(60, { userId: newId<UserId>() });
    const deleted = await expiring(60);
    await commit(({ apiKeys }) => apiKeys.remove(deleted.id, NOON));
    const span = { now: NOON, until: msAfter(NOON, 100) };
    const list = (...users: UserId[]) => commit(({ apiKeys }) => apiKeys.listExpiring(users, span));
    expect(await list(userId, other)).to.deep.equal([soon, theirs, late]);
    expect(await list(other)).to.deep.equal([theirs]);
    expect(await list()).to.deep.equal([]);
  });

  it('remove all keys of one user, and tell which; of what he has written nothing is left', async () => {
    const userId = newId<UserId>();
    const networks = ['192.0.2.1/32'] as Network[];
    const [first, second] = [await add({ userId, networks }), await add({ userId })];
    const [gone, stranger] = [await add({ userId, networks }), await add({ networks })];
    const at = msAfter(NOON, 7);
    await commit(({ apiKeys }) => apiKeys.remove(gone.id, at));
    const removed = await commit(({ apiKeys }) => apiKeys.removeAllOf(userId, at));
    expect(removed).to.have.members([first.id, second.id]);
    await commit(async ({ apiKeys }) => {
      expect(await apiKeys.listOf(userId)).to.deep.equal([]);
      for (const key of [first, second]) expect(await apiKeys.findByDigest(digestOf(key))).to.equal(null);
      expect([...(await apiKeys.listMeters(userId)).keys()]).to.have.members([first.id, second.id, gone.id]);
      expect(await apiKeys.find(stranger.id)).to.deep.equal(stranger);
      expect(await apiKeys.removeAllOf(userId, at)).to.deep.equal([]);
    });
  });

  it('list the keys of one user, newest first', async () => {
    const userId = newId<UserId>();
    await add();
    const keys: ApiKey[] = [];
    for (const ms of [2, 1, 3, 3]) keys.push(await add({ userId, createdAt: msAfter(NOON, ms) }));
    const listed = await commit(({ apiKeys }) => apiKeys.listOf(userId));
    expect(listed).to.deep.equal([keys[3], keys[2], keys[0], keys[1]]);
  });

  it('save everything of one key but what never changes, and touch no other', async () => {
    const [one, other] = [await add(), await add()];
    const changed: ApiKey = {
      ...anApiKey({ id: one.id, name: '新名字', scope: [IMAGE_API], networks: ['10.0.0.0/8' as Network] }),
      ...{ rateLimit: { calls: 3, seconds: 60 }, dailyBudget: points(5n), totalBudget: points(50n), enabled: false },
      ...{
        successorId: newId<ApiKeyId>(),
        expiresAt: msAfter(NOON, 456),
        hint: 'another',
        createdAt: msAfter(NOON, 9),
      },
    };
    await commit(({ apiKeys }) => apiKeys.save(changed, NOON));
    const { userId, hint, createdAt } = one;
    await commit(async ({ apiKeys }) => {
      expect(await apiKeys.find(one.id)).to.deep.equal({ ...changed, userId, hint, createdAt });
      expect(await apiKeys.find(other.id)).to.deep.equal(other);
    });
  });

  it('find a deleted key no more, by token or id or in a list, and keep its meter', async () => {
    const userId = newId<UserId>();
    const [gone, sister] = [await add({ userId }), await add({ userId })];
    await commit(({ apiKeys }) => apiKeys.remove(gone.id, NOON));
    await commit(async ({ apiKeys }) => {
      await apiKeys.save({ ...gone, enabled: true }, NOON);
      expect(await apiKeys.find(gone.id)).to.equal(null);
      expect(await apiKeys.findByDigest(digestOf(gone))).to.equal(null);
      expect(await apiKeys.listOf(userId)).to.deep.equal([sister]);
      expect(await apiKeys.findByDigest(digestOf(sister))).to.deep.equal(sister);
      expect(await apiKeys.meterOf(gone)).to.deep.equal(unusedMeter(NOON));
    });
  });

  it('hold that one token for two keys is a fault', async () => {
    const key = await add();
    await rejectionOf(commit(({ apiKeys }) => apiKeys.add(anApiKey(), digestOf(key))));
  });

  describe('keep a meter for each key', () => {
    const used: KeyMeter = {
      ...{ day: '2026-02-28' as BeijingDay, callsToday: 7, pointsToday: points(21n), pointsTotal: points(2n ** 53n) },
      ...{ window: 29_467_200n, callsInWindow: 3, lastUsedAt: msAfter(NOON, 123) },
    };
    const meterOf = (key: ApiKey) => commit(({ apiKeys }) => apiKeys.meterOf(key));

    it('that starts unused, on the day in Beijing on which the key is made', async () => {
      for (const createdAt of [beijing('2026-01-15 23:59:59.999'), beijing('2026-01-16 00:00')]) {
        expect(await meterOf(await add({ createdAt }))).to.deep.equal(unusedMeter(createdAt));
      }
    });

    it('that is given back as it was saved, and no other is touched', async () => {
      const userId = newId<UserId>();
      const [one, sister, stranger] = [await add({ userId }), await add({ userId }), await add()];
      await commit(({ apiKeys }) => apiKeys.saveMeter(one, used));
      expect(await meterOf(one)).to.deep.equal(used);
      for (const other of [sister, stranger]) expect(await meterOf(other)).to.deep.equal(unusedMeter(NOON));
      await commit(({ apiKeys }) => apiKeys.saveMeter(one, unusedMeter(NOON)));
      expect(await meterOf(one)).to.deep.equal(unusedMeter(NOON));
    });

    it('and list the meters of one user by key', async () => {
      const userId = newId<UserId>();
      const [one, other] = [await add({ userId }), await add({ userId })];
      await add();
      await commit(({ apiKeys }) => apiKeys.saveMeter(other, used));
      const list = (of: UserId) => commit(async ({ apiKeys }) => [...(await apiKeys.listMeters(of))]);
      expect(await list(userId)).to.have.deep.members([
        [one.id, unusedMeter(NOON)],
        [other.id, used],
      ]);
      expect(await list(newId<UserId>())).to.deep.equal([]);
    });
  });
});
