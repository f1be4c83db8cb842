import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { nodeSecrets, uuidV7Source } from '../../../src/adapters/system/random.ts';
import { revokeKey } from '../../../src/application/keyvault/revoke-key.ts';
import type { ApiKeyId } from '../../../src/domain/shared/ids.ts';
import { aToken } from '../../support/a-token.ts';
import { aCaller } from '../../support/customers.ts';
import { BY_ALICE } from '../../support/followers.ts';
import { newId } from '../../support/ids.ts';
import { NOON } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';

describe('revoke a key', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const revoke = (...args: Parameters<ReturnType<typeof revokeKey>>) =>
    revokeKey({ uow: shop.uow, ids: uuidV7Source, secrets: nodeSecrets, by: BY_ALICE })(...args);

  it('refuses the next call, whether it is named or its token is shown', async () => {
    const [named, shown] = [await aCaller(shop, 9n), await aCaller(shop, 9n)];
    expect(await revoke({ id: named.key.id }, 'leaked')).to.deep.equal({
      ...{ kind: 'revoked', key: { ...named.key, enabled: false } },
    });
    expect(await revoke({ token: shown.token }, 'leaked')).to.deep.equal({
      ...{ kind: 'revoked', key: { ...shown.key, enabled: false } },
    });
    for (const { usage } of [named, shown]) {
      expect(await shop.chargeUsage(usage())).to.deep.include({ refusal: { code: 'key_disabled' } });
    }
  });

  it('is written down once, with who and why', async () => {
    const { userId, key } = await aCaller(shop, 9n);
    await revoke({ id: key.id }, 'leaked');
    expect(await revoke({ id: key.id }, 'again')).to.have.property('kind', 'unchanged');
    const [deed, ...more] = await shop.uow.run(({ audit }) =>
      audit.list({ userId, action: 'key.disabled' }, { before: null, limit: 9 }),
    );
    expect(more).to.deep.equal([]);
    const told = { before: { enabled: true }, after: { enabled: false, reason: 'leaked' } };
    expect(deed).to.deep.include({ by: BY_ALICE, ...told });
  });

  it('knows no key that was never made', async () => {
    for (const which of [{ id: newId<ApiKeyId>() }, { token: aToken('sk_live_') }]) {
      expect(await revoke(which, 'leaked')).to.deep.equal({ kind: 'unknown_key' });
    }
  });
});
