import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { nodeSecrets } from '../../../src/adapters/system/random.ts';
import type { IpAddress, Network } from '../../../src/domain/keyvault/network.ts';
import { usageIdOf } from '../../../src/domain/ledger/usage-id.ts';
import { type ApiCode, accountOf } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aToken } from '../../support/a-token.ts';
import { aGrant, aNewLot, aSoldApi, TEXT_API } from '../../support/builders.ts';
import { aCaller, aService, entriesOf } from '../../support/customers.ts';
import { beijing, MINUTE, msAfter, NOON, SECOND } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';
import { untouchable } from '../../support/untouchable.ts';

const UNSOLD = 'no.such.api' as ApiCode;
const refused = (code: string) => ({ kind: 'refused', refusal: { code } });

describe('charge usage', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  type SomeCaller = Awaited<ReturnType<typeof aCaller>>;
  const available = async (caller: SomeCaller) => (await shop.readBalance(caller.userId)).available;
  const meterOf = (caller: SomeCaller) => shop.uow.run(({ apiKeys }) => apiKeys.meterOf(caller.key));
  const grant = (caller: SomeCaller, lot: Parameters<typeof aNewLot>[0] = {}) =>
    shop.uow.run(({ ledger }) => ledger.grant(aGrant(accountOf(caller.userId), { lots: [aNewLot(lot)] })));
  const charged = async (usage: Parameters<typeof shop.chargeUsage>[0]) => {
    const outcome = await shop.chargeUsage(usage);
    return outcome.kind === 'allowed' ? outcome : expect.fail(JSON.stringify(outcome.kind));
  };

  it('takes the price of a call from the owner of the key, and says what is left and until when', async () => {
    const caller = await aCaller(shop, 10n);
    const usage = caller.usage();
    const service = await shop.admitService(usage.caller, 'usage');
    if (service.kind !== 'admitted') expect.fail(service.kind);
    const [accountId, serviceId] = [accountOf(caller.userId), service.service.id];
    const id = usageIdOf({ serviceId, accountId, idempotencyKey: usage.idempotencyKey }, nodeSecrets.sha256);
    expect(await shop.chargeUsage(usage)).to.deep.equal({
      ...{ kind: 'allowed', replayed: false, usageId: id, points: 3n, pointsLeft: 7n, at: NOON },
      pointsExpireAt: new Date('2099-01-01T00:00:00Z'),
    });
    const { key } = caller;
    const call = { keyId: key.id, serviceId, apiCode: usage.apiCode, quantity: 1, priceVersion: 1 };
    expect((await entriesOf(shop, caller.userId)).at(-1)).to.deep.include({ kind: 'consume', causeId: id, call });
    expect(await available(caller)).to.equal(7n);
  });

  it('takes the price once per call of a quantity', async () => {
    const caller = await aCaller(shop, 100n);
    expect(await charged(caller.usage({ apiCode: TEXT_API, quantity: 7 }))).to.include({
      points: 35n,
      pointsLeft: 65n,
    });
    expect(await available(caller)).to.equal(65n);
  });

  it('draws from several lots for one call, and names the expiry of the last', async () => {
    const caller = await aCaller(shop, 2n);
    const soon = msAfter(NOON, MINUTE);
    await grant(caller, { points: points(2n), expiresAt: soon });
    const expiry = new Date('2099-01-01T00:00:00Z');
    expect(await charged(caller.usage())).to.deep.include({ points: 3n, pointsLeft: 1n, pointsExpireAt: expiry });
    const lines = (await entriesOf(shop, caller.userId)).filter(({ kind }) => kind === 'consume');
    expect(lines.map(({ change, part, parts }) => [change, part, parts])).to.deep.equal([
      [-2n, 1, 2],
      [-1n, 2, 2],
    ]);
  });

  it('writes off what has expired before it takes anything, and even where it then takes nothing', async () => {
    const caller = await aCaller(shop, 10n);
    await grant(caller, { points: points(4n), expiresAt: msAfter(NOON, 1) });
    shop.uow.now = msAfter(NOON, 1);
    expect(await charged(caller.usage())).to.include({ pointsLeft: 7n });
    const kinds = async () => (await entriesOf(shop, caller.userId)).map(({ kind }) => kind);
    expect(await kinds()).to.deep.equal(['grant', 'grant', 'expire', 'consume']);
    await grant(caller, { points: points(4n), expiresAt: msAfter(NOON, 2) });
    shop.uow.now = msAfter(NOON, 2);
    const outcome = await shop.chargeUsage(caller.usage({ quantity: 3 }));
    expect(outcome).to.deep.equal({
      ...{ kind: 'refused', refusal: { code: 'insufficient_points', requested: 9n, available: 7n } },
    });
    expect((await kinds()).slice(4)).to.deep.equal(['grant', 'expire']);
  });

  it('takes an announced price from its instant on, and records its version; a repetition costs what it did', async () => {
    const caller = await aCaller(shop, 10n);
    const announced = aSoldApi({ pointsPerCall: points(4n), effectiveFrom: msAfter(NOON, 1) });
    await shop.uow.run(({ soldApis }) => soldApis.put(announced, NOON));
    const first = caller.usage();
    const versionOf = async (usage = caller.usage()) => {
      const taken = await charged(usage);
      const entry = (await entriesOf(shop, caller.userId)).find(({ causeId }) => causeId === taken.usageId);
      return [entry?.call?.priceVersion, taken.points];
    };
    expect(await versionOf(first)).to.deep.equal([1, 3n]);
    shop.uow.now = msAfter(NOON, 1);
    expect(await versionOf()).to.deep.equal([2, 4n]);
    expect(await versionOf(first)).to.deep.equal([1, 3n]);
    expect(await available(caller)).to.equal(3n);
  });

  it('touches nobody else’s points', async () => {
    const caller = await aCaller(shop, 10n);
    const neighbour = await aCaller(shop, 10n);
    await shop.chargeUsage(caller.usage());
    expect(await available(neighbour)).to.equal(10n);
  });

  it('moves the meter of the key by the calls and their points, and no other meter', async () => {
    const caller = await aCaller(shop, 100n);
    const other = await shop.issueKey(caller.userId, { name: 'other', scope: 'all', lifetimeMonths: 1 });
    if (other.kind !== 'issued') expect.fail(other.kind);
    await shop.chargeUsage(caller.usage({ quantity: 2 }));
    shop.uow.now = msAfter(NOON, SECOND);
    await shop.chargeUsage(caller.usage());
    const expected = { callsToday: 3, pointsToday: 9n, pointsTotal: 9n, lastUsedAt: msAfter(NOON, SECOND) };
    expect(await meterOf(caller)).to.deep.include(expected);
    const untouched = await shop.uow.run(({ apiKeys }) => apiKeys.meterOf(other.key));
    expect(untouched).to.deep.include({ callsToday: 0, pointsTotal: 0n, lastUsedAt: null });
  });

  describe('does not admit', () => {
    it('a service that nobody knows, whatever well-formed key it has', async () => {
      const caller = await aCaller(shop, 10n);
      for (const token of ['', 'ss_live_mistyped', aToken('ss_live_')]) {
        for (const keyToken of [caller.token, aToken('sk_live_')]) {
          const usage = caller.usage({ caller: { token, peer: null, signedWith: null }, keyToken });
          expect(await shop.chargeUsage(usage)).to.deep.equal({
            ...{ kind: 'not_admitted', refusal: 'service_token_unknown' },
          });
        }
      }
      expect(await available(caller)).to.equal(10n);
    });

    it('a service that may only do something else', async () => {
      const caller = await aCaller(shop, 10n);
      const usage = caller.usage({ caller: await aService(shop, { operations: ['verify', 'balance'] }) });
      expect(await shop.chargeUsage(usage)).to.deep.equal({ kind: 'not_admitted', refusal: 'operation_not_granted' });
    });
  });

  describe('refuses', () => {
    it('a malformed key', async () => {
      const usage = (await aCaller(shop, 10n)).usage({ keyToken: 'sk_live_mistyped' });
      expect(await shop.chargeUsage(usage)).to.deep.equal(refused('key_malformed'));
    });

    it('an unknown key', async () => {
      const usage = (await aCaller(shop, 10n)).usage({ keyToken: aToken('sk_live_') });
      expect(await shop.chargeUsage(usage)).to.deep.equal(refused('key_unknown'));
    });

    it('an API that we do not sell', async () => {
      const usage = (await aCaller(shop, 10n)).usage({ apiCode: UNSOLD });
      expect(await shop.chargeUsage(usage)).to.deep.equal({ kind: 'unknown_api' });
    });

    it('a disabled key', async () => {
      const caller = await aCaller(shop, 10n);
      await shop.switchKey(caller.userId, caller.key.id, false);
      expect(await shop.chargeUsage(caller.usage())).to.deep.equal(refused('key_disabled'));
      expect(await available(caller)).to.equal(10n);
    });

    it('an expired key', async () => {
      const caller = await aCaller(shop, 10n);
      shop.uow.now = msAfter(caller.key.expiresAt, -1);
      expect((await shop.chargeUsage(caller.usage())).kind).to.equal('allowed');
      shop.uow.now = caller.key.expiresAt;
      expect(await shop.chargeUsage(caller.usage())).to.deep.equal(refused('key_expired'));
    });

    it('a service that may do other things only, and none that may do just this', async () => {
      const caller = await aCaller(shop, 10n);
      const [mayHold, mayCharge] = [
        await aService(shop, { operations: ['holds'] }),
        await aService(shop, { operations: ['usage'] }),
      ];
      const refusal = { kind: 'not_admitted', refusal: 'operation_not_granted' };
      expect(await shop.chargeUsage(caller.usage({ caller: mayHold }))).to.deep.equal(refusal);
      expect((await charged(caller.usage({ caller: mayCharge }))).pointsLeft).to.equal(7n);
    });

    it('a malformed token of a service, which costs no query either', async () => {
      const caller = await aCaller(shop, 10n);
      const usage = caller.usage({ caller: { token: 'ss_live_typo', peer: null, signedWith: null } });
      const charge = openShop(untouchable).chargeUsage;
      expect(await charge(usage)).to.deep.equal({ kind: 'not_admitted', refusal: 'service_token_unknown' });
    });

    it('a call outside the scope of the key', async () => {
      const caller = await aCaller(shop, 10n, [TEXT_API]);
      expect(await shop.chargeUsage(caller.usage())).to.deep.equal(refused('scope_missing'));
      expect((await shop.chargeUsage(caller.usage({ apiCode: TEXT_API }))).kind).to.equal('allowed');
    });

    it('a call that costs more than there is, and takes nothing', async () => {
      const caller = await aCaller(shop, 5n);
      const before = await meterOf(caller);
      expect(await shop.chargeUsage(caller.usage({ quantity: 2 }))).to.deep.equal({
        ...{ kind: 'refused', refusal: { code: 'insufficient_points', requested: 6n, available: 5n } },
      });
      expect(await available(caller)).to.equal(5n);
      expect(await entriesOf(shop, caller.userId)).to.have.length(1);
      expect(await meterOf(caller)).to.deep.equal(before);
    });

    it('a call that only expired points could pay', async () => {
      const caller = await aCaller(shop, 0n);
      await grant(caller, { expiresAt: NOON });
      expect(await shop.chargeUsage(caller.usage())).to.deep.equal({
        ...{ kind: 'refused', refusal: { code: 'insufficient_points', requested: 3n, available: 0n } },
      });
    });

    it('a call that the limits of the key do not cover, until they do again', async () => {
      const { userId, usage } = await aCaller(shop, 100n);
      const limits = { dailyBudget: points(7n), totalBudget: points(10n), networks: ['10.0.0.0/8' as Network] };
      const rateLimit = { calls: 2, seconds: 60 };
      const terms = { name: 'limited', scope: 'all', lifetimeMonths: 1, ...limits, rateLimit } as const;
      const issued = await shop.issueKey(userId, terms);
      if (issued.kind !== 'issued') expect.fail(issued.kind);
      const ask = async (clientIp: string | null = '10.1.2.3', quantity = 1) => {
        const outcome = await shop.chargeUsage(
          usage({ keyToken: issued.token, clientIp: clientIp as IpAddress | null, quantity }),
        );
        return outcome.kind === 'refused' ? outcome.refusal : outcome.kind;
      };
      expect(await ask(null)).to.deep.equal({ code: 'client_ip_missing' });
      expect(await ask('11.1.2.3')).to.deep.equal({ code: 'ip_not_allowed' });
      expect(await ask('10.1.2.3', 3)).to.deep.equal({
        ...{ code: 'rate_limited', limit: 2, seconds: 60, retryAt: msAfter(NOON, MINUTE) },
      });
      expect([await ask(), await ask()]).to.deep.equal(['allowed', 'allowed']);
      shop.uow.now = msAfter(NOON, MINUTE);
      expect(await ask()).to.deep.equal({
        ...{ code: 'daily_budget_exhausted', budget: 7n, spent: 6n, retryAt: beijing('2026-01-16 00:00') },
      });
      shop.uow.now = beijing('2026-01-16 00:00');
      expect(await ask()).to.equal('allowed');
      expect(await ask()).to.deep.equal({ code: 'total_budget_exhausted', budget: 10n, spent: 9n });
    });
  });

  describe('answers the first of several reasons', () => {
    it('a malformed key before a service that may not, since it costs no query', async () => {
      const caller = await aCaller(shop, 0n);
      const mayNot = await aService(shop, { operations: [] });
      expect(await shop.chargeUsage(caller.usage({ caller: mayNot, keyToken: 'mistyped' }))).to.deep.equal(
        refused('key_malformed'),
      );
      const unknown = caller.usage({ caller: mayNot, keyToken: aToken('sk_live_') });
      expect(await shop.chargeUsage(unknown)).to.deep.equal({ kind: 'not_admitted', refusal: 'operation_not_granted' });
    });

    it('an unknown key before an unknown API', async () => {
      const usage = (await aCaller(shop, 0n)).usage({ keyToken: aToken('sk_live_'), apiCode: UNSOLD });
      expect(await shop.chargeUsage(usage)).to.deep.equal(refused('key_unknown'));
    });

    it('an unknown API before a disabled key', async () => {
      const caller = await aCaller(shop, 0n);
      await shop.switchKey(caller.userId, caller.key.id, false);
      expect(await shop.chargeUsage(caller.usage({ apiCode: UNSOLD }))).to.deep.equal({ kind: 'unknown_api' });
    });

    it('a disabled key before missing scope and missing points', async () => {
      const caller = await aCaller(shop, 0n, [TEXT_API]);
      expect(await shop.chargeUsage(caller.usage())).to.deep.equal(refused('scope_missing'));
      await shop.switchKey(caller.userId, caller.key.id, false);
      expect(await shop.chargeUsage(caller.usage())).to.deep.equal(refused('key_disabled'));
    });
  });

  describe('with an idempotency key', () => {
    it('gives the first answer again and takes nothing more', async () => {
      const caller = await aCaller(shop, 10n);
      const usage = caller.usage();
      const first = await shop.chargeUsage(usage);
      const meter = await meterOf(caller);
      shop.uow.now = msAfter(NOON, 1_000);
      expect(await shop.chargeUsage(usage)).to.deep.equal({ ...first, replayed: true });
      expect(await available(caller)).to.equal(7n);
      expect(await meterOf(caller)).to.deep.equal(meter);
    });

    it('gives it even after the key was disabled, and after the points have gone', async () => {
      const caller = await aCaller(shop, 3n);
      const usage = caller.usage();
      await shop.chargeUsage(usage);
      await shop.switchKey(caller.userId, caller.key.id, false);
      expect(await shop.chargeUsage(usage)).to.deep.include({ kind: 'allowed', replayed: true });
    });

    it('gives it to another key of the same owner, because keys are rotated', async () => {
      const caller = await aCaller(shop, 100n);
      const usage = caller.usage();
      const first = await shop.chargeUsage(usage);
      const other = await shop.issueKey(caller.userId, { name: 'other', scope: 'all', lifetimeMonths: 1 });
      if (other.kind !== 'issued') expect.fail(other.kind);
      const again = await shop.chargeUsage({ ...usage, keyToken: other.token });
      expect(again).to.deep.equal({ ...first, replayed: true });
      expect(await available(caller)).to.equal(97n);
    });

    it('finds a conflict when something else is asked under it', async () => {
      const caller = await aCaller(shop, 100n);
      const usage = caller.usage();
      await shop.chargeUsage(usage);
      for (const change of [{ quantity: 2 }, { apiCode: TEXT_API }]) {
        expect(await shop.chargeUsage({ ...usage, ...change })).to.deep.equal({ kind: 'idempotency_conflict' });
      }
      expect(await available(caller)).to.equal(97n);
    });

    it('knows it per service: the same word of another service is another call', async () => {
      const caller = await aCaller(shop, 100n);
      const usage = caller.usage();
      await shop.chargeUsage(usage);
      const other = { ...usage, caller: await aService(shop), quantity: 2 };
      expect(await charged(other)).to.include({ replayed: false, pointsLeft: 91n });
      expect(await charged(usage)).to.include({ replayed: true, pointsLeft: 97n });
    });

    it('is not burned by a refused attempt', async () => {
      const caller = await aCaller(shop, 0n);
      const usage = caller.usage();
      expect((await shop.chargeUsage(usage)).kind).to.equal('refused');
      await grant(caller);
      expect(await shop.chargeUsage(usage)).to.deep.include({ kind: 'allowed', replayed: false });
    });

    it('knows it per owner: the same word of somebody else is another call', async () => {
      const [one, other] = [await aCaller(shop, 10n), await aCaller(shop, 10n)];
      const [idempotencyKey, { caller }] = ['the-same', one.usage()];
      await shop.chargeUsage(one.usage({ idempotencyKey }));
      expect(await charged(other.usage({ idempotencyKey, caller }))).to.include({ replayed: false });
      expect(await available(other)).to.equal(7n);
    });
  });
});
