import { expect } from 'chai';
import { publicId } from '../../src/adapters/http/public-id.ts';
import { accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { aGrant } from '../support/builders.ts';
import { aCaller, aUser } from '../support/customers.ts';
import { aFollower, aMember, userOf } from '../support/followers.ts';
import { newId } from '../support/ids.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { aPaidBuyer } from '../support/refunding.ts';
import { runProgram } from '../support/run-program.ts';
import { openShop, type Shop } from '../support/shop.ts';

describe('seahorse users', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  beforeEach(async () => {
    database = await migratedDatabase(3);
    shop = openShop(database.uow);
  });
  afterEach(() => database.drop());

  const run = (...args: string[]) =>
    runProgram(['users', ...args], { DATABASE_URL: database.url, SEAHORSE_OPERATOR: 'alice' });
  const nameOf = (userId: UserId) => publicId('usr', userId);
  const NOBODY = `usr_${'0'.repeat(32)}`;
  const WHY = ['--reason', '用户来电'] as const;
  const ledgerVerify = () => runProgram(['ledger', 'verify'], { DATABASE_URL: database.url });

  describe('show', () => {
    it('tells who a user is and what he has, without an openid', async () => {
      const { userId } = await aCaller(shop, 9n);
      const { code, stdout, stderr } = await run('show', nameOf(userId), '--json');
      expect([code, stderr]).to.deep.equal([0, '']);
      const { created_at, ...shown } = JSON.parse(stdout);
      expect(shown).to.deep.equal({
        ...{ id: nameOf(userId), status: 'active', merged_into: null },
        nickname: (await userOf(shop, userId)).nickname,
        identities: [{ appid: 'wx0000000000000001', has_unionid: false }],
        ...{ follows_official_account: false, available: '9', orders: { placed: 0, pending: 0 } },
        ...{ active_keys: 1, sessions: 1 },
      });
      expect(created_at).to.match(/^\d{4}-/);
    });

    it('says the same to people', async () => {
      const userId = await aFollower(shop, 'oa-secret', 'u-secret');
      const { stdout } = await run('show', nameOf(userId));
      expect(stdout)
        .to.match(/^official account {2}follows$/m)
        .and.match(/^signs in by +\S+ \(with a unionid\)$/m);
      expect(stdout).not.to.match(/secret/);
    });

    it('exits with 1 for nobody, and with 2 for no name', async () => {
      expect(await run('show', NOBODY)).to.deep.include({ code: 1, stderr: `seahorse: there is no user ${NOBODY}\n` });
      expect((await run('show', 'me')).code).to.equal(2);
    });
  });

  describe('duplicates', () => {
    it('lists the pairs that only an operator can merge, the older one first', async () => {
      const users = [await aMember(shop, 'mini'), await aFollower(shop, 'oa')];
      for (const id of users) await shop.uow.run(({ ledger }) => ledger.grant(aGrant(accountOf(id))));
      expect((await run('duplicates')).stdout).to.equal('');
      await database.knex('identity.wechat_identities').update({ unionid: 'u-1' });
      expect((await run('duplicates')).stdout).to.equal(`${users.map(nameOf).join('  ')}\n`);
      const [pair, ...more] = JSON.parse((await run('duplicates', '--json')).stdout);
      expect(more).to.deep.equal([]);
      expect([pair.older.id, pair.younger.id]).to.deep.equal(users.map(nameOf));
    });
  });

  describe('merge', () => {
    it('does what --dry-run has told, and leaves the books right', async () => {
      const { userId: from } = await aPaidBuyer(shop);
      const into = await aUser(shop, newId());
      const args = ['merge', nameOf(from), nameOf(into), ...WHY] as const;
      const dry = await run(...args, '--dry-run');
      expect([dry.code, dry.stderr]).to.deep.equal([0, '']);
      const [title, points, lot, identities, orders, ...more] = dry.stdout.split('\n');
      expect(title).to.equal(`${nameOf(from)} becomes ${nameOf(into)}, for good:`);
      expect(points).to.equal('  100 points come over, as bonus points that expire as before');
      expect(lot).to.match(/^ {4}100 until \d{4}-/);
      expect(identities).to.equal('  1 WeChat identity comes over; sessions end');
      expect(orders).to.match(/^ {2}1 order stays with usr_.*invoices/);
      expect(more.join('\n'))
        .to.include('a refund of one finds no points there any more')
        .and.include('nothing was changed');
      const told = JSON.parse((await run(...args, '--dry-run', '--json')).stdout);
      expect(told).to.deep.include({ dry_run: true, points: '100', orders_left: 1 });
      const foreseen = told.entries.map(({ user, kind, points }: Record<string, string>) => [user, kind, points]);
      expect(foreseen).to.deep.equal([
        [nameOf(from), 'debit', '-100'],
        [nameOf(into), 'credit', '100'],
      ]);
      expect(await userOf(shop, from)).to.include({ status: 'active' });

      const asked = await run(...args);
      expect([asked.code, asked.stderr]).to.deep.equal([
        2,
        'seahorse: this cannot be undone: run it with --yes, or at a terminal\n',
      ]);
      const done = await run(...args, '--yes');
      expect([done.code, done.stdout.split('\n').at(-2)]).to.deep.equal([0, 'merged: 100 points came over']);
      expect(await userOf(shop, from)).to.include({ status: 'merged', mergedInto: into });
      expect((await shop.readBalance(into)).available).to.equal(100n);
      const { rows } = await database.knex.raw('select distinct operator from ledger.adjustments');
      expect(rows).to.deep.equal([{ operator: 'alice' }]);
      expect((await ledgerVerify()).code).to.equal(0);
      expect((await run('show', nameOf(from))).stdout).to.match(
        new RegExp(`^status +merged into ${nameOf(into)}$`, 'm'),
      );
    });

    it('ends the keys only where that is said', async () => {
      const { userId: from } = await aCaller(shop, 9n);
      const into = await aUser(shop, newId());
      const refused = await run('merge', nameOf(from), nameOf(into), ...WHY, '--yes');
      expect([refused.code, refused.stdout]).to.deep.equal([1, '']);
      expect(refused.stderr).to.match(/1 API keys can be used: .*--end-keys/);
      const done = await run('merge', nameOf(from), nameOf(into), ...WHY, '--yes', '--end-keys', '--by', 'bob');
      expect([done.code, done.stderr]).to.deep.equal([0, '']);
      expect(done.stdout).to.include('1 API key is disabled');
      const { rows } = await database.knex.raw(`select actor_id from audit.events where action = 'user.merged'`);
      expect(rows).to.deep.equal([{ actor_id: 'bob' }]);
    });

    it('exits with 1 and says everything that stands in the way', async () => {
      const [one, other] = [await aUser(shop, 'o-1'), await aUser(shop, 'o-2')];
      await run('merge', nameOf(one), nameOf(other), ...WHY, '--yes');
      const again = await run('merge', nameOf(one), nameOf(other), ...WHY, '--yes');
      expect([again.code, again.stderr]).to.deep.equal([
        1,
        `seahorse: the two cannot be merged now\n  ${nameOf(one)} was merged before: name ${nameOf(other)}\n`,
      ]);
      expect((await run('merge', NOBODY, nameOf(one), ...WHY)).stderr).to.include(`there is no user ${NOBODY}`);
      expect((await run('merge', nameOf(other), nameOf(other), ...WHY)).stderr).to.include('they are one user already');
      expect((await run('merge', 'x', nameOf(other), ...WHY)).code).to.equal(2);
      const unexplained = await run('merge', nameOf(one), nameOf(other), '--yes');
      expect([unexplained.code, unexplained.stdout]).to.deep.equal([2, '']);
      expect(unexplained.stderr).to.include("required option '--reason <text>' not specified");
    });
  });
});
