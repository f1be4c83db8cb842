import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { accountOf, type UserId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aGrant, aNewLot } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';
import { msAfter, NOON } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';

describe('read the balance', () => {
  it('shows what may be spent now and what expires first, as time passes', async () => {
    const { uow, readBalance } = openShop(new MemoryUnitOfWork(NOON));
    const userId = newId<UserId>();
    const [soon, later] = [msAfter(NOON, 1), msAfter(NOON, 2)];
    const lots = [aNewLot({ points: points(4n), expiresAt: soon })];
    const more = [aNewLot({ points: points(6n), expiresAt: later })];
    await uow.run(async ({ ledger }) => {
      await ledger.grant(aGrant(accountOf(userId), { lots }));
      await ledger.grant(aGrant(accountOf(userId), { lots: more }));
    });
    expect(await readBalance(userId)).to.deep.equal({ available: 10n, nextExpiry: { points: 4n, expiresAt: soon } });
    uow.now = soon;
    expect(await readBalance(userId)).to.deep.equal({ available: 6n, nextExpiry: { points: 6n, expiresAt: later } });
    uow.now = later;
    expect(await readBalance(userId)).to.deep.equal({ available: 0n, nextExpiry: null });
  });

  it('shows what could be spent at an earlier time', async () => {
    const { uow, readPastBalance } = openShop(new MemoryUnitOfWork(NOON));
    const userId = newId<UserId>();
    const lots = [aNewLot({ points: points(4n), expiresAt: msAfter(NOON, 9) })];
    await uow.run(({ ledger }) => ledger.grant(aGrant(accountOf(userId), { lots, at: NOON })));
    uow.now = msAfter(NOON, 99);
    const times = [msAfter(NOON, -1), NOON, msAfter(NOON, 8), msAfter(NOON, 9)];
    expect(await Promise.all(times.map((time) => readPastBalance(userId, time)))).to.deep.equal([0n, 4n, 4n, 0n]);
  });

  it('is empty for who has never bought', async () => {
    const { readBalance } = openShop(new MemoryUnitOfWork(NOON));
    expect(await readBalance(newId<UserId>())).to.deep.equal({ available: 0n, nextExpiry: null });
  });
});
