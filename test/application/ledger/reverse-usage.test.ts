import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { ConsumptionId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aHolder, lotOf } from '../../support/holding.ts';
import { newId } from '../../support/ids.ts';
import { beijing, DAY, msAfter, NOON, SECOND } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';

describe('reverse a call', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });

  it('puts every point back on the lot that gave it', async () => {
    const lots = [lotOf(4n, { expiresAt: msAfter(NOON, DAY) }), lotOf(10n)];
    const holder = await aHolder(shop, { lots });
    const usageId = await holder.charge({ quantity: 2 });
    shop.uow.now = msAfter(NOON, SECOND);
    const outcome = await holder.reverse(usageId, 'no image came out');
    expect(outcome).to.deep.equal({
      ...{ kind: 'reversed', replayed: false },
      reversal: {
        ...{ accountId: holder.account, usageId, points: 6n, expired: 0n, availableAfter: 14n },
        ...{ reason: 'no image came out', at: msAfter(NOON, SECOND) },
      },
    });
    const reversed = (await holder.entries()).filter(({ kind }) => kind === 'reverse');
    expect(reversed.map(({ lotId, change }) => [lotId, change])).to.deep.equal([
      [lots[0]?.id, 4n],
      [lots[1]?.id, 2n],
    ]);
    expect(reversed.map(({ call }) => call?.keyId)).to.deep.equal([holder.key.id, holder.key.id]);
    await holder.balanced();
  });

  it('happens once; the same again is answered alike, with the first reason', async () => {
    const holder = await aHolder(shop);
    const usageId = await holder.charge();
    const first = await holder.reverse(usageId, 'first');
    await holder.charge();
    shop.uow.now = msAfter(NOON, DAY);
    expect(await holder.reverse(usageId, 'second')).to.deep.equal({ ...first, replayed: true });
    expect(await holder.available()).to.equal(97n);
    await holder.balanced();
  });

  it('is for the service that charged it', async () => {
    const [holder, other] = [await aHolder(shop), await aHolder(shop)];
    const usageId = await holder.charge();
    expect(await other.reverse(usageId)).to.deep.equal({ kind: 'unknown_usage' });
    expect(await holder.reverse(newId<ConsumptionId>())).to.deep.equal({ kind: 'unknown_usage' });
    expect(await holder.available()).to.equal(97n);
  });

  it('knows no call of a hold that was not captured', async () => {
    const holder = await aHolder(shop);
    const { id } = await holder.hold();
    expect(await holder.reverse(id as string as ConsumptionId)).to.deep.equal({ kind: 'unknown_usage' });
  });

  it('says what of it is lost, because its lot has expired, and writes it off', async () => {
    const soon = lotOf(2n, { expiresAt: msAfter(NOON, SECOND) });
    const holder = await aHolder(shop, { lots: [soon, lotOf(10n)] });
    const usageId = await holder.charge();
    shop.uow.now = soon.expiresAt;
    const outcome = await holder.reverse(usageId);
    if (outcome.kind !== 'reversed') expect.fail(outcome.kind);
    expect(outcome.reversal).to.include({ points: 3n, expired: 2n, availableAfter: 10n });
    expect(await holder.available()).to.equal(10n);
    expect((await holder.entries()).at(-1)).to.include({ kind: 'expire', change: -2n });
    await holder.balanced();
  });

  it('gives the budgets of the key their points back; the call stays counted', async () => {
    const holder = await aHolder(shop, { key: { totalBudget: points(5n), rateLimit: { calls: 5, seconds: 60 } } });
    const usageId = await holder.charge();
    const refused = await shop.chargeUsage(holder.usage());
    expect(refused).to.have.nested.property('refusal.code', 'total_budget_exhausted');
    await holder.reverse(usageId);
    expect(await holder.meter()).to.include({ pointsToday: 0n, pointsTotal: 0n, callsToday: 1, callsInWindow: 1 });
    await holder.charge();
  });

  it('leaves the budget of today alone for a call of yesterday', async () => {
    shop.uow.now = beijing('2026-01-15 23:59:59.999');
    const holder = await aHolder(shop);
    const usageId = await holder.charge();
    shop.uow.now = beijing('2026-01-16 00:00:00.000');
    await holder.charge({ quantity: 2 });
    await holder.reverse(usageId);
    expect(await holder.meter()).to.include({ pointsToday: 6n, pointsTotal: 6n });
  });
});
