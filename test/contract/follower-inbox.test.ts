import { expect } from 'chai';
import type { FollowerOutcome, StoredEvent } from '../../src/domain/identity/follower-inbox.ts';
import type { UserId } from '../../src/domain/shared/ids.ts';
import { anEvent } from '../support/followers.ts';
import { newId } from '../support/ids.ts';
import { DAY, MINUTE, msAfter, NOON, SECOND } from '../support/instants.ts';
import { describeStores } from '../support/stores.ts';

const aStoredEvent = (change: Partial<StoredEvent> = {}): StoredEvent => ({
  ...{ messageKey: newId(), event: anEvent({ scene: '海报' }), receivedAt: msAfter(NOON, 456) },
  ...change,
});
const OUTCOME: FollowerOutcome = { kind: 'followed', userId: newId<UserId>(), scan: 'login_confirmed' };
const LATER = msAfter(NOON, DAY);

describeStores('FollowerInbox', (commit) => {
  const add = (stored: StoredEvent) => commit(({ followerInbox }) => followerInbox.add(stored));
  const take = (key: string) => commit(({ followerInbox }) => followerInbox.take(key));
  const dueAt = (now: Date, limit = 9) => commit(({ followerInbox }) => followerInbox.takeDue(now, limit));
  const aStored = async (ms = 0): Promise<string> => {
    const stored = aStoredEvent({ receivedAt: msAfter(NOON, ms) });
    await add(stored);
    return stored.messageKey;
  };

  it('gives an event back as it was', async () => {
    for (const event of [
      anEvent({ scene: '海报' }),
      anEvent({ kind: 'unsubscribe', occurredAt: msAfter(NOON, 7_000) }),
    ]) {
      const stored = aStoredEvent({ event });
      expect(await add(stored)).to.equal(true);
      expect(await take(stored.messageKey)).to.deep.equal({ kind: 'taken', event });
    }
  });

  it('keeps the first of two events of one key, and says so', async () => {
    const stored = aStoredEvent();
    await add(stored);
    expect(await add({ ...stored, event: anEvent({ openid: 'another' }) })).to.equal(false);
    expect(await take(stored.messageKey)).to.deep.equal({ kind: 'taken', event: stored.event });
  });

  it('has nothing to take that was never stored', async () => {
    expect(await take('never')).to.deep.equal({ kind: 'busy' });
  });

  it('can be taken twice in one transaction', async () => {
    const key = await aStored();
    await commit(async ({ followerInbox }) => {
      expect(await followerInbox.take(key)).to.have.property('kind', 'taken');
      expect(await followerInbox.take(key)).to.have.property('kind', 'taken');
    });
  });

  it('has an event to try ten seconds after it was received, and when that was scheduled', async () => {
    const messageKey = await aStored();
    expect(await dueAt(msAfter(NOON, 10 * SECOND - 1))).to.deep.equal([]);
    expect(await dueAt(msAfter(NOON, 10 * SECOND))).to.deep.equal([{ messageKey, tries: 0 }]);
    await commit(({ followerInbox }) => followerInbox.scheduleTry(messageKey, 3, msAfter(NOON, MINUTE)));
    expect(await dueAt(msAfter(NOON, MINUTE - 1))).to.deep.equal([]);
    expect(await dueAt(msAfter(NOON, MINUTE))).to.deep.equal([{ messageKey, tries: 3 }]);
  });

  it('gives what is due, longest due first, no more than asked for', async () => {
    const [b, a, c] = [await aStored(2), await aStored(1), await aStored(3)];
    const keys = async (limit: number) => (await dueAt(LATER, limit)).map(({ messageKey }) => messageKey);
    expect(await keys(2)).to.deep.equal([a, b]);
    expect(await keys(9)).to.deep.equal([a, b, c]);
  });

  it('remembers the first outcome of what is handled, and gives it no more', async () => {
    const [key, other] = [await aStored(), await aStored()];
    const nobody: FollowerOutcome = { kind: 'left', userId: null, scan: 'none' };
    await commit(({ followerInbox }) => followerInbox.finish(key, OUTCOME, NOON));
    await commit(({ followerInbox }) => followerInbox.finish(key, nobody, NOON));
    await commit(({ followerInbox }) => followerInbox.scheduleTry(key, 1, NOON));
    expect(await take(key)).to.deep.equal({ kind: 'handled', outcome: OUTCOME });
    expect(await add(aStoredEvent({ messageKey: key }))).to.equal(false);
    expect(await dueAt(LATER)).to.deep.equal([{ messageKey: other, tries: 0 }]);
    await commit(({ followerInbox }) => followerInbox.finish(other, nobody, NOON));
    expect(await take(other)).to.deep.equal({ kind: 'handled', outcome: nobody });
  });

  it('lets a stamp belong to one message, until it is forgotten', async () => {
    const claim = (nonce: string, key: string, now = NOON) =>
      commit(({ followerInbox }) => followerInbox.claimStamp({ signedAt: '1768449600', nonce }, key, now));
    expect(await claim('n-1', 'one')).to.equal(true);
    expect(await claim('n-1', 'one', LATER)).to.equal(true);
    expect(await claim('n-1', 'other')).to.equal(false);
    expect(await claim('n-2', 'other', msAfter(NOON, 1))).to.equal(true);
    await commit(({ followerInbox }) => followerInbox.forgetStamps(msAfter(NOON, 1)));
    expect(await claim('n-1', 'other')).to.equal(true);
    expect(await claim('n-2', 'one')).to.equal(false);
  });
});
