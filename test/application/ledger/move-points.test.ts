import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { nodeSecrets, uuidV7Source } from '../../../src/adapters/system/random.ts';
import { movePoints } from '../../../src/application/ledger/move-points.ts';
import { type AccountId, accountOf, type UserId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aGrant, aNewLot } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';
import { DAY, msAfter, NOON } from '../../support/instants.ts';
import { rejectionOf } from '../../support/rejection.ts';

describe('Points that move from one account to another', () => {
  const uow = new MemoryUnitOfWork(NOON);
  const anAccount = async (...amounts: bigint[]): Promise<AccountId> => {
    const account = accountOf(newId<UserId>());
    for (const [nth, amount] of amounts.entries()) await grant(account, amount, nth + 1);
    return account;
  };
  const grant = (account: AccountId, amount: bigint, days: number) =>
    uow.run(({ ledger }) => {
      const lots = [aNewLot({ points: points(amount), expiresAt: msAfter(NOON, days * DAY) })];
      return ledger.grant(aGrant(account, { lots }));
    });
  const move = (from: AccountId, into: AccountId, requestKey = 'merge-1') =>
    uow.run((stores) =>
      movePoints(
        stores,
        { ids: uuidV7Source, secrets: nodeSecrets },
        { from, into, operator: 'alice', requestKey },
        NOON,
      ),
    );
  const lotsOf = async (account: AccountId) =>
    (await uow.run(({ ledger }) => ledger.listLots(account)))
      .filter(({ remaining }) => remaining > 0n)
      .map(({ kind, remaining, expiresAt }) => `${kind} ${remaining} until day ${(+expiresAt - +NOON) / DAY}`);

  it('do so lot by lot, each with its expiry', async () => {
    const [from, into] = [await anAccount(3n, 4n), await anAccount(1n)];
    expect((await move(from, into)).points).to.equal(7n);
    expect(await lotsOf(from)).to.deep.equal([]);
    expect(await lotsOf(into)).to.have.members(['paid 1 until day 1', 'bonus 3 until day 1', 'bonus 4 until day 2']);
  });

  it('leave nothing behind in the books where there are none', async () => {
    const [from, into] = [await anAccount(), await anAccount()];
    expect(await move(from, into)).to.deep.include({ points: 0n });
    expect(await uow.run(({ ledger }) => ledger.findAdjustment(from, 'merge-1'))).to.equal(null);
  });

  it('do so once under one name: what came later is not lost under it', async () => {
    const [from, into] = [await anAccount(3n), await anAccount()];
    await move(from, into);
    for (const again of [3n, 5n]) {
      await grant(from, again, 9);
      expect((await rejectionOf(move(from, into))).message).to.include('cannot be moved');
    }
  });
});
