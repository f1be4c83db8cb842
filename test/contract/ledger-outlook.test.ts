import { expect } from 'chai';
import { linesOf } from '../../src/domain/ledger/deed.ts';
import { type AccountId, accountOf, type HoldId, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { aCall, aConsumption, aGrant, aNewLot } from '../support/builders.ts';
import { consume } from '../support/consume.ts';
import { newId } from '../support/ids.ts';
import { DAY, msAfter, NOON } from '../support/instants.ts';
import { describeStores } from '../support/stores.ts';

const anAccount = (): AccountId => accountOf(newId<UserId>());

describeStores('The outlook of the ledger', (commit) => {
  const lot = (has: bigint, days: number) => aNewLot({ points: points(has), expiresAt: msAfter(NOON, days * DAY) });
  const grant = async (account: AccountId, ...lots: ReturnType<typeof lot>[]): Promise<void> => {
    for (const each of lots) await commit(({ ledger }) => ledger.grant(aGrant(account, { lots: [each] })));
  };
  const remainingOf = (...accounts: AccountId[]) => commit(({ ledger }) => ledger.listRemaining(accounts, NOON));

  it('is what is left in the lots that have not expired, of the accounts that were asked about', async () => {
    const [account, expired, empty, other] = [anAccount(), anAccount(), anAccount(), anAccount()];
    await grant(account, lot(10n, 1), lot(5n, 2), lot(100n, 0));
    await grant(expired, lot(7n, 0));
    await grant(other, lot(9n, 1));
    await commit(({ ledger }) => consume(ledger, aConsumption(account, { points: points(4n) })));
    expect(await remainingOf(account, expired, empty)).to.deep.equal(new Map([[account, 11n]]));
    expect(await remainingOf()).to.deep.equal(new Map());
  });

  it('counts what is held for calls under way as left, until they end', async () => {
    const account = anAccount();
    const only = lot(10n, 1);
    await grant(account, only);
    const hold = { id: newId<HoldId>(), accountId: account, call: aCall(), byPrice: true, mayExceed: false };
    await commit(async ({ ledger, holds }) => {
      await ledger.lock(account);
      const lines = linesOf('hold', [{ lotId: only.id, points: points(4n) }]);
      await ledger.post({ accountId: account, causeId: hold.id, lines, call: hold.call, at: NOON });
      await holds.add({ ...hold, heldAt: NOON, expiresAt: msAfter(NOON, DAY) });
    });
    expect(await remainingOf(account)).to.deep.equal(new Map([[account, 10n]]));
    await commit(({ holds }) =>
      holds.end(hold.id, { kind: 'captured', points: points(4n), availableAfter: points(6n), endedAt: NOON }),
    );
    expect(await remainingOf(account)).to.deep.equal(new Map([[account, 6n]]));
  });

  it('is what expires within a span, by account and instant', async () => {
    const [one, other, third] = [anAccount(), anAccount(), anAccount()].sort() as [AccountId, AccountId, AccountId];
    await grant(one, lot(10n, 1), lot(5n, 1), lot(3n, 8), lot(2n, 0), lot(1n, 7));
    await grant(other, lot(20n, 1));
    await grant(third, lot(20n, 1));
    const span = { now: NOON, until: msAfter(NOON, 7 * DAY) };
    expect(await commit(({ ledger }) => ledger.listExpiring([one, other], span))).to.deep.equal([
      { accountId: one, points: 15n, expiresAt: msAfter(NOON, DAY) },
      { accountId: other, points: 20n, expiresAt: msAfter(NOON, DAY) },
      { accountId: one, points: 1n, expiresAt: msAfter(NOON, 7 * DAY) },
    ]);
  });

  it('says nothing of lots that are spent', async () => {
    const account = anAccount();
    await grant(account, lot(3n, 1), lot(3n, 2));
    await commit(({ ledger }) => consume(ledger, aConsumption(account, { points: points(3n) })));
    const span = { now: NOON, until: msAfter(NOON, 7 * DAY) };
    const expiring = await commit(({ ledger }) => ledger.listExpiring([account], span));
    expect(expiring.map(({ expiresAt }) => expiresAt)).to.deep.equal([msAfter(NOON, 2 * DAY)]);
  });
});
