import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { nodeSecrets } from '../../../src/adapters/system/random.ts';
import { formatToken } from '../../../src/domain/keyvault/key-token.ts';
import { type ApiCode, accountOf, type ServiceId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aGrant, aNewLot, aSoldApi, TEXT_API } from '../../support/builders.ts';
import { aCaller, entriesOf } from '../../support/customers.ts';
import { newId } from '../../support/ids.ts';
import { msAfter, NOON } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';
import { untouchable } from '../../support/untouchable.ts';

const UNSOLD = 'no.such.api' as ApiCode;

describe('consume points', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const available = async (caller: Awaited<ReturnType<typeof aCaller>>) =>
    (await shop.readBalance(caller.userId)).available;

  it('takes the price of a call from the owner of the key', async () => {
    const caller = await aCaller(shop, 10n);
    const usage = caller.usage();
    const outcome = await shop.consumePoints(usage);
    if (outcome.kind !== 'allowed') expect.fail(outcome.kind);
    expect(outcome.replayed).to.equal(false);
    expect(outcome.consumption).to.deep.include({
      accountId: accountOf(caller.userId),
      keyId: caller.key.id,
      serviceId: usage.serviceId,
      apiCode: usage.apiCode,
      quantity: 1,
      priceVersion: 1,
      points: 3n,
      availableAfter: 7n,
      at: NOON,
    });
    expect(await available(caller)).to.equal(7n);
  });

  it('takes the price once per call of a quantity', async () => {
    const caller = await aCaller(shop, 100n);
    expect(await shop.consumePoints(caller.usage({ apiCode: TEXT_API, quantity: 7 }))).to.have.nested.property(
      'consumption.points',
      35n,
    );
    expect(await available(caller)).to.equal(65n);
  });

  it('takes an announced price from its instant on, and records its version; a repetition costs what it did', async () => {
    const caller = await aCaller(shop, 10n);
    const announced = aSoldApi({ pointsPerCall: points(4n), effectiveFrom: msAfter(NOON, 1) });
    await shop.uow.run(({ soldApis }) => soldApis.put(announced, NOON));
    const first = caller.usage();
    const charged = async (usage = caller.usage()) => {
      const outcome = await shop.consumePoints(usage);
      if (outcome.kind !== 'allowed') expect.fail(outcome.kind);
      return [outcome.consumption.priceVersion, outcome.consumption.points];
    };
    expect(await charged(first)).to.deep.equal([1, 3n]);
    shop.uow.now = msAfter(NOON, 1);
    expect(await charged()).to.deep.equal([2, 4n]);
    expect(await charged(first)).to.deep.equal([1, 3n]);
    expect(await available(caller)).to.equal(3n);
  });

  it('touches nobody else’s points', async () => {
    const caller = await aCaller(shop, 10n);
    const neighbour = await aCaller(shop, 10n);
    await shop.consumePoints(caller.usage());
    expect(await available(neighbour)).to.equal(10n);
  });

  describe('refuses', () => {
    it('a malformed key, without a transaction', async () => {
      const outcome = await openShop(untouchable).consumePoints({
        ...(await aCaller(shop, 10n)).usage(),
        keyToken: 'sk_live_mistyped',
      });
      expect(outcome).to.deep.equal({ kind: 'refused', code: 'key_malformed' });
    });

    it('an unknown key', async () => {
      const keyToken = formatToken('sk_live_', nodeSecrets.random(24));
      const usage = (await aCaller(shop, 10n)).usage({ keyToken });
      expect(await shop.consumePoints(usage)).to.deep.equal({ kind: 'refused', code: 'key_unknown' });
    });

    it('an API that we do not sell', async () => {
      const usage = (await aCaller(shop, 10n)).usage({ apiCode: UNSOLD });
      expect(await shop.consumePoints(usage)).to.deep.equal({ kind: 'unknown_api' });
    });

    it('a disabled key', async () => {
      const caller = await aCaller(shop, 10n);
      await shop.switchKey(caller.userId, caller.key.id, false);
      expect(await shop.consumePoints(caller.usage())).to.deep.equal({ kind: 'refused', code: 'key_disabled' });
      expect(await available(caller)).to.equal(10n);
    });

    it('an expired key', async () => {
      const caller = await aCaller(shop, 10n);
      shop.uow.now = msAfter(caller.key.expiresAt, -1);
      expect((await shop.consumePoints(caller.usage())).kind).to.equal('allowed');
      shop.uow.now = caller.key.expiresAt;
      expect(await shop.consumePoints(caller.usage())).to.deep.equal({ kind: 'refused', code: 'key_expired' });
    });

    it('a call outside the scope of the key', async () => {
      const caller = await aCaller(shop, 10n, [TEXT_API]);
      expect(await shop.consumePoints(caller.usage())).to.deep.equal({ kind: 'refused', code: 'scope_missing' });
      expect((await shop.consumePoints(caller.usage({ apiCode: TEXT_API }))).kind).to.equal('allowed');
    });

    it('a call that costs more than there is, and takes nothing', async () => {
      const caller = await aCaller(shop, 5n);
      expect(await shop.consumePoints(caller.usage({ quantity: 2 }))).to.deep.equal({
        kind: 'refused',
        code: 'insufficient_points',
        requested: 6n,
        available: 5n,
      });
      expect(await available(caller)).to.equal(5n);
      expect(await entriesOf(shop, caller.userId)).to.have.length(1);
    });

    it('a call that only expired points could pay', async () => {
      const caller = await aCaller(shop, 0n);
      const lots = [aNewLot({ expiresAt: NOON })];
      await shop.uow.run(({ ledger }) => ledger.grant(aGrant(accountOf(caller.userId), { lots })));
      expect(await shop.consumePoints(caller.usage())).to.deep.include({ code: 'insufficient_points', available: 0n });
    });
  });

  describe('answers the first of several reasons', () => {
    it('an unknown key before an unknown API', async () => {
      const keyToken = formatToken('sk_live_', nodeSecrets.random(24));
      const usage = (await aCaller(shop, 0n)).usage({ keyToken, apiCode: UNSOLD });
      expect(await shop.consumePoints(usage)).to.deep.include({ code: 'key_unknown' });
    });

    it('an unknown API before a disabled key', async () => {
      const caller = await aCaller(shop, 0n);
      await shop.switchKey(caller.userId, caller.key.id, false);
      expect(await shop.consumePoints(caller.usage({ apiCode: UNSOLD }))).to.deep.equal({ kind: 'unknown_api' });
    });

    it('a disabled key before missing scope and missing points', async () => {
      const caller = await aCaller(shop, 0n, [TEXT_API]);
      expect(await shop.consumePoints(caller.usage())).to.deep.include({ code: 'scope_missing' });
      await shop.switchKey(caller.userId, caller.key.id, false);
      expect(await shop.consumePoints(caller.usage())).to.deep.include({ code: 'key_disabled' });
    });
  });

  describe('with an idempotency key', () => {
    it('gives the first answer again and takes nothing more', async () => {
      const caller = await aCaller(shop, 10n);
      const usage = caller.usage();
      const first = await shop.consumePoints(usage);
      shop.uow.now = msAfter(NOON, 1_000);
      expect(await shop.consumePoints(usage)).to.deep.equal({ ...first, replayed: true });
      expect(await available(caller)).to.equal(7n);
    });

    it('gives it even after the key was disabled, and after the points have gone', async () => {
      const caller = await aCaller(shop, 3n);
      const usage = caller.usage();
      await shop.consumePoints(usage);
      await shop.switchKey(caller.userId, caller.key.id, false);
      expect(await shop.consumePoints(usage)).to.deep.include({ kind: 'allowed', replayed: true });
    });

    it('finds a conflict when something else is asked under it', async () => {
      const caller = await aCaller(shop, 100n);
      const usage = caller.usage();
      await shop.consumePoints(usage);
      for (const change of [{ quantity: 2 }, { apiCode: TEXT_API }]) {
        expect(await shop.consumePoints({ ...usage, ...change })).to.deep.equal({ kind: 'idempotency_conflict' });
      }
      expect(await available(caller)).to.equal(97n);
    });

    it('finds a conflict when another key of the same owner asks under it', async () => {
      const caller = await aCaller(shop, 100n);
      const usage = caller.usage();
      await shop.consumePoints(usage);
      const other = await shop.issueKey(caller.userId, { name: 'other', scope: 'all', lifetimeMonths: 1 });
      if (other.kind !== 'issued') expect.fail(other.kind);
      expect(await shop.consumePoints({ ...usage, keyToken: other.token })).to.deep.equal({
        kind: 'idempotency_conflict',
      });
    });

    it('finds a conflict when another service asks under it', async () => {
      const caller = await aCaller(shop, 100n);
      const usage = caller.usage();
      await shop.consumePoints(usage);
      expect(await shop.consumePoints({ ...usage, serviceId: newId<ServiceId>() })).to.deep.equal({
        kind: 'idempotency_conflict',
      });
      expect(await available(caller)).to.equal(97n);
      expect(await shop.consumePoints(usage)).to.deep.include({ kind: 'allowed', replayed: true });
    });

    it('is not burned by a refused attempt', async () => {
      const caller = await aCaller(shop, 0n);
      const usage = caller.usage();
      expect((await shop.consumePoints(usage)).kind).to.equal('refused');
      await shop.uow.run(({ ledger }) => ledger.grant(aGrant(accountOf(caller.userId))));
      expect(await shop.consumePoints(usage)).to.deep.include({ kind: 'allowed', replayed: false });
    });

    it('knows it per owner: the same word of somebody else is another call', async () => {
      const [one, other] = [await aCaller(shop, 10n), await aCaller(shop, 10n)];
      const idempotencyKey = 'the-same';
      await shop.consumePoints(one.usage({ idempotencyKey }));
      expect(await shop.consumePoints(other.usage({ idempotencyKey, serviceId: newId<ServiceId>() }))).to.deep.include({
        kind: 'allowed',
        replayed: false,
      });
    });
  });
});
