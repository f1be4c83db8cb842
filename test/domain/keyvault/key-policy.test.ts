import { expect } from 'chai';
import type { ApiKey } from '../../../src/domain/keyvault/api-key.ts';
import { countActive, keyStatus, refuseKeyUse } from '../../../src/domain/keyvault/key-policy.ts';
import { anApiKey, IMAGE_API, TEXT_API } from '../../support/builders.ts';
import { msAfter, NOON } from '../../support/instants.ts';

const use = { apiCode: IMAGE_API, now: NOON };
const DISABLED: Partial<ApiKey> = { enabled: false };
const EXPIRED: Partial<ApiKey> = { expiresAt: NOON };
const FOR_TEXT: Partial<ApiKey> = { scope: [TEXT_API] };

describe('the policy of keys', () => {
  it('lets an active key call every API in its scope', () => {
    expect(refuseKeyUse(anApiKey(), use)).to.equal(null);
    expect(refuseKeyUse(anApiKey({ scope: [TEXT_API, IMAGE_API] }), use)).to.equal(null);
  });

  it('refuses a disabled key', () => {
    expect(refuseKeyUse(anApiKey(DISABLED), use)).to.equal('key_disabled');
  });

  it('refuses a key from its expiry on', () => {
    expect(refuseKeyUse(anApiKey({ expiresAt: msAfter(NOON, 1) }), use)).to.equal(null);
    expect(refuseKeyUse(anApiKey(EXPIRED), use)).to.equal('key_expired');
  });

  it('refuses an API that is not in the scope', () => {
    expect(refuseKeyUse(anApiKey(FOR_TEXT), use)).to.equal('scope_missing');
    expect(refuseKeyUse(anApiKey({ scope: [] }), use)).to.equal('scope_missing');
  });

  it('answers disabled before expired before out of scope', () => {
    expect(refuseKeyUse(anApiKey({ ...DISABLED, ...EXPIRED, ...FOR_TEXT }), use)).to.equal('key_disabled');
    expect(refuseKeyUse(anApiKey({ ...DISABLED, ...FOR_TEXT }), use)).to.equal('key_disabled');
    expect(refuseKeyUse(anApiKey({ ...EXPIRED, ...FOR_TEXT }), use)).to.equal('key_expired');
  });

  it('shows the same as it decides', () => {
    expect(keyStatus(anApiKey(), NOON)).to.equal('active');
    expect(keyStatus(anApiKey(EXPIRED), NOON)).to.equal('expired');
    expect(keyStatus(anApiKey({ expiresAt: msAfter(NOON, 1) }), NOON)).to.equal('active');
    expect(keyStatus(anApiKey({ ...DISABLED, ...EXPIRED }), NOON)).to.equal('disabled');
  });

  it('counts the keys that can be used now, and no others', () => {
    const barelyActive = anApiKey({ expiresAt: msAfter(NOON, 1) });
    const others = [anApiKey(DISABLED), anApiKey(EXPIRED), anApiKey({ ...DISABLED, ...EXPIRED })];
    expect(countActive([], NOON)).to.equal(0);
    expect(countActive(others, NOON)).to.equal(0);
    expect(countActive([anApiKey(), barelyActive, ...others], NOON)).to.equal(2);
    expect(countActive([anApiKey(), barelyActive], msAfter(NOON, 1))).to.equal(1);
  });
});
