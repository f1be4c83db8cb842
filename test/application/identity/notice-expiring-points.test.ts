import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { accountOf, type UserId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aGrant, aNewLot } from '../../support/builders.ts';
import { aUser } from '../../support/customers.ts';
import { beijing, DAY, msAfter, NOON } from '../../support/instants.ts';
import { openShop, untilDone } from '../../support/shop.ts';

const EXPIRING = 'tmpl-expiring';

describe('notice points that expire', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  let userId: UserId;
  beforeEach(async () => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    userId = await aUser(shop, 'o-alice');
  });
  const accept = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time++) await shop.acceptMessages(userId, [EXPIRING]);
  };
  const buy = (has: bigint, until: string) =>
    shop.uow.run(({ ledger }) =>
      ledger.grant(
        aGrant(accountOf(userId), {
          lots: [aNewLot({ points: points(has), expiresAt: beijing(`${until} 00:00:00`) })],
        }),
      ),
    );
  const runAt = async (at: Date): Promise<string[]> => {
    shop.uow.now = at;
    const before = shop.noticeSender.sent.length;
    await shop.noticeExpiringPoints.run(untilDone);
    await shop.sendNotices.run(untilDone);
    return shop.noticeSender.sent.slice(before).map(({ notice: { data } }) => {
      const { date, points: left } = data as Readonly<Record<string, string>>;
      return `${left} until ${date}`;
    });
  };

  it('tells of them a week before, by their last day, once', async () => {
    await accept(9);
    await buy(30n, '2026-01-20');
    await buy(12n, '2026-01-20');
    await buy(99n, '2026-01-24');
    expect(await runAt(NOON)).to.deep.equal(['42 until 2026-01-19']);
    expect(await runAt(msAfter(NOON, 1))).to.deep.equal([]);
    expect(await runAt(beijing('2026-01-16 23:59:59'))).to.deep.equal([]);
    expect(await runAt(beijing('2026-01-17 12:00:00'))).to.deep.equal(['99 until 2026-01-23']);
  });

  it('tells of one day at a time, the next one first, as long as the user accepts', async () => {
    await buy(2n, '2026-01-18');
    await buy(1n, '2026-01-17');
    await accept(1);
    expect(await runAt(NOON)).to.deep.equal(['1 until 2026-01-16']);
    expect(await runAt(msAfter(NOON, 1))).to.deep.equal([]);
    await accept(1);
    expect(await runAt(msAfter(NOON, 2))).to.deep.equal(['2 until 2026-01-17']);
  });

  it('waits for the morning', async () => {
    await accept(9);
    await buy(30n, '2026-01-23');
    expect(await runAt(beijing('2026-01-16 00:00:00'))).to.deep.equal([]);
    expect(await runAt(beijing('2026-01-16 08:59:59'))).to.deep.equal([]);
    expect(await runAt(beijing('2026-01-16 09:00:00'))).to.deep.equal(['30 until 2026-01-22']);
  });

  it('tells nobody who has accepted none, or has switched messages off', async () => {
    await buy(30n, '2026-01-20');
    expect(await runAt(NOON)).to.deep.equal([]);
    await accept(1);
    const by = { actor: { kind: 'user', userId }, requestId: null } as const;
    await shop.changeProfile(userId, { notifications: false }, by);
    expect(await runAt(msAfter(NOON, DAY))).to.deep.equal([]);
    await shop.changeProfile(userId, { notifications: true }, by);
    expect(await runAt(msAfter(NOON, DAY))).to.deep.equal(['30 until 2026-01-19']);
  });

  it('does not look without a template', async () => {
    shop.noticeSender.templates.delete('points_expiring');
    await buy(30n, '2026-01-20');
    await shop.uow.run(({ consents }) => consents.add(userId, 'points_expiring'));
    await runAt(NOON);
    expect(await shop.uow.run(({ notices }) => notices.hasPending(userId, 'points_expiring'))).to.equal(false);
  });
});
