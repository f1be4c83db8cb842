import { expect } from 'chai';
import type { Lot } from '../../src/domain/ledger/lot.ts';
import { type AccountId, accountOf, type ConsumptionId, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { expectBalancedBooks } from '../support/books.ts';
import { aCall, aConsumption, aGrant, aNewLot, type NewConsumption } from '../support/builders.ts';
import { consume } from '../support/consume.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';
import { withoutHash } from '../support/without-hash.ts';

const anAccount = (): AccountId => accountOf(newId<UserId>());

describeStores('PointsLedger', (commit) => {
  const grant = (...[account, change]: Parameters<typeof aGrant>) =>
    commit(({ ledger }) => ledger.grant(aGrant(account, change)));
  const take = (wanted: NewConsumption) => commit(({ ledger }) => consume(ledger, wanted));
  const findCall = (account: AccountId, id: ConsumptionId) => commit(({ ledger }) => ledger.findCall(account, id));
  const lotsOf = async (account: AccountId): Promise<Lot[]> =>
    (await commit(({ ledger }) => ledger.listLots(account))).sort((a, b) => (a.id < b.id ? -1 : 1));
  const balanced = (account: AccountId) => commit(({ ledger }) => expectBalancedBooks(ledger, account));
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
      ...{ accountId: account, kind: 'grant', counterAccount: 'issuance', causeId: given.orderId, at: given.at },
      ...{ parts: 2, call: null },
    };
    expect((await entriesOf(account)).map(withoutHash)).to.deep.equal([
      { ...common, seq: 1n, part: 1, change: 100n, balanceBefore: 0n, balanceAfter: 100n, lotId: paid.id },
      { ...common, seq: 2n, part: 2, change: 20n, balanceBefore: 100n, balanceAfter: 120n, lotId: bonus.id },
    ]);
    await balanced(account);
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
    const draws = [
      { lotId: soon.id, points: 10n },
      { lotId: later.id, points: 3n },
    ];
    expect(await take(wanted)).to.deep.equal({ kind: 'covered', draws, availableAfter: 7n });
    expect(await lotsOf(account)).to.deep.equal([
      { id: later.id, kind: 'paid', remaining: 7n, grantedAt: NOON, expiresAt: later.expiresAt },
    ]);
    const common = {
      ...{ accountId: account, kind: 'consume', counterAccount: 'consumed', causeId: wanted.id, at: NOON },
      ...{ parts: 2, call: wanted.call },
    };
    expect((await entriesOf(account)).slice(2).map(withoutHash)).to.deep.equal([
      { ...common, seq: 3n, part: 1, change: -10n, balanceBefore: 20n, balanceAfter: 10n, lotId: soon.id },
      { ...common, seq: 4n, part: 2, change: -3n, balanceBefore: 10n, balanceAfter: 7n, lotId: later.id },
    ]);
    await balanced(account);
  });

  it('gives the balance after a deed', async () => {
    const account = anAccount();
    const lot = aNewLot();
    await grant(account, { lots: [lot] });
    const line = { kind: 'debit' as const, lotId: lot.id, points: points(4n) };
    const deed = { accountId: account, causeId: newId(), lines: [line], call: null, at: NOON };
    const balance = await commit(async ({ ledger }) => {
      await ledger.lock(account);
      return ledger.post(deed);
    });
    expect(balance).to.equal(6n);
    expect((await entriesOf(account)).at(-1)).to.deep.include({
      kind: 'debit',
      counterAccount: 'adjusted',
      change: -4n,
    });
    await balanced(account);
  });

  it('fills a lot that an operator gives, which belongs to no order', async () => {
    const account = anAccount();
    const lot = aNewLot({ kind: 'bonus' });
    const line = { kind: 'credit' as const, lotId: lot.id, points: lot.points };
    await commit(async ({ ledger }) => {
      await ledger.lock(account);
      await ledger.addLot(account, lot, msAfter(NOON, 5));
      expect(await ledger.listLots(account)).to.deep.equal([]);
      await ledger.post({ accountId: account, causeId: newId(), lines: [line], call: null, at: msAfter(NOON, 5) });
    });
    expect(await lotsOf(account)).to.deep.equal([
      { id: lot.id, kind: 'bonus', remaining: 10n, grantedAt: msAfter(NOON, 5), expiresAt: lot.expiresAt },
    ]);
    await balanced(account);
  });

  it('never dates a line before the line before it', async () => {
    const account = anAccount();
    await grant(account, { at: msAfter(NOON, 9) });
    await take(aConsumption(account, { at: NOON }));
    await take(aConsumption(account, { at: msAfter(NOON, 10) }));
    expect((await entriesOf(account)).map(({ at }) => at)).to.deep.equal([9, 9, 10].map((ms) => msAfter(NOON, ms)));
    await balanced(account);
  });

  it('holds that a deed which takes more than its lot has is a fault, which leaves nothing behind', async () => {
    const account = anAccount();
    const [small, large] = [aNewLot(), aNewLot({ points: points(100n) })];
    await grant(account, { lots: [small] });
    await grant(account, { lots: [large] });
    const foreign = aNewLot();
    await grant(anAccount(), { lots: [foreign] });
    const before = [await lotsOf(account), await entriesOf(account)];
    for (const lines of [
      [{ kind: 'consume' as const, lotId: small.id, points: points(11n) }],
      [{ kind: 'consume' as const, lotId: foreign.id, points: points(1n) }],
      [{ kind: 'release' as const, lotId: small.id, points: points(1n) }],
      [
        { kind: 'consume' as const, lotId: large.id, points: points(1n) },
        { kind: 'consume' as const, lotId: small.id, points: points(11n) },
      ],
    ]) {
      const deed = { accountId: account, causeId: newId(), lines, call: null, at: NOON };
      await rejectionOf(
        commit(async ({ ledger }) => {
          await ledger.lock(account);
          await ledger.post(deed);
        }),
      );
    }
    expect([await lotsOf(account), await entriesOf(account)]).to.deep.equal(before);
  });

  it('refuses what is not covered, and moves nothing', async () => {
    const account = anAccount();
    await grant(account);
    const before = [await lotsOf(account), await entriesOf(account)];
    const wanted = aConsumption(account, { points: points(11n) });
    expect(await take(wanted)).to.deep.equal({ kind: 'insufficient_points', requested: 11n, available: 10n });
    expect([await lotsOf(account), await entriesOf(account)]).to.deep.equal(before);
    expect(await findCall(account, wanted.id)).to.equal(null);
  });

  it('refuses an account that never had a point, and the highest price that there can be', async () => {
    for (const price of [1n, 2n ** 53n, 2n ** 63n - 1n]) {
      expect(await take(aConsumption(anAccount(), { points: points(price) }))).to.deep.equal({
        ...{ kind: 'insufficient_points', requested: price, available: 0n },
      });
    }
  });

  it('does not spend what has expired, and still lists it', async () => {
    const account = anAccount();
    const lot = aNewLot({ expiresAt: NOON });
    await grant(account, { lots: [lot], at: msAfter(NOON, -1) });
    expect(await take(aConsumption(account, { at: NOON }))).to.deep.include({
      kind: 'insufficient_points',
      available: 0n,
    });
    expect((await lotsOf(account)).map(({ id }) => id)).to.deep.equal([lot.id]);
    expect(await take(aConsumption(account, { at: msAfter(NOON, -1) }))).to.deep.include({ kind: 'covered' });
  });

  it('finds a call by account and id, with its draws and the expiry of the lot that paid last', async () => {
    const account = anAccount();
    const [soon, later] = [aNewLot({ expiresAt: msAfter(NOON, 1_000) }), aNewLot()];
    await grant(account, { lots: [later] });
    await grant(account, { lots: [soon] });
    const call = aCall({ quantity: 2_147_483_647, priceVersion: 3 });
    const wanted = aConsumption(account, { call, points: points(13n), at: msAfter(NOON, 123) });
    await take(wanted);
    await take(aConsumption(account));
    expect(await findCall(account, wanted.id)).to.deep.equal({
      ...wanted,
      draws: [
        { lotId: soon.id, points: 10n },
        { lotId: later.id, points: 3n },
      ],
      ...{ balanceAfter: 7n, pointsExpireAt: later.expiresAt, reversedAt: null },
    });
    expect(await findCall(account, newId())).to.equal(null);
    expect(await findCall(anAccount(), wanted.id)).to.equal(null);
  });

  it('finds when a call was reversed', async () => {
    const account = anAccount();
    const lot = aNewLot();
    await grant(account, { lots: [lot] });
    const [wanted, other] = [aConsumption(account), aConsumption(account)];
    await take(wanted);
    await take(other);
    const line = { kind: 'reverse' as const, lotId: lot.id, points: points(3n) };
    await commit(async ({ ledger }) => {
      await ledger.lock(account);
      await ledger.post({
        accountId: account,
        causeId: wanted.id,
        lines: [line],
        call: wanted.call,
        at: msAfter(NOON, 7),
      });
    });
    expect(await findCall(account, wanted.id)).to.deep.include({ points: 3n, reversedAt: msAfter(NOON, 7) });
    expect(await findCall(account, other.id)).to.deep.include({ reversedAt: null });
    await balanced(account);
  });

  it('finds whose call it is', async () => {
    const [account, neighbour] = [anAccount(), anAccount()];
    for (const each of [account, neighbour]) await grant(each);
    const [wanted, other] = [aConsumption(account), aConsumption(neighbour)];
    await take(wanted);
    await take(other);
    const ownerOf = (id: ConsumptionId) => commit(({ ledger }) => ledger.findAccountOfCall(id));
    expect(await ownerOf(wanted.id)).to.equal(account);
    expect(await ownerOf(other.id)).to.equal(neighbour);
    expect(await ownerOf(newId())).to.equal(null);
    const orderId = (await entriesOf(account))[0]?.causeId as ConsumptionId;
    expect(await ownerOf(orderId), 'an order is no call').to.equal(null);
    expect(await findCall(account, orderId)).to.equal(null);
  });

  it('holds that a second call of one id is a fault', async () => {
    const account = anAccount();
    await grant(account);
    const wanted = aConsumption(account);
    await take(wanted);
    await rejectionOf(take(wanted));
    expect((await lotsOf(account)).map(({ remaining }) => remaining)).to.deep.equal([7n]);
  });

  it('takes the same id for another account as another call', async () => {
    const id = newId<ConsumptionId>();
    for (const account of [anAccount(), anAccount()]) {
      await grant(account);
      expect((await take(aConsumption(account, { id }))).kind).to.equal('covered');
    }
  });

  it('knows nothing about an account that was never opened', async () => {
    expect(await lotsOf(anAccount())).to.deep.equal([]);
    expect(await entriesOf(anAccount())).to.deep.equal([]);
  });
});
