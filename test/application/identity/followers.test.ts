import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { nodeSecrets } from '../../../src/adapters/system/random.ts';
import type { FollowerEvent } from '../../../src/domain/identity/follower.ts';
import { digestedOf } from '../../../src/domain/identity/follower.ts';
import { Unavailable } from '../../../src/domain/shared/faults.ts';
import { accountOf } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aGrant, aNewLot } from '../../support/builders.ts';
import { aMessage } from '../../support/fake-official-account.ts';
import { aFollower, aMember, anEvent, deedsOf, happens, OFFICIAL, told, userOf } from '../../support/followers.ts';
import { MINUTE, msAfter, NOON, SECOND } from '../../support/instants.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { openShop, untilDone } from '../../support/shop.ts';

const SOMEBODY = 'oa-somebody';

describe('followers of the official account', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const followerOf = (openid = SOMEBODY) =>
    shop.uow.run(({ followers }) =>
      followers.find(OFFICIAL.appid, nodeSecrets.digest(digestedOf(OFFICIAL.appid, openid))),
    );
  const identityOf = (openid = SOMEBODY) => shop.uow.run(({ users }) => users.findByIdentity(OFFICIAL.appid, openid));
  const later = (seconds: number) => msAfter(NOON, seconds * SECOND);

  it('become users, with an identity of their own', async () => {
    const { kind, userId } = await happens(shop, { scene: 'poster' });
    expect(kind).to.equal('followed');
    expect((await identityOf())?.id).to.equal(userId);
    expect(await followerOf()).to.deep.include({ openid: SOMEBODY, userId, scene: 'poster', subscribedAt: NOON });
    expect(userId && (await deedsOf(shop, userId))).to.deep.equal(['user.created', 'follower.subscribed']);
  });

  it('are updated, not made again', async () => {
    const first = await happens(shop);
    expect(await happens(shop, { occurredAt: later(9) })).to.deep.equal(first);
    expect(await happens(shop, { kind: 'scan', scene: 'x', occurredAt: later(10) })).to.deep.include({
      ...{ kind: 'scanned', userId: first.userId },
    });
  });

  it('who sign in through the mini-program are who they are there, whichever came first', async () => {
    const member = await aMember(shop, 'mini-1', 'u-1');
    expect(await aFollower(shop, 'oa-1', 'u-1')).to.equal(member);
    const follower = await aFollower(shop, 'oa-2', 'u-2');
    expect(await aMember(shop, 'mini-2', 'u-2')).to.equal(follower);
    expect(await deedsOf(shop, member)).to.include('identity.joined');
  });

  it('leave nothing of the official account behind but a digest, and their user', async () => {
    const userId = await aFollower(shop, SOMEBODY, 'u-1');
    expect(await happens(shop, { kind: 'unsubscribe', occurredAt: later(5) })).to.deep.equal({
      ...{ kind: 'left', userId, scan: 'none' },
    });
    expect(await identityOf()).to.equal(null);
    expect(await followerOf()).to.deep.include({ openid: null, userId, scene: null, unsubscribedAt: later(5) });
    expect(await userOf(shop, userId)).to.have.property('status', 'active');
    expect((await deedsOf(shop, userId)).at(-1)).to.equal('follower.unsubscribed');
  });

  it('come back to the user whom they left', async () => {
    const userId = await aFollower(shop, SOMEBODY);
    await happens(shop, { kind: 'unsubscribe', occurredAt: later(5) });
    expect(await happens(shop, { occurredAt: later(9) })).to.deep.include({ kind: 'followed', userId });
    expect((await deedsOf(shop, userId)).slice(-2)).to.deep.equal(['follower.unsubscribed', 'follower.subscribed']);
  });

  it('who come back to a user that is closed are new ones', async () => {
    const userId = await aFollower(shop, SOMEBODY);
    await happens(shop, { kind: 'unsubscribe', occurredAt: later(5) });
    const user = await userOf(shop, userId);
    await shop.uow.run(({ users }) => users.save({ ...user, status: 'closed' }));
    expect((await happens(shop, { occurredAt: later(9) })).userId).not.to.equal(userId);
  });

  it('may be told of in any order: what is older than what we know changes nothing', async () => {
    const userId = await aFollower(shop, SOMEBODY);
    const came = { kind: 'subscribe' } as const;
    const left = { kind: 'unsubscribe' } as const;
    const news = [
      [20, came, 'followed'],
      [10, left, 'outdated'],
      [30, left, 'left'],
      [25, came, 'outdated'],
      [40, came, 'followed'],
      [39, left, 'outdated'],
    ] as const;
    for (const [seconds, what, kind] of news) {
      expect(await happens(shop, { ...what, occurredAt: later(seconds) })).to.have.property('kind', kind);
    }
    expect((await identityOf())?.id).to.equal(userId);
  });

  it('who have left before we met them do not come about by an older arrival', async () => {
    await happens(shop, { kind: 'unsubscribe', occurredAt: later(5) });
    expect(await happens(shop)).to.deep.equal({ kind: 'outdated', userId: null, scan: 'none' });
    expect(await identityOf()).to.equal(null);
  });

  it('who do not follow, says WeChat, are not made, and are forgotten', async () => {
    shop.followerInfo.answers.gives({ kind: 'not_following' });
    expect(await happens(shop)).to.deep.equal({ kind: 'not_following', userId: null, scan: 'none' });
    expect(await identityOf()).to.equal(null);
    await happens(shop, { occurredAt: later(1) });
    shop.followerInfo.answers.gives({ kind: 'not_following' });
    await happens(shop, { kind: 'scan', scene: 'x', occurredAt: later(9) });
    expect(await identityOf()).to.equal(null);
  });

  describe('whose events', () => {
    it('are handled once, with one lasting outcome', async () => {
      const key = await told(shop);
      const first = await shop.handleFollowerEvent(key, null);
      expect(await told(shop)).to.equal(key);
      expect(await shop.handleFollowerEvent(key, null)).to.deep.equal(first);
      expect(shop.followerInfo.asked).to.deep.equal([SOMEBODY]);
    });

    it('wait while WeChat does not say who it is, and are handled by a sweep', async () => {
      shop.followerInfo.answers.gives(new Unavailable('wechat_api'), new Unavailable('wechat_api'));
      const key = await told(shop);
      expect(await rejectionOf(shop.handleFollowerEvent(key, null))).to.be.instanceOf(Unavailable);
      await shop.sweepFollowerInbox.run(untilDone);
      expect(shop.followerInfo.asked).to.have.length(1);
      shop.uow.now = later(10);
      await shop.sweepFollowerInbox.run(untilDone);
      expect([shop.followerInfo.asked.length, shop.reported.length]).to.deep.equal([2, 1]);
      await shop.sweepFollowerInbox.run(untilDone);
      shop.uow.now = later(40);
      await shop.sweepFollowerInbox.run(untilDone);
      expect(shop.followerInfo.asked).to.have.length(3);
      expect(await identityOf()).not.to.equal(null);
    });

    it('come with a stamp that serves for no other message', async () => {
      const receive = (event: FollowerEvent | null, nonce: string) =>
        shop.receiveFollowerMessage(aMessage(event, nonce));
      expect(await receive(anEvent(), 'n-1')).to.have.property('kind', 'stored');
      expect(await receive(anEvent(), 'n-1')).to.have.property('kind', 'stored');
      const replayed = { kind: 'refused', reason: 'replayed' };
      expect(await receive(anEvent({ openid: 'oa-victim' }), 'n-1')).to.deep.equal(replayed);
      expect(await receive(null, 'n-2')).to.deep.equal({ kind: 'nothing_to_do' });
      expect(await receive(anEvent({ openid: 'oa-victim' }), 'n-2')).to.deep.equal(replayed);
      shop.uow.now = msAfter(NOON, 10 * MINUTE);
      await shop.sweepFollowerInbox.run(untilDone);
      expect(await receive(anEvent({ openid: 'oa-victim' }), 'n-1')).to.deep.equal(replayed);
      shop.uow.now = msAfter(NOON, 21 * MINUTE);
      await shop.sweepFollowerInbox.run(untilDone);
      expect(await receive(anEvent({ openid: 'oa-other' }), 'n-1')).to.have.property('kind', 'stored');
    });
  });

  describe('who scan a code', () => {
    it('sign in where it is one to sign in by, as the user who they are', async () => {
      const userId = await aFollower(shop, SOMEBODY);
      shop.scans.answers.gives('login_confirmed');
      expect(await happens(shop, { kind: 'scan', scene: 't-1', occurredAt: later(1) })).to.deep.equal({
        ...{ kind: 'scanned', userId, scan: 'login_confirmed' },
      });
      expect(shop.scans.asked).to.deep.equal([`t-1 ${userId}`]);
    });

    it('may begin to follow by it', async () => {
      shop.scans.answers.gives('login_confirmed');
      expect(await happens(shop, { scene: 't-2' })).to.deep.include({ kind: 'followed', scan: 'login_confirmed' });
    });

    it('sign in while WeChat does not answer, where they are known', async () => {
      const userId = await aFollower(shop, SOMEBODY);
      shop.followerInfo.answers.gives(new Unavailable('wechat_api'));
      shop.scans.answers.gives('login_confirmed');
      expect(await happens(shop, { kind: 'scan', scene: 't-1', occurredAt: later(1) })).to.deep.include({
        ...{ userId, scan: 'login_confirmed' },
      });
    });

    it('are met once where the confirmation fails, and confirmed by the sweep', async () => {
      shop.scans.answers.gives(new Error('no'), 'login_confirmed');
      const key = await told(shop, { scene: 't-1' });
      await rejectionOf(shop.handleFollowerEvent(key, null));
      shop.uow.now = later(10);
      await shop.sweepFollowerInbox.run(untilDone);
      expect(await shop.handleFollowerEvent(key, null)).to.deep.include({ kind: 'followed', scan: 'login_confirmed' });
      expect(new Set(shop.scans.asked)).to.have.property('size', 1);
    });
  });

  describe('read', () => {
    const greeted = async (change: Partial<FollowerEvent> = {}) => shop.greetFollower(await told(shop, change), null);

    it('their nickname and what they may spend, when they begin to follow, and when WeChat repeats it', async () => {
      const member = await aMember(shop, 'mini-1', 'u-1');
      const { nickname } = await userOf(shop, member);
      await shop.uow.run(({ ledger }) =>
        ledger.grant(aGrant(accountOf(member), { lots: [aNewLot({ points: points(7n) })] })),
      );
      shop.followerInfo.unionids.set(SOMEBODY, 'u-1');
      const greeting = { isWelcome: true, scan: 'none', nickname, available: 7n };
      expect(await greeted()).to.deep.equal(greeting);
      expect(await greeted()).to.deep.equal(greeting);
    });

    it('what became of a login, and nothing of other scans or when they leave', async () => {
      await happens(shop);
      shop.scans.answers.gives('login_expired');
      expect(await greeted({ kind: 'scan', scene: 't-1', occurredAt: later(1) })).to.deep.include({
        ...{ isWelcome: false, scan: 'login_expired' },
      });
      expect(await greeted({ kind: 'scan', scene: 'poster', occurredAt: later(2) })).to.equal(null);
      expect(await greeted({ kind: 'unsubscribe', occurredAt: later(3) })).to.equal(null);
    });
  });
});
