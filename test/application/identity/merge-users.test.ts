import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { nodeSecrets, uuidV7Source } from '../../../src/adapters/system/random.ts';
import { type MergeOptions, mergeUsers } from '../../../src/application/identity/merge-users.ts';
import { rehearse } from '../../../src/application/ledger/rehearse.ts';
import { accountOf, type UserId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { expectBalancedBooks } from '../../support/books.ts';
import { aBuyerWithAnOrder, aCaller, aUser, entriesOf, lotsOf } from '../../support/customers.ts';
import { aFollower, BY_ALICE, deedsOf, happens, userOf } from '../../support/followers.ts';
import { aHolder, lotOf } from '../../support/holding.ts';
import { newId } from '../../support/ids.ts';
import { DAY, msAfter, NOON, SECOND } from '../../support/instants.ts';
import { aBuyerWithARequest } from '../../support/invoices.ts';
import { aPaidBuyer, aRequestedRefund, available } from '../../support/refunding.ts';
import { openShop } from '../../support/shop.ts';

describe('merge users', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  let into: UserId;
  beforeEach(async () => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    into = await aUser(shop, 'o-into');
  });
  const merge = (from: UserId, options: MergeOptions = {}) => shop.mergeUsers(from, into, BY_ALICE, options);
  const merged = async (from: UserId, options: MergeOptions = {}) => {
    const outcome = await merge(from, options);
    return outcome.kind === 'merged' ? outcome : expect.fail(JSON.stringify(outcome.obstacles));
  };
  const obstaclesOf = async (from: UserId, options: MergeOptions = {}, to = into) => {
    const outcome = await shop.mergeUsers(from, to, BY_ALICE, options);
    return outcome.kind === 'refused' ? outcome.obstacles : expect.fail('merged');
  };
  const give = (userId: UserId, count: bigint, days: number) =>
    shop.adjustPoints({
      ...{ userId, reason: 'gift', operator: 'bob', requestKey: null, dryRun: false },
      correction: { kind: 'credit', points: points(count), expiresAt: msAfter(NOON, days * DAY) },
    });
  const balanced = async (...users: UserId[]) => {
    for (const id of users) {
      await shop.uow.run(({ ledger, holds }) => expectBalancedBooks(ledger, accountOf(id), holds));
    }
  };

  it('moves every lot with its expiry, by adjustments that both can read', async () => {
    const from = await aUser(shop, 'o-from');
    await give(from, 7n, 30);
    await give(from, 5n, 10);
    await give(into, 1n, 20);
    const { transfer } = await merged(from);
    expect(transfer.points).to.equal(12n);
    expect(await available(shop, from)).to.equal(0n);
    const lots = (await lotsOf(shop, into)).map(
      ({ remaining, expiresAt }) => `${remaining} ${expiresAt.toISOString()}`,
    );
    expect(lots).to.have.members(
      [5, 1, 7].map((count, nth) => `${count} ${msAfter(NOON, (nth + 1) * 10 * DAY).toISOString()}`),
    );
    await balanced(from, into);
    const [line] = (await shop.listStatement(into, NO_FILTER, { before: null, limit: 1 })).lines;
    expect(line).to.deep.include({ kind: 'credit', change: 7n });
    expect(line?.reason).to.include({ kind: 'adjustment', reason: '账户合并转入' });
  });

  it('writes off what has expired, and moves the rest', async () => {
    const from = await aUser(shop, 'o-from');
    await give(from, 7n, 1);
    await give(from, 5n, 10);
    shop.uow.now = msAfter(NOON, DAY);
    expect((await merged(from)).transfer.points).to.equal(5n);
    expect((await entriesOf(shop, from)).map(({ kind }) => kind)).to.deep.equal([
      'credit',
      'credit',
      'expire',
      'debit',
    ]);
    await balanced(from, into);
  });

  it('moves the identities, so that whoever signs in as one is the other, and ends the sessions', async () => {
    const login = await shop.logIn('o-from');
    if (login.kind !== 'logged_in') expect.fail(login.kind);
    const from = login.user.id;
    expect((await merged(from)).identities).to.equal(1);
    expect(await aUser(shop, 'o-from')).to.equal(into);
    expect(await shop.authenticateSession(login.token)).to.deep.equal({ kind: 'session_unknown' });
    expect(await userOf(shop, from)).to.include({ status: 'merged', mergedInto: into });
  });

  it('moves a follower, and whoever has left: he comes back to the user who stays', async () => {
    const from = await aFollower(shop, 'oa-1');
    await merged(from);
    const later = (seconds: number) => ({ openid: 'oa-1', occurredAt: msAfter(NOON, seconds * SECOND) });
    expect(await happens(shop, { kind: 'scan', ...later(1) })).to.include({ userId: into });
    const third = await aUser(shop, 'o-third');
    await happens(shop, { kind: 'unsubscribe', ...later(2) });
    await shop.mergeUsers(into, third, BY_ALICE);
    expect(await happens(shop, later(3))).to.include({ kind: 'followed', userId: third });
  });

  it('is in the audit log, with before and after, and without anything secret', async () => {
    const from = await aUser(shop, 'o-from');
    await give(from, 7n, 30);
    await merged(from);
    const [event] = await shop.uow.run(({ audit }) =>
      audit.list({ userId: into, action: 'user.merged' }, { before: null, limit: 9 }),
    );
    expect(event).to.deep.include({
      ...{ subject: { kind: 'user', id: from }, by: BY_ALICE },
      before: { status: 'active', points: '7', identities: 1 },
      after: { status: 'merged', mergedInto: into, points: '0', identities: 0, endedKeys: 0 },
    });
  });

  it('happens once', async () => {
    const from = await aUser(shop, 'o-from');
    await give(from, 7n, 30);
    await merged(from);
    expect(await obstaclesOf(from)).to.deep.equal([
      { kind: 'not_present', userId: from, status: 'merged', mergedInto: into },
    ]);
    expect(await available(shop, into)).to.equal(7n);
  });

  it('may go on: who has taken somebody in can be taken in', async () => {
    const [first, second] = [await aUser(shop, 'o-1'), await aUser(shop, 'o-2')];
    await give(first, 7n, 30);
    await shop.mergeUsers(first, second, BY_ALICE);
    await merged(second);
    expect(await available(shop, into)).to.equal(7n);
    await balanced(first, second, into);
  });

  describe('refuses', () => {
    it('one user, nobody, and who is not there any more', async () => {
      expect(await obstaclesOf(into)).to.deep.equal([{ kind: 'same_user' }]);
      const nobody = newId<UserId>();
      const from = await aUser(shop, 'o-from');
      expect(await obstaclesOf(nobody)).to.deep.equal([{ kind: 'unknown_user', userId: nobody }]);
      expect(await obstaclesOf(from, {}, nobody)).to.deep.equal([{ kind: 'unknown_user', userId: nobody }]);
      const user = await userOf(shop, from);
      await shop.uow.run(({ users }) => users.save({ ...user, status: 'closed' }));
      const gone = { kind: 'not_present', userId: from, status: 'closed', mergedInto: null };
      expect(await obstaclesOf(from)).to.deep.equal([gone]);
      expect(await obstaclesOf(into, {}, from)).to.deep.equal([gone]);
    });

    it('while an order waits for its money', async () => {
      const { userId } = await aBuyerWithAnOrder(shop);
      expect(await obstaclesOf(userId)).to.deep.equal([{ kind: 'orders_pending', orders: 1 }]);
    });

    it('while a refund is under way', async () => {
      const { userId, order } = await aPaidBuyer(shop);
      await aRequestedRefund(shop, order, 495);
      expect(await obstaclesOf(userId)).to.deep.equal([{ kind: 'refunds_under_way', points: 50n }]);
    });

    it('while points are held for a call, and while keys can be used', async () => {
      const holder = await aHolder(shop, { lots: [lotOf(50n)] });
      await holder.hold();
      expect(await obstaclesOf(holder.userId)).to.deep.equal([
        { kind: 'holds_open', points: 10n },
        { kind: 'keys_active', keys: 1 },
      ]);
    });

    it('while an invoice is requested', async () => {
      const { userId } = await aBuyerWithARequest(shop);
      expect(await obstaclesOf(userId)).to.deep.equal([{ kind: 'invoices_requested' }]);
    });

    it('and leaves everything as it was', async () => {
      const { userId } = await aCaller(shop, 9n);
      await obstaclesOf(userId);
      expect(await available(shop, userId)).to.equal(9n);
      expect(await userOf(shop, userId)).to.include({ status: 'active' });
    });
  });

  describe('with the end of the keys', () => {
    it('disables those that can be used, each in the audit log', async () => {
      const { userId, usage, key } = await aCaller(shop, 9n);
      expect(await merged(userId, { endKeys: true })).to.include({ endedKeys: 1 });
      expect(await shop.chargeUsage(usage())).to.deep.equal({ kind: 'refused', refusal: { code: 'key_disabled' } });
      expect((await shop.uow.run(({ apiKeys }) => apiKeys.find(key.id)))?.enabled).to.equal(false);
      expect(await deedsOf(shop, userId)).to.include('key.disabled');
      expect(await available(shop, into)).to.equal(9n);
    });
  });

  it('keeps the reason of the operator in the audit log', async () => {
    const from = await aUser(shop, 'o-from');
    await merged(from, { reason: '用户来电' });
    const [event] = await shop.uow.run(({ audit }) =>
      audit.list({ action: 'user.merged' }, { before: null, limit: 1 }),
    );
    expect(event?.after).to.include({ reason: '用户来电' });
  });

  it('can be rehearsed: that tells what would come over and stay, line by line, and changes nothing', async () => {
    const { userId } = await aPaidBuyer(shop);
    const tools = { ids: uuidV7Source, secrets: nodeSecrets };
    const { outcome, entries } = await rehearse({ uow: shop.uow, ...tools }, (uow) =>
      mergeUsers({ uow, ...tools })(userId, into, BY_ALICE),
    );
    expect(outcome).to.deep.include({ kind: 'merged', identities: 1, endedKeys: 0, ordersLeft: 1 });
    expect(await available(shop, userId)).to.equal(100n);
    expect(await userOf(shop, userId)).to.include({ status: 'active' });
    expect(await deedsOf(shop, into)).not.to.include('user.merged');
    expect(await merged(userId)).to.deep.equal(outcome);
    const written = [...(await entriesOf(shop, userId)).slice(-1), ...(await entriesOf(shop, into))];
    const facts = (all: typeof entries) =>
      all.map(({ accountId, seq, kind, change }) => ({ accountId, seq, kind, change }));
    expect(facts(entries)).to.deep.equal(facts(written));
  });
});

const NO_FILTER = { from: null, to: null, kind: null, apiCode: null, keyId: null };
