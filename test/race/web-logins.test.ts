import { expect } from 'chai';
import { APPLICATION_ROLE } from '../../src/adapters/postgres/application-role.ts';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/postgres-unit-of-work.ts';
import type { UnitOfWork } from '../../src/application/shared/unit-of-work.ts';
import { aUser } from '../support/customers.ts';
import { connect, type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { openShop, type Shop } from '../support/shop.ts';

const ROUNDS = 10;

describe('Signing in on the web, from everywhere at once', () => {
  let database: MigratedDatabase;
  let other: ReturnType<typeof connect>;
  let shops: readonly [Shop, Shop];
  before(async () => {
    database = await migratedDatabase(20);
    other = connect(database.url, 20, APPLICATION_ROLE);
    shops = [openShop<UnitOfWork>(database.uow), openShop<UnitOfWork>(new PostgresUnitOfWork(other))];
  });
  after(async () => {
    await other.destroy();
    await database.drop();
  });
  /** Ten times by each of two processes. */
  const byBoth = <T>(ask: (shop: Shop) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: 20 }, (_, nth) => ask(shops[nth % 2 === 0 ? 0 : 1])));
  const opened = async (askedFrom: string) => {
    const outcome = await shops[0].openLoginTicket({ device: null, askedFrom });
    return outcome.kind === 'opened' ? outcome : expect.fail(outcome.kind);
  };
  const webSessions = async (): Promise<number> =>
    Number((await database.knex('identity.sessions').where({ kind: 'web' }).count())[0]?.['count']);

  it('a confirmed ticket that is claimed twenty times is one session', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { ticket, browserSecret } = await opened(`claim ${round}`);
      const userId = await aUser(shops[0], `o-claim-${round}`);
      await shops[1].confirmScan(ticket.scene, userId, null);
      const before = await webSessions();
      const claim = { id: ticket.id, browserSecret, requestId: null };
      const kinds = (await byBoth((shop) => shop.claimLoginTicket(claim))).map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === 'signed_in')).to.have.length(1);
      expect(kinds.filter((kind) => kind === 'login_ticket_used')).to.have.length(19);
      expect(await webSessions()).to.equal(before + 1);
    }
  });

  it('a ticket that twenty users scan is that of one of them, whom the browser becomes', async () => {
    const users = await Promise.all(Array.from({ length: 20 }, (_, nth) => aUser(shops[0], `o-scan-${nth}`)));
    for (let round = 0; round < ROUNDS; round++) {
      const { ticket, browserSecret } = await opened(`scan ${round}`);
      const meanings = await Promise.all(
        users.map((userId, nth) => shops[nth % 2 === 0 ? 0 : 1].confirmScan(ticket.scene, userId, null)),
      );
      expect(meanings.filter((meaning) => meaning === 'login_confirmed')).to.have.length(1);
      const claimed = await shops[0].claimLoginTicket({ id: ticket.id, browserSecret, requestId: null });
      const first = users[meanings.indexOf('login_confirmed')];
      expect(claimed).to.have.nested.property('user.id', first);
    }
  });

  it('one client gets ten tickets a minute, and not one more', async () => {
    const outcomes = await byBoth((shop) => shop.openLoginTicket({ device: null, askedFrom: 'crowd' }));
    expect(outcomes.filter(({ kind }) => kind === 'opened')).to.have.length(10);
  });
});
