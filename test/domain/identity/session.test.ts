import { expect } from 'chai';
import { isAlive, renewalOf, type Session, sessionExpiry } from '../../../src/domain/identity/session.ts';
import { defaultNickname } from '../../../src/domain/identity/user.ts';
import type { SessionId, UserId } from '../../../src/domain/shared/ids.ts';
import { newId } from '../../support/ids.ts';
import { DAY, msAfter, NOON } from '../../support/instants.ts';

const aSession = (expiresAt: Date): Session => ({
  id: newId<SessionId>(),
  userId: newId<UserId>(),
  createdAt: NOON,
  expiresAt,
});

describe('a session', () => {
  it('lives for thirty days', () => {
    expect(sessionExpiry(NOON)).to.deep.equal(msAfter(NOON, 30 * DAY));
  });

  it('is refused from its expiry on', () => {
    expect(isAlive(aSession(msAfter(NOON, 1)), NOON)).to.equal(true);
    expect(isAlive(aSession(NOON), NOON)).to.equal(false);
  });

  it('is renewed when it was last renewed a day ago', () => {
    const session = aSession(sessionExpiry(NOON));
    const aDayLater = msAfter(NOON, DAY);
    expect(renewalOf(session, aDayLater)).to.deep.equal(sessionExpiry(aDayLater));
  });

  it('is not written again within a day', () => {
    const session = aSession(sessionExpiry(NOON));
    expect(renewalOf(session, msAfter(NOON, DAY - 1))).to.equal(null);
  });
});

describe('a new user', () => {
  it('is named after the random end of the id', () => {
    expect(defaultNickname('01900000-0000-7000-8000-0000abcdef12' as UserId)).to.equal('微信用户cdef12');
  });
});
