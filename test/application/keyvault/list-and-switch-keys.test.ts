import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { ApiKey } from '../../../src/domain/keyvault/api-key.ts';
import type { ApiKeyId, UserId } from '../../../src/domain/shared/ids.ts';
import { aCaller, aUser } from '../../support/customers.ts';
import { newId } from '../../support/ids.ts';
import { msAfter, NOON, SECOND } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';

describe('the keys of a user', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const passTime = (): void => {
    shop.uow.now = msAfter(shop.uow.now, SECOND);
  };
  const another = async (userId: UserId): Promise<{ key: ApiKey; token: string }> => {
    passTime();
    const issued = await shop.issueKey(userId, { name: 'other', scope: 'all', lifetimeMonths: 3 });
    return issued.kind === 'issued' ? issued : expect.fail(issued.kind);
  };

  it('are listed by last use; unused ones follow, newest first', async () => {
    const { userId, key, usage } = await aCaller(shop, 100n);
    const [second, third, fourth] = [await another(userId), await another(userId), await another(userId)];
    passTime();
    await shop.chargeUsage(usage({ keyToken: second.token }));
    passTime();
    await shop.chargeUsage(usage());
    const listed = await shop.listKeys(userId);
    expect(listed.map((each) => each.key.id)).to.deep.equal([key.id, second.key.id, fourth.key.id, third.key.id]);
    expect(listed.map((each) => each.meter.lastUsedAt)).to.deep.equal([
      shop.uow.now,
      msAfter(shop.uow.now, -SECOND),
      null,
      null,
    ]);
  });

  it('are shown with their state', async () => {
    const { userId, key } = await aCaller(shop, 5n);
    const status = async () => (await shop.listKeys(userId)).map((each) => each.status);
    expect(await status()).to.deep.equal(['active']);
    shop.uow.now = key.expiresAt;
    expect(await status()).to.deep.equal(['expired']);
    await shop.switchKey(userId, key.id, false);
    expect(await status()).to.deep.equal(['disabled']);
  });

  it('are not other users’ keys', async () => {
    await aCaller(shop, 0n);
    expect(await shop.listKeys(await aUser(shop, 'o-other'))).to.deep.equal([]);
  });

  it('may be disabled and enabled again', async () => {
    const { userId, key, usage } = await aCaller(shop, 100n);
    expect(await shop.switchKey(userId, key.id, false)).to.deep.equal({
      kind: 'switched',
      keys: [{ ...key, enabled: false }],
    });
    expect(await shop.chargeUsage(usage())).to.deep.equal({
      ...{ kind: 'refused', refusal: { code: 'key_disabled' } },
    });
    expect(await shop.switchKey(userId, key.id, true)).to.deep.equal({ kind: 'switched', keys: [key] });
    expect((await shop.chargeUsage(usage())).kind).to.equal('allowed');
  });

  it('may be disabled twice', async () => {
    const { userId, key } = await aCaller(shop, 0n);
    await shop.switchKey(userId, key.id, false);
    expect((await shop.switchKey(userId, key.id, false)).kind).to.equal('switched');
  });

  describe('when twenty are active', () => {
    const TOO_MANY = { kind: 'too_many_keys', limit: 20 };
    let userId: UserId;
    let active: ApiKey[];
    let spare: ApiKey;
    beforeEach(async () => {
      const caller = await aCaller(shop, 100n);
      userId = caller.userId;
      spare = caller.key;
      await shop.switchKey(userId, spare.id, false);
      active = [];
      for (let issued = 0; issued < 20; issued++) active.push((await another(userId)).key);
    });
    const isEnabled = async ({ id }: ApiKey) => (await shop.uow.run(({ apiKeys }) => apiKeys.find(id)))?.enabled;

    it('cannot be joined by enabling one more, which stays disabled', async () => {
      expect(await shop.switchKey(userId, spare.id, true)).to.deep.equal(TOO_MANY);
      expect(await isEnabled(spare)).to.equal(false);
    });

    it('are joined by another in place of one that is disabled', async () => {
      const [first] = active as [ApiKey];
      await shop.switchKey(userId, first.id, false);
      expect(await shop.switchKey(userId, spare.id, true)).to.deep.equal({ kind: 'switched', keys: [spare] });
      expect(await shop.switchKey(userId, first.id, true)).to.deep.equal(TOO_MANY);
    });

    it('may be enabled although they are, and disabled, but not enabled again once the place is taken', async () => {
      const [first] = active as [ApiKey];
      expect(await shop.switchKey(userId, first.id, true)).to.deep.equal({ kind: 'switched', keys: [first] });
      expect((await shop.switchKey(userId, first.id, false)).kind).to.equal('switched');
      await another(userId);
      expect(await shop.switchKey(userId, first.id, true)).to.deep.equal(TOO_MANY);
    });

    it('give way when they expire', async () => {
      shop.uow.now = spare.expiresAt;
      await shop.switchKey(userId, (active[0] as ApiKey).id, false);
      const fresh = await another(userId);
      await shop.switchKey(userId, fresh.key.id, false);
      shop.uow.now = (active[19] as ApiKey).expiresAt;
      for (let issued = 0; issued < 19; issued++) await another(userId);
      expect((await shop.switchKey(userId, fresh.key.id, true)).kind).to.equal('switched');
    });

    it('do not keep an expired one from being enabled, which does not count', async () => {
      shop.uow.now = spare.expiresAt;
      expect(await shop.switchKey(userId, spare.id, true)).to.deep.equal({ kind: 'switched', keys: [spare] });
    });
  });

  it('cannot be switched by somebody else, who does not even learn that they exist', async () => {
    const { usage, key } = await aCaller(shop, 100n);
    const stranger = await aUser(shop, 'o-stranger');
    for (const id of [key.id, newId<ApiKeyId>()]) {
      expect(await shop.switchKey(stranger, id, false)).to.deep.equal({ kind: 'unknown_keys', ids: [id] });
    }
    expect((await shop.chargeUsage(usage())).kind).to.equal('allowed');
  });
});
