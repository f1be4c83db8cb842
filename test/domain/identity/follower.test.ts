import { expect } from 'chai';
import {
  afterArrival,
  afterLeaving,
  type Follower,
  hasComeSince,
  hasLeftSince,
} from '../../../src/domain/identity/follower.ts';
import type { UserId } from '../../../src/domain/shared/ids.ts';
import { anEvent } from '../../support/followers.ts';
import { newId } from '../../support/ids.ts';
import { msAfter, NOON, SECOND } from '../../support/instants.ts';

const DIGEST = 'd'.repeat(64);
const userId = newId<UserId>();
const later = msAfter(NOON, SECOND);
const following: Follower = afterArrival(null, anEvent({ scene: 'poster' }), DIGEST, userId);
const gone: Follower = afterLeaving(following, anEvent({ kind: 'unsubscribe', occurredAt: later }), DIGEST);

describe('a follower', () => {
  it('is known by openid, user, scene and time', () => {
    expect(following).to.deep.equal({
      ...{ appid: anEvent().appid, digest: DIGEST, openid: 'oa-somebody', userId, scene: 'poster' },
      ...{ subscribedAt: NOON, unsubscribedAt: null },
    });
  });

  it('stays what he was when he scans another code, but for whose he is', () => {
    const other = newId<UserId>();
    const scan = anEvent({ kind: 'scan', scene: 'other', occurredAt: later });
    expect(afterArrival(following, scan, DIGEST, other)).to.deep.equal({ ...following, userId: other });
  });

  it('who begins to follow although he follows has left in between, and comes from then on', () => {
    expect(afterArrival(following, anEvent({ occurredAt: later }), DIGEST, userId)).to.include({ subscribedAt: later });
    const again = afterArrival(following, anEvent({ occurredAt: later }), DIGEST, userId);
    expect(afterArrival(again, anEvent(), DIGEST, userId)).to.deep.equal(again);
  });

  it('leaves a digest, a time and whose he was, and nothing else', () => {
    expect(gone).to.deep.equal({
      ...{ appid: anEvent().appid, digest: DIGEST, openid: null, userId, scene: null },
      ...{ subscribedAt: null, unsubscribedAt: later },
    });
  });

  it('may leave without ever having been met', () => {
    expect(afterLeaving(null, anEvent({ kind: 'unsubscribe' }), DIGEST)).to.include({ openid: null, userId: null });
  });

  it('follows anew when he comes back', () => {
    const back = anEvent({ occurredAt: later, scene: 'shop' });
    expect(afterArrival(gone, back, DIGEST, userId)).to.include({
      ...{ openid: 'oa-somebody', scene: 'shop', subscribedAt: later, unsubscribedAt: null },
    });
  });

  it('has left since when his arrival is the older news, and come since when his leaving is', () => {
    expect(hasLeftSince(gone, anEvent())).to.equal(true);
    expect(hasLeftSince(gone, anEvent({ occurredAt: later }))).to.equal(false);
    expect(hasLeftSince(following, anEvent())).to.equal(false);
    expect(hasLeftSince(null, anEvent())).to.equal(false);
    const back = afterArrival(gone, anEvent({ occurredAt: later }), DIGEST, userId);
    expect(hasComeSince(back, anEvent())).to.equal(true);
    expect(hasComeSince(back, anEvent({ occurredAt: later }))).to.equal(false);
    expect(hasComeSince(gone, anEvent())).to.equal(false);
    expect(hasComeSince(null, anEvent())).to.equal(false);
  });
});
