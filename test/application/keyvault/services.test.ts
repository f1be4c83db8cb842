import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { nodeSecrets } from '../../../src/adapters/system/random.ts';
import { formatToken } from '../../../src/domain/keyvault/key-token.ts';
import type { ServiceId } from '../../../src/domain/shared/ids.ts';
import { newId } from '../../support/ids.ts';
import { NOON } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';
import { untouchable } from '../../support/untouchable.ts';

describe('a backend service', () => {
  const shop = () => openShop(new MemoryUnitOfWork(NOON));

  it('is known by the token that it was given', async () => {
    const { createService, authenticateService } = shop();
    const created = await createService('vision');
    if (created.kind !== 'created') expect.fail(created.kind);
    expect(created.service).to.deep.include({ name: 'vision', enabled: true, createdAt: NOON });
    expect(await authenticateService(created.token)).to.deep.equal({ kind: 'authenticated', service: created.service });
  });

  it('has a name of its own', async () => {
    const { createService } = shop();
    await createService('vision');
    expect(await createService('vision')).to.deep.equal({ kind: 'name_taken' });
  });

  it('is unknown with a token that nobody was given', async () => {
    const token = formatToken('ss_live_', nodeSecrets.random(24));
    expect(await shop().authenticateService(token)).to.deep.equal({ kind: 'service_unknown' });
  });

  it('is unknown while it is disabled', async () => {
    const { uow, authenticateService } = shop();
    const token = formatToken('ss_live_', nodeSecrets.random(24));
    const service = { id: newId<ServiceId>(), name: 'old', hint: '', enabled: false, createdAt: NOON };
    await uow.run(({ services }) => services.add(service, nodeSecrets.digest(token)));
    expect(await authenticateService(token)).to.deep.equal({ kind: 'service_unknown' });
  });

  it('costs no transaction when it shows a malformed token, or a customer’s', async () => {
    const { authenticateService } = openShop(untouchable);
    for (const token of ['', 'ss_live_x', formatToken('sk_live_', nodeSecrets.random(24))]) {
      expect(await authenticateService(token)).to.deep.equal({ kind: 'service_unknown' });
    }
  });
});
