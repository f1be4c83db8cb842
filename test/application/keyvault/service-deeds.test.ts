import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { ServiceId } from '../../../src/domain/shared/ids.ts';
import { DAY, msAfter, NOON } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';

describe('What is done to a service', () => {
  it('is in the audit log, one line for each deed, with what it was and is, and no secret', async () => {
    const shop = openShop(new MemoryUnitOfWork(NOON));
    const created = await shop.createService('vision', { operations: ['usage'] });
    if (created.kind !== 'created') expect.fail(created.kind);
    const { id } = created.service;
    const secret = await shop.rotateSigningSecret('vision', 0);
    await shop.changeService('vision', { allow: ['holds'], requiresSignature: true });
    await shop.rotateServiceToken('vision', DAY);
    await shop.endServiceCredentials('vision', { tokens: true, secrets: true });
    const facts = { name: 'vision', operations: ['usage'], networks: null, enabled: true };
    const before = { ...facts, requires_signature: false, return_origins: [] };
    const changed = { ...before, operations: ['usage', 'holds'], requires_signature: true };
    expect(await deedsOf(shop, id)).to.deep.equal([
      { action: 'service.created', before: null, after: before },
      {
        ...{ action: 'service.secret_rotated', before: null },
        after: { secret_id: secret.kind === 'rotated' && secret.secretId, earlier_end_at: NOON.toISOString() },
      },
      { action: 'service.changed', before, after: changed },
      { action: 'service.token_rotated', before: null, after: { earlier_end_at: msAfter(NOON, DAY).toISOString() } },
      { action: 'service.ended', before: { tokens: 2, secrets: 1 }, after: null },
    ]);
  });
});

type Opened = ReturnType<typeof openShop<MemoryUnitOfWork>>;
async function deedsOf(shop: Opened, subjectId: ServiceId) {
  const newestFirst = await shop.uow.run(({ audit }) => audit.list({ subjectId }, { before: null, limit: 9 }));
  return newestFirst.reverse().map(({ action, before, after }) => ({ action, before, after }));
}
