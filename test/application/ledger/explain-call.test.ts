import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { nodeSecrets } from '../../../src/adapters/system/random.ts';
import { explainCall, type NamedCall } from '../../../src/application/ledger/explain-call.ts';
import { type CallName, explainRecordedCall } from '../../../src/application/ledger/explain-recorded-call.ts';
import type { ApiKeyId, ConsumptionId } from '../../../src/domain/shared/ids.ts';
import { IMAGE_API } from '../../support/builders.ts';
import { aHolder, type HolderOf } from '../../support/holding.ts';
import { newId } from '../../support/ids.ts';
import { NOON } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';

describe('a call, explained to an operator', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  let holder: HolderOf;
  beforeEach(async () => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    holder = await aHolder(shop);
  });
  const recorded = (name: CallName) => explainRecordedCall({ ...shop, secrets: nodeSecrets })(name);
  const possible = (change: Partial<NamedCall> = {}) =>
    explainCall(shop)({
      ...{ keyId: holder.key.id, serviceId: holder.service.id, apiCode: IMAGE_API, quantity: 1, clientIp: null },
      ...change,
    });

  it('is found by its id, with what it took and what would become of it now', async () => {
    const usageId = await holder.charge({ quantity: 2 });
    const found = await recorded({ usageId });
    if (found.kind !== 'recorded') expect.fail(found.kind);
    expect(found.call).to.deep.include({ points: 6n, balanceAfter: 94n, reversedAt: null });
    expect(found.again.explanation).to.include({ kind: 'would_be_allowed', points: 6n });
    expect(found.again.service).to.deep.equal({ service: holder.service, liveTokens: 1 });
  });

  it('is found by the word that its service had for it', async () => {
    const usageId = await holder.charge({ idempotencyKey: 'request-4711' });
    const { service, key } = holder;
    const named = { idempotencyKey: 'request-4711', serviceName: service.name, keyId: key.id };
    const found = await recorded(named);
    expect(found.kind === 'recorded' && found.call.id).to.equal(usageId);
    expect(await recorded({ ...named, idempotencyKey: 'another' })).to.deep.equal({ kind: 'never_charged' });
    expect(await recorded({ ...named, serviceName: 'nobody' })).to.deep.equal({ kind: 'unknown_service' });
    expect(await recorded({ ...named, keyId: newId<ApiKeyId>() })).to.deep.equal({ kind: 'unknown_key' });
    expect(await recorded({ usageId: newId<ConsumptionId>() })).to.deep.equal({ kind: 'never_charged' });
  });

  it('shows that its key has been disabled since, and still what it took', async () => {
    const usageId = await holder.charge();
    await shop.switchKey(holder.userId, holder.key.id, false);
    const found = await recorded({ usageId });
    expect(found.kind === 'recorded' && found.again.explanation).to.deep.include({ refusal: { code: 'key_disabled' } });
  });

  it('need not have been made', async () => {
    const { explanation, price } = await possible({ quantity: 99 });
    expect(explanation).to.deep.include({ kind: 'would_be_refused' });
    expect(explanation.kind === 'would_be_refused' && explanation.refusal.code).to.equal('insufficient_points');
    expect(price).to.include({ version: 1, pointsPerCall: 3n });
    expect((await possible({ serviceId: null })).service).to.equal(null);
    expect((await possible({ keyId: newId<ApiKeyId>() })).explanation).to.deep.include({
      refusal: { code: 'key_unknown' },
    });
  });
});
