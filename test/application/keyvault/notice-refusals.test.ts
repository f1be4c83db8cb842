import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { nodeSecrets } from '../../../src/adapters/system/random.ts';
import { RefusalNotebook } from '../../../src/application/keyvault/notice-refusals.ts';
import { aCaller } from '../../support/customers.ts';
import { MINUTE, msAfter, NOON } from '../../support/instants.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { openShop } from '../../support/shop.ts';

describe('noticing refusals', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  let now: Date;
  let notebook: RefusalNotebook;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    now = NOON;
    notebook = new RefusalNotebook({ uow: shop.uow, secrets: nodeSecrets, now: () => now });
  });
  const listed = async (userId: Parameters<typeof shop.listRefusedCalls>[0]) =>
    (await shop.listRefusedCalls(userId, { keyId: null, before: null, limit: 9 })).items;

  it('counts them by the minute, with what the owner knows the key and the API by', async () => {
    const { userId, key, usage } = await aCaller(shop, 0n);
    const charge = notebook.watch(shop.chargeUsage);
    for (const ms of [0, 1, MINUTE]) {
      now = msAfter(NOON, ms);
      expect((await charge(usage())).kind).to.equal('refused');
    }
    expect(await listed(userId)).to.deep.equal([]);
    await notebook.writeDown();
    const [newest, first] = await listed(userId);
    expect(newest).to.deep.include({ calls: 1, lastAt: msAfter(NOON, MINUTE) });
    expect(first).to.deep.include({ calls: 2, code: 'insufficient_points', keyId: key.id, keyName: key.name });
    expect(first).to.deep.include({ firstAt: NOON, lastAt: msAfter(NOON, 1) });
  });

  it('leaves alone what was served, and what belongs to nobody', async () => {
    const { userId, usage } = await aCaller(shop, 100n);
    const charge = notebook.watch(shop.chargeUsage);
    await charge(usage());
    await charge(usage({ keyToken: 'sk_live_malformed' }));
    await notebook.writeDown();
    expect(await listed(userId)).to.deep.equal([]);
  });

  it('keeps what could not be written, and what came meanwhile', async () => {
    const { userId, usage } = await aCaller(shop, 0n);
    let isDown = true;
    const run: typeof shop.uow.run = (work) => (isDown ? Promise.reject(new Error('down')) : shop.uow.run(work));
    const flaky = new RefusalNotebook({ uow: { run }, secrets: nodeSecrets, now: () => now });
    const charge = flaky.watch(shop.chargeUsage);
    await charge(usage());
    await rejectionOf(flaky.writeDown());
    isDown = false;
    now = msAfter(NOON, MINUTE);
    await charge(usage());
    await flaky.writeDown();
    expect(await listed(userId)).to.have.length(2);
  });

  it('does not fill the memory with keys', async () => {
    const { usage } = await aCaller(shop, 0n);
    const rows: unknown[] = [];
    const counting = { add: async (all: readonly unknown[]) => void rows.push(...all) };
    const sizes = new RefusalNotebook({
      uow: { run: (work) => work({ refusedCalls: counting } as never) },
      ...{ secrets: nodeSecrets, now: () => now },
    });
    for (let nth = 0; nth < 10_050; nth++) {
      sizes.notice({ ...usage(), keyToken: `sk_live_${nth}` }, { code: 'key_disabled' });
    }
    await sizes.writeDown();
    expect(rows).to.have.length(10_000);
  });
});
