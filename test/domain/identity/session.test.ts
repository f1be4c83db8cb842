import { expect } from 'chai';
import { isAlive, sessionExpiry, useOf } from '../../../src/domain/identity/session.ts';
import { defaultNickname } from '../../../src/domain/identity/user.ts';
import type { UserId } from '../../../src/domain/shared/ids.ts';
import { aSession } from '../../support/builders.ts';
import { DAY, msAfter, NOON } from '../../support/instants.ts';

const HOUR = 3_600_000;

describe('a session', () => {
  it('lives for thirty days', () => {
    expect(sessionExpiry(NOON)).to.deep.equal(msAfter(NOON, 30 * DAY));
  });

  it('is refused from its expiry on', () => {
    expect(isAlive(aSession({ expiresAt: msAfter(NOON, 1) }), NOON)).to.equal(true);
    expect(isAlive(aSession({ expiresAt: NOON }), NOON)).to.equal(false);
  });

  it('slides forward when it is used an hour after the use before', () => {
    const later = msAfter(NOON, HOUR);
    expect(useOf(aSession(), later)).to.deep.equal({ lastUsedAt: later, expiresAt: sessionExpiry(later) });
  });

  it('ends a year after its user has signed in, however much it is used', () => {
    const session = aSession({ createdAt: NOON });
    const last = msAfter(NOON, 365 * DAY);
    expect(useOf(session, msAfter(NOON, 335 * DAY))?.expiresAt).to.deep.equal(last);
    expect(useOf(session, msAfter(NOON, 336 * DAY))?.expiresAt).to.deep.equal(last);
    expect(useOf(session, msAfter(NOON, 334 * DAY))?.expiresAt).to.deep.equal(msAfter(NOON, 364 * DAY));
  });

  it('is not written again within an hour', () => {
    expect(useOf(aSession(), msAfter(NOON, HOUR - 1))).to.equal(null);
  });

  it('of a checkout ends when it was meant to, however it is used', () => {
    const session = aSession({ kind: 'checkout', expiresAt: msAfter(NOON, 2 * HOUR) });
    expect(useOf(session, msAfter(NOON, HOUR))).to.deep.equal({
      ...{ lastUsedAt: msAfter(NOON, HOUR), expiresAt: session.expiresAt },
    });
  });
});

describe('a new user', () => {
  it('is named after the random end of the id', () => {
    expect(defaultNickname('01900000-0000-7000-8000-0000abcdef12' as UserId)).to.equal('微信用户cdef12');
  });
});
