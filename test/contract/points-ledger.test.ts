import { expect } from 'chai';
import type { Lot } from '../../src/domain/ledger/lot.ts';
import { type AccountId, type ApiKeyId, accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { aConsumption, aGrant, aNewLot } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';

const anAccount = (): AccountId => accountOf(newId<UserId>());

describeStores('PointsLedger', (commit) => {
  const grant = (...[account, change]: Parameters<typeof aGrant>) =>
    commit(({ ledger }) => ledger.grant(aGrant(account, change)));
  const consume = (...[account, change]: Parameters<typeof aConsumption>) =>
    commit(async ({ ledger }) => {
      await ledger.lock(account);
      return ledger.consume(aConsumption(account, change));
    });
  const lotsOf = async (account: AccountId): Promise<Lot[]> =>
    (await commit(({ ledger }) => ledger.listLots(account))).sort((a, b) => (a.id < b.id ? -1 : 1));
  const entriesOf = (account: AccountId) => commit(({ ledger }) => ledger.listEntries(account));

  it('keeps the lots of a grant, and writes an entry for each', async () => {
    const account = anAccount();
    const paid = aNewLot({ points: points(100n), expiresAt: msAfter(NOON, 1_001) });
    const bonus = aNewLot({ kind: 'bonus', points: points(20n) });
    const given = aGrant(account, { lots: [paid, bonus], at: msAfter(NOON, 123) });
    await commit(({ ledger }) => ledger.grant(given));
    expect(await lotsOf(account)).to.deep.equal(
      [paid, bonus].map(({ id, kind, points: remaining, expiresAt }) => ({
        ...{ id, kind, remaining, expiresAt },
        grantedAt: given.at,
      })),
    );
    const common = {
      accountId: account,
      kind: 'grant',
      counterAccount: 'issuance',
      causeId: given.orderId,
      at: given.at,
    };
    expect(await entriesOf(account)).to.deep.equal([
      { ...common, seq: 1n, change: 100n, balanceBefore: 0n, balanceAfter: 100n, lotId: paid.id },
      { ...common, seq: 2n, change: 20n, balanceBefore: 100n, balanceAfter: 120n, lotId: bonus.id },
    ]);
  });

  it('holds that a second grant of one order is a fault, which leaves nothing behind', async () => {
    const account = anAccount();
    const given = aGrant(account);
    await commit(({ ledger }) => ledger.grant(given));
    const again = { ...given, lots: [aNewLot()] };
    await rejectionOf(commit(({ ledger }) => ledger.grant(again)));
    expect(await lotsOf(account)).to.have.length(1);
    expect(await entriesOf(account)).to.have.length(1);
  });

  it('draws from several lots in draw order, with an entry for each draw', async () => {
    const account = anAccount();
    const [soon, later] = [aNewLot({ expiresAt: msAfter(NOON, 1) }), aNewLot({ expiresAt: msAfter(NOON, 2) })];
    await grant(account, { lots: [later] });
    await grant(account, { lots: [soon] });
    const wanted = aConsumption(account, { points: points(13n), at: NOON });
    const outcome = await commit(({ ledger }) => ledger.consume(wanted));
    const draws = [
      { lotId: soon.id, points: 10n },
      { lotId: later.id, points: 3n },
    ];
    expect(outcome).to.deep.equal({ kind: 'consumed', draws, availableAfter: 7n });
    expect(await lotsOf(account)).to.deep.equal([
      { id: later.id, kind: 'paid', remaining: 7n, grantedAt: NOON, expiresAt: later.expiresAt },
    ]);
    const common = { accountId: account, kind: 'consume', counterAccount: 'consumed', causeId: wanted.id, at: NOON };
    expect((await entriesOf(account)).slice(2)).to.deep.equal([
      { ...common, seq: 3n, change: -10n, balanceBefore: 20n, balanceAfter: 10n, lotId: soon.id },
      { ...common, seq: 4n, change: -3n, balanceBefore: 10n, balanceAfter: 7n, lotId: later.id },
    ]);
  });

  it('refuses what is not covered, and moves nothing', async () => {
    const account = anAccount();
    await grant(account);
    const before = [await lotsOf(account), await entriesOf(account)];
    const wanted = aConsumption(account, { points: points(11n) });
    expect(await commit(({ ledger }) => ledger.consume(wanted))).to.deep.equal({
      ...{ kind: 'insufficient_points', requested: 11n, available: 10n },
    });
    expect([await lotsOf(account), await entriesOf(account)]).to.deep.equal(before);
    const found = await commit(({ ledger }) => ledger.findConsumption(account, wanted.idempotencyKey));
    expect(found).to.equal(null);
  });

  it('refuses an account that never had a point, and the highest price that there can be', async () => {
    for (const price of [1n, 2n ** 53n, 2n ** 63n - 1n]) {
      expect(await consume(anAccount(), { points: points(price) })).to.deep.equal({
        ...{ kind: 'insufficient_points', requested: price, available: 0n },
      });
    }
  });

  it('does not spend what has expired, and still lists it', async () => {
    const account = anAccount();
    const lot = aNewLot({ expiresAt: NOON });
    await grant(account, { lots: [lot], at: msAfter(NOON, -1) });
    expect(await consume(account, { at: NOON })).to.deep.include({ kind: 'insufficient_points', available: 0n });
    expect((await lotsOf(account)).map(({ id }) => id)).to.deep.equal([lot.id]);
    expect(await consume(account, { at: msAfter(NOON, -1) })).to.deep.include({ kind: 'consumed' });
  });

  it('finds a consumption by account and idempotency key', async () => {
    const account = anAccount();
    await grant(account);
    const wanted = aConsumption(account, { quantity: 2_147_483_647, at: msAfter(NOON, 123) });
    await commit(({ ledger }) => ledger.consume(wanted));
    const find = (of: AccountId, key: string) => commit(({ ledger }) => ledger.findConsumption(of, key));
    expect(await find(account, wanted.idempotencyKey)).to.deep.equal({ ...wanted, availableAfter: 7n });
    expect(await find(account, `${wanted.idempotencyKey} `)).to.equal(null);
    expect(await find(anAccount(), wanted.idempotencyKey)).to.equal(null);
  });

  it('holds that a second consumption under one key is a fault', async () => {
    const account = anAccount();
    await grant(account);
    await consume(account, { idempotencyKey: 'once' });
    await rejectionOf(consume(account, { idempotencyKey: 'once' }));
    expect((await lotsOf(account)).map(({ remaining }) => remaining)).to.deep.equal([7n]);
  });

  it('takes the same key for another account as another call', async () => {
    for (const account of [anAccount(), anAccount()]) {
      await grant(account);
      expect((await consume(account, { idempotencyKey: 'once' })).kind).to.equal('consumed');
    }
  });

  it('tells when each of these keys paid last', async () => {
    const account = anAccount();
    const [often, once, never] = [newId<ApiKeyId>(), newId<ApiKeyId>(), newId<ApiKeyId>()];
    await grant(account);
    await grant(account);
    for (const [keyId, ms] of [
      [often, 1],
      [often, 3],
      [often, 2],
      [once, 4],
    ] as const) {
      await consume(account, { keyId, at: msAfter(NOON, ms) });
    }
    const lastUse = (keys: readonly ApiKeyId[], of = account) => commit(({ ledger }) => ledger.lastUseOf(of, keys));
    expect([...(await lastUse([never, often, once]))]).to.have.deep.members([
      [often, msAfter(NOON, 3)],
      [once, msAfter(NOON, 4)],
    ]);
    expect([...(await lastUse([once]))]).to.deep.equal([[once, msAfter(NOON, 4)]]);
    expect([...(await lastUse([]))]).to.deep.equal([]);
    expect([...(await lastUse([often], anAccount()))]).to.deep.equal([]);
  });

  it('knows nothing about an account that was never opened', async () => {
    expect(await lotsOf(anAccount())).to.deep.equal([]);
    expect(await entriesOf(anAccount())).to.deep.equal([]);
  });
});
