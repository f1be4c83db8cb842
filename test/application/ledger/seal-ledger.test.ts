import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { takeSeal } from '../../../src/application/ledger/seal-ledger.ts';
import { beijing } from '../../support/instants.ts';
import { openShop, untilDone } from '../../support/shop.ts';

describe('The sweep that seals the ledger', () => {
  it('takes one seal on each day in Beijing, and hands its digest out', async () => {
    const uow = new MemoryUnitOfWork(beijing('2026-01-15 08:00:00.000'));
    const shop = openShop(uow);
    const times = [
      '2026-01-15 08:00:00.000',
      '2026-01-15 23:59:59.999',
      '2026-01-16 00:00:00.000',
      '2026-01-16 09:00:00.000',
    ];
    for (const time of times) {
      uow.now = beijing(time);
      await shop.sealLedger.run(untilDone);
    }
    expect(shop.sealsNoted.map(({ no, sealedAt }) => [no, sealedAt])).to.deep.equal([
      [1n, beijing('2026-01-15 08:00:00.000')],
      [2n, beijing('2026-01-16 00:00:00.000')],
    ]);
    expect(await uow.run(({ seals }) => seals.last())).to.deep.equal(shop.sealsNoted[1]);
  });

  it('leaves out the day for which somebody has asked for one, who may ask for more', async () => {
    const uow = new MemoryUnitOfWork(beijing('2026-01-15 08:00:00.000'));
    const shop = openShop(uow);
    const taken = [await takeSeal({ uow })(), await takeSeal({ uow })()];
    expect(taken.map(({ no }) => no)).to.deep.equal([1n, 2n]);
    await shop.sealLedger.run(untilDone);
    expect(shop.sealsNoted).to.deep.equal([]);
  });
});
