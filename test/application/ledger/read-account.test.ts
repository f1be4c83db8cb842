import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { RefundId, UserId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aFreeze, aGrant } from '../../support/builders.ts';
import { aHolder, lotOf } from '../../support/holding.ts';
import { newId } from '../../support/ids.ts';
import { DAY, msAfter, NOON } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';

describe('read an account', () => {
  const shop = openShop(new MemoryUnitOfWork(NOON));

  it('tells what can be spent, what is held, what is frozen and what expires soon', async () => {
    const soon = lotOf(20n, { expiresAt: msAfter(NOON, DAY) });
    const holder = await aHolder(shop, { lots: [lotOf(50n), soon] });
    await holder.hold();
    const { orderId, lots, ...grant } = aGrant(holder.account, { lots: [lotOf(8n)] });
    await shop.uow.run(async ({ ledger }) => {
      await ledger.grant({ orderId, lots, ...grant });
      const draws = lots.map(({ id }) => ({ lotId: id, points: points(5n) }));
      await ledger.freeze(aFreeze(holder.account, orderId, draws));
    });
    const account = await shop.readAccount(holder.userId);
    if (account.kind !== 'found') expect.fail(account.kind);
    expect(account).to.deep.include({ available: 63n, held: 10n, frozen: 5n });
    expect(account.nextExpiry).to.deep.equal({ points: 10n, expiresAt: soon.expiresAt });
    expect(account.expiringSoon.map(({ id, remaining }) => [id, remaining])).to.deep.equal([[soon.id, 10n]]);
    await holder.balanced();
  });

  it('has nothing under way once holds and refunds have ended', async () => {
    const holder = await aHolder(shop, { lots: [] });
    const { orderId, lots, ...grant } = aGrant(holder.account, { lots: [lotOf(8n)] });
    const refundId = newId<RefundId>();
    await shop.uow.run(async ({ ledger }) => {
      await ledger.grant({ orderId, lots, ...grant });
      const draws = lots.map(({ id }) => ({ lotId: id, points: points(5n) }));
      await ledger.freeze({ ...aFreeze(holder.account, orderId, draws), refundId });
    });
    const { id } = await holder.hold({ points: points(3n) });
    await holder.release(id);
    await shop.uow.run(({ ledger }) => ledger.burn(holder.account, refundId, NOON));
    expect(await shop.readAccount(holder.userId)).to.deep.include({ available: 3n, held: 0n, frozen: 0n });
  });

  it('knows no stranger', async () => {
    expect(await shop.readAccount(newId<UserId>())).to.deep.equal({ kind: 'unknown_user' });
  });
});
