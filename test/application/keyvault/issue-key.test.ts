import { inspect } from 'node:util';
import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { nodeSecrets } from '../../../src/adapters/system/random.ts';
import type { KeyRequest } from '../../../src/application/keyvault/issue-key.ts';
import type { ApiKey } from '../../../src/domain/keyvault/api-key.ts';
import { isWellFormed } from '../../../src/domain/keyvault/key-token.ts';
import type { Network } from '../../../src/domain/keyvault/network.ts';
import type { ApiCode, UserId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aSoldApi, IMAGE_API } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';
import { beijing, msAfter, NOON } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';

describe('issue a key', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  const userId = newId<UserId>();
  const wish: KeyRequest = { name: '生产环境', scope: 'all', lifetimeMonths: 1 };
  beforeEach(async () => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    await shop.uow.run(({ soldApis }) => soldApis.put(aSoldApi(), NOON));
  });

  it('shows the token once and keeps its digest and a hint', async () => {
    const issued = await shop.issueKey(userId, wish);
    if (issued.kind !== 'issued') expect.fail(issued.kind);
    const { key, token } = issued;
    expect(isWellFormed('sk_live_', token)).to.equal(true);
    expect(key).to.deep.equal({
      ...{ id: key.id, userId, name: '生产环境', scope: 'all', enabled: true, successorId: null, createdAt: NOON },
      ...{ networks: null, rateLimit: null, dailyBudget: null, totalBudget: null },
      hint: `${token.slice(0, 12)}…${token.slice(-4)}`,
      expiresAt: beijing('2026-02-16 00:00'),
    });
    const stored = await shop.uow.run(({ apiKeys }) => apiKeys.findByDigest(nodeSecrets.digest(token)));
    expect(stored).to.deep.equal(key);
    const shown = inspect(await shop.listKeys(userId), { depth: 9 });
    expect(shown).not.to.include(token);
    expect(shown).not.to.include(nodeSecrets.digest(token));
  });

  it('takes a scope of APIs that we sell', async () => {
    const issued = await shop.issueKey(userId, { ...wish, scope: [IMAGE_API] });
    expect(issued).to.have.nested.property('key.scope').deep.equal([IMAGE_API]);
  });

  it('takes networks, a rate limit and budgets', async () => {
    const limits = {
      networks: ['10.0.0.0/8' as Network],
      rateLimit: { calls: 5, seconds: 60 },
      ...{ dailyBudget: points(10n), totalBudget: points(100n) },
    };
    const issued = await shop.issueKey(userId, { ...wish, ...limits });
    if (issued.kind !== 'issued') expect.fail(issued.kind);
    expect(issued.key).to.deep.include(limits);
    const stored = await shop.uow.run(({ apiKeys }) => apiKeys.find(issued.key.id));
    expect(stored).to.deep.equal(issued.key);
  });

  it('refuses a scope that we do not sell, and names it', async () => {
    const scope = [IMAGE_API, 'no.such' as ApiCode];
    expect(await shop.issueKey(userId, { ...wish, scope })).to.deep.equal({
      kind: 'unknown_scope',
      apiCode: 'no.such',
    });
    expect(await shop.listKeys(userId)).to.deep.equal([]);
  });

  describe('to a user with twenty keys', () => {
    const TOO_MANY = { kind: 'too_many_keys', limit: 20 };
    let keys: ApiKey[];
    beforeEach(async () => {
      keys = [];
      for (let issued = 0; issued < 20; issued++) keys.push(await anIssuedKey());
    });
    const anIssuedKey = async (change: Partial<KeyRequest> = {}): Promise<ApiKey> => {
      const issued = await shop.issueKey(userId, { ...wish, ...change });
      return issued.kind === 'issued' ? issued.key : expect.fail(issued.kind);
    };

    it('is too many, for this user alone', async () => {
      expect(await shop.issueKey(userId, wish)).to.deep.equal(TOO_MANY);
      expect(await shop.listKeys(userId)).to.have.length(20);
      expect((await shop.issueKey(newId<UserId>(), wish)).kind).to.equal('issued');
    });

    it('is possible once for each one that was disabled', async () => {
      for (const { id } of keys.slice(0, 2)) await shop.switchKey(userId, id, false);
      await anIssuedKey();
      await anIssuedKey();
      expect(await shop.issueKey(userId, wish)).to.deep.equal(TOO_MANY);
      expect(await shop.listKeys(userId)).to.have.length(22);
    });

    it('comes to an end at two hundred keys in all, disabled ones included', async () => {
      for (let all = 20; all < 200; all++) {
        await shop.switchKey(userId, (keys.at(-1) as ApiKey).id, false);
        keys.push(await anIssuedKey());
      }
      await shop.switchKey(userId, (keys.at(-1) as ApiKey).id, false);
      expect(await shop.issueKey(userId, wish)).to.deep.equal({ kind: 'too_many_keys', limit: 200 });
    });

    it('is possible from the moment at which they expire', async () => {
      const { expiresAt } = keys[0] as ApiKey;
      shop.uow.now = msAfter(expiresAt, -1);
      expect(await shop.issueKey(userId, wish)).to.deep.equal(TOO_MANY);
      shop.uow.now = expiresAt;
      for (let issued = 0; issued < 20; issued++) await anIssuedKey();
      expect(await shop.issueKey(userId, wish)).to.deep.equal(TOO_MANY);
    });
  });
});
