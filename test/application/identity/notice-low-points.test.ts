import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { accountOf, type UserId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aConsumption, aGrant, aNewLot } from '../../support/builders.ts';
import { consume } from '../../support/consume.ts';
import { aUser } from '../../support/customers.ts';
import { newId } from '../../support/ids.ts';
import { DAY, MINUTE, msAfter, NOON } from '../../support/instants.ts';
import { openShop, untilDone } from '../../support/shop.ts';

const LOW = 'tmpl-low';

describe('notice low points', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  let userId: UserId;
  beforeEach(async () => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    userId = await aUser(shop, 'o-alice');
  });
  const accept = async (times = 9, of = userId): Promise<void> => {
    for (let time = 0; time < times; time++) await shop.acceptMessages(of, [LOW]);
  };
  const buy = (has: bigint, of = userId) =>
    shop.uow.run(({ ledger }) =>
      ledger.grant(
        aGrant(accountOf(of), { lots: [aNewLot({ points: points(has), expiresAt: msAfter(NOON, 60 * DAY) })] }),
      ),
    );
  const spend = (taken: bigint, of = userId) =>
    shop.uow.run(({ ledger }) => consume(ledger, aConsumption(accountOf(of), { points: points(taken) })));
  /** Which levels this run, five minutes later, has told of, and with how many points. */
  const look = async (): Promise<string[]> => {
    shop.uow.now = msAfter(shop.uow.now, 5 * MINUTE);
    const before = shop.noticeSender.sent.length;
    await shop.noticeLowPoints.run(untilDone);
    await shop.sendNotices.run(untilDone);
    return shop.noticeSender.sent.slice(before).map(({ notice: { data } }) => {
      const { level, points: left } = data as Readonly<Record<string, string>>;
      return `${left} at ${level}`;
    });
  };

  it('tells of each level once, and again after more were bought', async () => {
    await buy(300n);
    await accept();
    expect(await look()).to.deep.equal([]);
    await spend(200n);
    expect(await look()).to.deep.equal(['100 at 100']);
    await spend(30n);
    expect(await look()).to.deep.equal([]);
    await spend(60n);
    expect(await look()).to.deep.equal(['10 at 20']);
    expect(await look()).to.deep.equal([]);
    await buy(500n);
    expect(await look()).to.deep.equal([]);
    await spend(450n);
    expect(await look()).to.deep.equal(['60 at 100']);
  });

  it('tells of the lowest level alone where several were passed since the last look', async () => {
    await buy(300n);
    await accept();
    await look();
    await spend(295n);
    expect(await look()).to.deep.equal(['5 at 20']);
  });

  it('does not tell whoever begins with few points what he knows', async () => {
    await accept();
    expect(await look()).to.deep.equal([]);
    await buy(50n);
    expect(await look()).to.deep.equal([]);
    await spend(40n);
    expect(await look()).to.deep.equal(['10 at 20']);
  });

  it('tells of points that have expired', async () => {
    await accept();
    const lots = [aNewLot({ points: points(150n), expiresAt: msAfter(NOON, DAY) })];
    await shop.uow.run(({ ledger }) => ledger.grant(aGrant(accountOf(userId), { lots })));
    await look();
    shop.uow.now = msAfter(NOON, DAY);
    expect(await look()).to.deep.equal(['0 at 20']);
  });

  it('looks at nobody who takes no message: without consent, or with messages off', async () => {
    const [none, off] = [await aUser(shop, 'o-none'), await aUser(shop, 'o-off')];
    await accept(1, off);
    for (const each of [none, off]) await buy(300n, each);
    await shop.changeProfile(off, { notifications: false }, { actor: { kind: 'system' }, requestId: null });
    await look();
    for (const each of [none, off]) await spend(299n, each);
    expect(await look()).to.deep.equal([]);
    expect(await shop.uow.run(({ lowPointsMarks }) => lowPointsMarks.find([none, off]))).to.deep.equal(new Map());
  });

  it('tells as often as the user has accepted it', async () => {
    await buy(300n);
    await accept(1);
    await look();
    await spend(250n);
    expect(await look()).to.deep.equal(['50 at 100']);
    await spend(45n);
    expect(await look()).to.deep.equal([]);
    await accept(1);
    expect(await look()).to.deep.equal(['5 at 20']);
  });

  it('does not look without a template', async () => {
    shop.noticeSender.templates.delete('points_low');
    await buy(300n);
    await shop.uow.run(({ consents }) => consents.add(userId, 'points_low'));
    await look();
    expect(await shop.uow.run(({ lowPointsMarks }) => lowPointsMarks.find([userId]))).to.deep.equal(new Map());
  });

  it('looks at everybody who is willing, however many there are', async () => {
    const users: UserId[] = [];
    for (let user = 0; user < 7; user++) users.push(await aUser(shop, newId()));
    for (const each of users) {
      await accept(1, each);
      await buy(300n, each);
    }
    await look();
    for (const each of users) await spend(299n, each);
    expect(await look()).to.have.length(7);
  });
});
