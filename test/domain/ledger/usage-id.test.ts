import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { holdIdOf, usageIdOf } from '../../../src/domain/ledger/usage-id.ts';
import type { AccountId, ServiceId } from '../../../src/domain/shared/ids.ts';
import { newId } from '../../support/ids.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const named = {
  serviceId: '0190a000-0000-7000-8000-000000000005' as ServiceId,
  accountId: '0190a000-0000-7000-8000-000000000001' as AccountId,
  idempotencyKey: 'call-1',
};

describe('the id of a call', () => {
  it('is derived from service, account and idempotency key', () => {
    // By another program (Python: uuid, hashlib).
    expect(usageIdOf(named, sha256)).to.equal('c80011f5-52c8-e1eb-60f7-ec72d729a964');
    expect(usageIdOf({ ...named }, sha256)).to.equal(usageIdOf(named, sha256));
  });

  it('is another one where any of them is another', () => {
    const others = [
      { ...named, serviceId: newId<ServiceId>() },
      { ...named, accountId: newId<AccountId>() },
      {
        ...named,
        serviceId: named.accountId as string as ServiceId,
        accountId: named.serviceId as string as AccountId,
      },
      ...['call-2', 'Call-1', 'call-', 'call-11', 'hold', ''].map((idempotencyKey) => ({ ...named, idempotencyKey })),
    ].map((other) => usageIdOf(other, sha256));
    expect(new Set([usageIdOf(named, sha256), ...others])).to.have.property('size', others.length + 1);
  });

  it('is a UUID for every idempotency key that there can be', () => {
    for (const idempotencyKey of ['!', '~'.repeat(128), String.fromCharCode(0x21, 0x7e)]) {
      expect(usageIdOf({ ...named, idempotencyKey }, sha256)).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    }
  });

  it('is not that of a hold of the same name', () => {
    expect(holdIdOf(named, sha256)).to.equal('3a0f50fa-c0b1-9e1d-2aab-908482e7bfc9');
    const ofHold = usageIdOf({ ...named, idempotencyKey: 'hold call-1' }, sha256) as string;
    expect(holdIdOf(named, sha256), 'no call can be named so: there is a space in it').to.equal(ofHold);
  });
});
