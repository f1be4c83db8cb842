import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { accountOf, type UserId } from '../../../src/domain/shared/ids.ts';
import { aGrant, aPackage, OURS } from '../../support/builders.ts';
import { offering } from '../../support/customers.ts';
import { aFollower, aMember, deedsOf, happens, OFFICIAL, userOf } from '../../support/followers.ts';
import { MINUTE, msAfter, NOON, SECOND } from '../../support/instants.ts';
import { PERSON } from '../../support/invoices.ts';
import { openShop, type Shop } from '../../support/shop.ts';

const UNIONID = 'u-1';

describe('two users whose unionid appears later', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  /** A member, and a minute later a follower. */
  const strangers = async () => {
    const member = await aMember(shop, 'mini');
    shop.uow.now = msAfter(NOON, MINUTE);
    return { member, follower: await aFollower(shop, 'oa') };
  };
  const memberSignsIn = () => aMember(shop, 'mini', UNIONID);
  let scans = 0;
  const followerScans = async () => {
    shop.followerInfo.unionids.set('oa', UNIONID);
    scans += 1;
    const occurredAt = msAfter(NOON, MINUTE + scans * SECOND);
    return (await happens(shop, { kind: 'scan', openid: 'oa', occurredAt })).userId;
  };
  const conflicts = async (id: UserId) => (await deedsOf(shop, id)).filter((deed) => deed === 'identity.conflict');

  it('become the older one where neither has anything', async () => {
    const { member, follower } = await strangers();
    await memberSignsIn();
    expect(await followerScans()).to.equal(member);
    expect(await userOf(shop, follower)).to.include({ status: 'merged', mergedInto: member });
    const identities = await shop.uow.run(({ users }) => users.listIdentities(member));
    expect(identities.map(({ appid }) => appid)).to.deep.equal([OURS.appid, OFFICIAL.appid]);
    expect(await deedsOf(shop, member)).to.include('identity.joined');
    expect(await memberSignsIn()).to.equal(member);
  });

  it('become one whichever of the two brings the unionid last', async () => {
    const { member } = await strangers();
    expect(await followerScans()).not.to.equal(member);
    expect(await memberSignsIn()).to.equal(member);
    expect(await followerScans()).to.equal(member);
  });

  const histories: Record<string, (shop: Shop, id: UserId) => Promise<unknown>> = {
    points: ({ uow }, id) => uow.run(({ ledger }) => ledger.grant(aGrant(accountOf(id)))),
    'a key': (open, id) => open.issueKey(id, { name: 'key', scope: 'all', lifetimeMonths: 1 }),
    'an invoice title': (open, id) => open.addInvoiceTitle(id, { details: PERSON, asDefault: true }),
    'an order': async (open, id) => {
      const { id: packageId } = await offering(open, aPackage());
      return open.placeOrder({ userId: id, packageId, platform: 'web' });
    },
  };
  for (const [what, give] of Object.entries(histories)) {
    it(`become the one that has ${what}, although it is younger`, async () => {
      const { member, follower } = await strangers();
      await give(shop, follower);
      await followerScans();
      expect(await memberSignsIn()).to.equal(follower);
      expect(await userOf(shop, member)).to.include({ status: 'merged', mergedInto: follower });
    });
  }

  it('end the sessions of the one who goes', async () => {
    const login = await shop.logIn('mini');
    if (login.kind !== 'logged_in') expect.fail(login.kind);
    const follower = await aFollower(shop, 'oa');
    await histories['points']?.(shop, follower);
    await followerScans();
    expect(await memberSignsIn()).to.equal(follower);
    expect(await shop.authenticateSession(login.token)).to.deep.equal({ kind: 'session_unknown' });
  });

  it('stay two where both have something, which is noted once for an operator', async () => {
    const { member, follower } = await strangers();
    for (const id of [member, follower]) await histories['points']?.(shop, id);
    expect(await followerScans()).to.equal(follower);
    for (let times = 0; times < 3; times++) expect(await memberSignsIn()).to.equal(member);
    expect(await followerScans()).to.equal(follower);
    expect([...(await conflicts(member)), ...(await conflicts(follower))]).to.have.length(1);
    expect(await shop.listDuplicates()).to.deep.equal([
      { older: await userOf(shop, member), younger: await userOf(shop, follower) },
    ]);
  });

  it('are found by nobody else’s unionid', async () => {
    const { member, follower } = await strangers();
    await aMember(shop, 'mini', 'u-2');
    expect(await followerScans()).to.equal(follower);
    expect(await userOf(shop, member)).to.include({ status: 'active' });
    expect(await shop.listDuplicates()).to.deep.equal([]);
  });
});
