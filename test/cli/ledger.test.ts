import { expect } from 'chai';
import { publicId } from '../../src/adapters/http/public-id.ts';
import { accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { asIntruder } from '../support/audit.ts';
import { aGrant, aNewLot } from '../support/builders.ts';
import { aCaller, aUser, entriesOf } from '../support/customers.ts';
import { newId } from '../support/ids.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { runProgram } from '../support/run-program.ts';
import { openShop, type Shop } from '../support/shop.ts';

describe('seahorse ledger', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  beforeEach(async () => {
    database = await migratedDatabase(3);
    shop = openShop(database.uow);
  });
  afterEach(() => database.drop());

  const run = (...args: string[]) =>
    runProgram(['ledger', ...args], { DATABASE_URL: database.url, SEAHORSE_OPERATOR: 'alice' });
  const nameOf = (userId: UserId) => publicId('usr', userId);
  const NOBODY = `usr_${'0'.repeat(32)}`;
  const CREDIT = ['--credit', '5', '--expires', '2099-01-01', '--reason', '活动补偿', '--yes'];

  describe('adjust', () => {
    it('writes the line that --dry-run has shown, with reason and operator', async () => {
      const userId = await aUser(shop);
      const dry = await run('adjust', nameOf(userId), ...CREDIT, '--dry-run');
      expect([dry.code, dry.stderr]).to.deep.equal([0, '']);
      const [line, said] = dry.stdout.split('\n');
      expect(line).to.match(/^ +1 {2}credit +\+5 {2}adjusted -5 +balance 5 +lot [0-9a-f-]{36} {2}\d{4}-/);
      expect(said).to.equal('dry run: credit of 5 points, nothing was written');
      expect(await entriesOf(shop, userId)).to.deep.equal([]);
      const { code, stdout } = await run('adjust', nameOf(userId), ...CREDIT);
      expect([code, stdout.split('\n')[1]]).to.deep.equal([0, 'credit of 5 points: done']);
      expect((await entriesOf(shop, userId)).map(({ kind, change }) => [kind, change])).to.deep.equal([['credit', 5n]]);
      const { rows } = await database.knex.raw('select reason, operator from ledger.adjustments');
      expect(rows).to.deep.equal([{ reason: '活动补偿', operator: 'alice' }]);
      const [lot] = await shop.listExpiring(userId, 366 * 100);
      expect(lot?.expiresAt).to.deep.equal(new Date('2098-12-31T16:00:00Z'));
    });

    it('takes points, as JSON with every field of the entries', async () => {
      const { userId } = await aCaller(shop, 9n);
      const { code, stdout } = await run(
        'adjust',
        nameOf(userId),
        '--debit',
        '4',
        '--reason',
        'x',
        '--by',
        'bob',
        '--yes',
        '--json',
      );
      expect(code).to.equal(0);
      const { entries, ...said } = JSON.parse(stdout);
      expect(said).to.deep.include({ user: nameOf(userId), dry_run: false, repeated: false });
      const [, entry] = await entriesOf(shop, userId);
      expect(entries).to.deep.equal([
        {
          ...{
            seq: '2',
            kind: 'debit',
            counter_account: 'adjusted',
            points: '-4',
            balance_before: '9',
            balance_after: '5',
          },
          ...{
            lot_id: entry?.lotId,
            cause_id: entry?.causeId,
            part: 1,
            parts: 1,
            at: entry?.at.toISOString(),
            hash: entry?.hash,
          },
        },
      ]);
    });

    it('is one adjustment under one key, however often it is said', async () => {
      const userId = await aUser(shop);
      const said = [];
      for (let times = 0; times < 2; times++)
        said.push(await run('adjust', nameOf(userId), ...CREDIT, '--request-key', 't-7'));
      expect(said.map(({ code }) => code)).to.deep.equal([0, 0]);
      expect(said[1]?.stdout).to.match(/^credit of 5 points: adjusted before, at \d{4}-/);
      expect(await entriesOf(shop, userId)).to.have.length(1);
      const other = await run('adjust', nameOf(userId), ...CREDIT.with(1, '6'), '--request-key', 't-7');
      expect([other.code, other.stdout]).to.deep.equal([1, '']);
      expect(other.stderr).to.match(/this key stands for a credit of 5 points at .*; take another key/);
    });

    it('moves nothing where nobody is there to say yes', async () => {
      const { userId } = await aCaller(shop, 9n);
      const { code, stdout, stderr } = await run('adjust', nameOf(userId), '--debit', '4', '--reason', 'x');
      expect([code, stdout]).to.deep.equal([2, '']);
      expect(stderr).to.equal('seahorse: this moves points: run it with --yes, or at a terminal\n');
      expect(await entriesOf(shop, userId)).to.have.length(1);
    });

    it('exits with 1 where it cannot be', async () => {
      const { userId } = await aCaller(shop, 4n);
      const refusals: [string[], RegExp][] = [
        [[NOBODY, ...CREDIT], /there is no such user/],
        [[nameOf(userId), '--debit', '5', '--reason', 'x', '--yes'], /has 4 points, which do not cover 5/],
        [[nameOf(userId), ...CREDIT.with(3, '2020-01-01')], /would have expired already/],
      ];
      for (const [args, says] of refusals) {
        const { code, stdout, stderr } = await run('adjust', ...args);
        expect([code, stdout]).to.deep.equal([1, '']);
        expect(stderr).to.match(says);
      }
    });
  });

  describe('expire', () => {
    const anExpiredLot = async () => {
      const userId = await aUser(shop, newId());
      const lots = [aNewLot({ points: points(7n), expiresAt: new Date(Date.now() - 1) })];
      await database.uow.run(({ ledger }) => ledger.grant(aGrant(accountOf(userId), { lots })));
      return userId;
    };

    it('writes off what --dry-run has shown', async () => {
      const users = [await anExpiredLot(), await anExpiredLot()];
      const lines = users.map((userId) => `${nameOf(userId)}  7 points`).sort();
      const dry = await run('expire', '--dry-run');
      expect([dry.code, dry.stderr]).to.deep.equal([0, '']);
      const [one, other, ...rest] = dry.stdout.trimEnd().split('\n');
      expect([one, other, rest.at(-1)]).to.deep.equal([...lines, 'dry run: 14 points written off']);
      const foreseen = JSON.parse((await run('expire', '--dry-run', '--json')).stdout).entries;
      expect(rest).to.have.length(3);
      expect(rest[0]).to.match(/^usr_[0-9a-f]{32} +2 {2}expire +-7 {2}expired \+7 +balance 0 +lot \S+ {2}\d{4}-/);
      expect(await entriesOf(shop, users[0] as UserId)).to.have.length(1);
      expect((await run('expire')).stdout).to.equal(`${lines.join('\n')}\n14 points written off\n`);
      for (const userId of users) {
        const written = (await entriesOf(shop, userId)).at(-1);
        expect(written).to.deep.include({ kind: 'expire', change: -7n });
        const { seq, points, lot_id } = foreseen.find(({ user }: { user: string }) => user === nameOf(userId));
        expect([seq, points, lot_id]).to.deep.equal(['2', '-7', written?.lotId]);
      }
      expect(JSON.parse((await run('expire', '--json')).stdout)).to.deep.equal({
        ...{ dry_run: false, points: '0', accounts: [] },
      });
    });
  });

  describe('expire, where one account cannot be written off', () => {
    it('writes off the others, names it, and exits with 4', async () => {
      const expired = { lots: [aNewLot({ points: points(7n), expiresAt: new Date(Date.now() - 1) })] };
      const [stuck, other] = [await aUser(shop, newId()), await aUser(shop, newId())];
      for (const userId of [stuck, other]) {
        await database.uow.run(({ ledger }) => ledger.grant(aGrant(accountOf(userId), expired)));
      }
      await database.knex.raw(`
        create function refuse() returns trigger language plpgsql as $$ begin raise exception 'stuck'; end $$;
        create trigger refuse before insert on ledger.entries for each row
          when (new.account_id = '${stuck}' and new.kind = 'expire') execute function refuse();`);
      const { code, stdout, stderr } = await run('expire');
      expect(code).to.equal(4);
      expect(stdout).to.equal(`${nameOf(other)}  7 points\n7 points written off\n`);
      expect(stderr)
        .to.match(new RegExp(`^${nameOf(stuck)} {2}.*stuck`, 'm'))
        .and.match(/seahorse: 1 of 2 accounts could not be written off\n$/);
    });
  });

  describe('show', () => {
    it('tells what the user has and what was moved, newest first', async () => {
      const { userId, usage } = await aCaller(shop, 100n);
      await shop.chargeUsage(usage());
      const { code, stdout, stderr } = await run('show', nameOf(userId));
      expect([code, stderr]).to.deep.equal([0, '']);
      const [balance, call, grant, ...more] = stdout.split('\n');
      expect(balance).to.equal('97 points, of which 97 expire at 2099-01-01T00:00:00.000Z');
      expect(call).to.match(/^\S+Z {2}consume +-3 {2}= 97 +接口调用 1 × image\.recognize, test$/);
      expect(grant).to.match(/^\S+Z {2}grant +\+100 {2}= 100 +购买积分 ord_[0-9a-f]{32}$/);
      expect(more).to.deep.equal(['']);
    });

    it('filters by kind, key, API and time, and prints JSON and CSV', async () => {
      const { userId, usage, key } = await aCaller(shop, 100n);
      await shop.chargeUsage(usage());
      const kinds = async (...args: string[]) =>
        JSON.parse((await run('show', nameOf(userId), '--json', ...args)).stdout).lines.map(
          (line: { kind: string }) => line.kind,
        );
      expect(await kinds()).to.deep.equal(['consume', 'grant']);
      expect(await kinds('--kind', 'grant')).to.deep.equal(['grant']);
      expect(await kinds('--key', publicId('key', key.id))).to.deep.equal(['consume']);
      expect(await kinds('--api', 'other')).to.deep.equal([]);
      expect(await kinds('--from', '2026-01-15', '--to', '2026-01-16')).to.deep.equal(['grant']);
      expect(await kinds('--from', '2026-01-16T00:00:00+08:00')).to.deep.equal(['consume']);
      const csv = (await run('show', nameOf(userId), '--csv')).stdout.split('\r\n');
      expect(csv[0]).to.match(/^\uFEFF时间/);
      expect(csv).to.have.length(4);
    });

    it('--at tells what could be spent at an instant of the past', async () => {
      const { userId, usage } = await aCaller(shop, 100n);
      await shop.chargeUsage(usage());
      const at = async (instant: string, ...more: string[]) =>
        (await run('show', nameOf(userId), '--at', instant, ...more)).stdout;
      expect(await at('2026-01-15T11:59:59.999+08:00')).to.equal('0 points at 2026-01-15T03:59:59.999Z\n');
      expect(await at('2026-01-15T12:00:00+08:00')).to.equal('100 points at 2026-01-15T04:00:00.000Z\n');
      expect(JSON.parse(await at('2098-01-01', '--json'))).to.deep.equal({
        ...{ user: nameOf(userId), at: '2097-12-31T16:00:00.000Z', available: '97' },
      });
      expect(await at('2099-06-01')).to.match(/^0 points/);
    });

    it('exits with 1 for nobody', async () => {
      expect(await run('show', NOBODY)).to.deep.equal({
        code: 1,
        stdout: '',
        stderr: `seahorse: there is no user ${NOBODY}\n`,
      });
    });
  });

  describe('verify and seal', () => {
    it('prove books that are right, with figures, and exit with 0', async () => {
      const { userId, usage } = await aCaller(shop, 100n);
      await shop.chargeUsage(usage());
      const { code, stdout, stderr } = await run('verify');
      expect([code, stderr]).to.deep.equal([0, '']);
      expect(stdout.split('\n')[0]).to.equal(
        'users 97, issuance -100, consumed 3, held 0, refunded 0, expired 0, adjusted 0: sum 0',
      );
      expect(stdout).to.match(/^2 entries of 1 accounts in \d+\.\d s, \d+ a second$/m);
      const json = JSON.parse((await run('verify', '--account', nameOf(userId), '--json')).stdout);
      expect(json).to.deep.include({ accounts: '1', entries: '2', findings: [], last_seal: null });
      expect(json.trial_balance).to.include({ users: '97', issuance: '-100', consumed: '3' });
    });

    it('exit with 3 where a row was changed, and name it', async () => {
      const { userId, usage } = await aCaller(shop, 100n);
      await shop.chargeUsage(usage());
      await asIntruder(database.knex, (trx) => trx('ledger.entries').where({ seq: 2 }).update({ quantity: 2 }));
      const { code, stdout, stderr } = await run('verify');
      expect([code, stderr]).to.deep.equal([3, 'seahorse: 1 difference found\n']);
      expect(stdout.split('\n')[0]).to.equal(
        `${nameOf(userId)}  entry 2  changed  it is not what was written under this number`,
      );
      const json = await run('verify', '--json');
      expect([json.code, JSON.parse(json.stdout).findings]).to.deep.equal([
        3,
        [{ user: nameOf(userId), seq: '2', what: 'changed', detail: 'it is not what was written under this number' }],
      ]);
      expect((await run('verify', '--account', NOBODY)).code).to.equal(0);
    });

    it('print a digest to keep, and know it again', async () => {
      await aCaller(shop, 100n);
      const sealed = await run('seal');
      expect(sealed.stdout).to.match(
        /^seal 1 {2}\S+Z {2}1 entries of 1 accounts since the one before\n[0-9a-f]{64}\n$/,
      );
      const digest = sealed.stdout.split('\n')[1] as string;
      const second = JSON.parse((await run('seal', '--json')).stdout);
      expect(second).to.deep.include({ no: '2', accounts: '0', entries: '0', previous_digest: digest });
      const verified = await run('verify', '--seals');
      expect([verified.code, verified.stdout.includes(second.digest)]).to.deep.equal([0, true]);
      expect((await run('verify', '--digest', digest.toUpperCase())).code).to.equal(0);
      const other = await run('verify', '--digest', 'ab'.repeat(32));
      expect(other.code).to.equal(3);
      expect(other.stdout).to.match(/^the books {2}seal {2}no seal has the digest that was kept/);
    });
  });

  const mistakes: readonly (readonly [what: string, args: string[], says: RegExp])[] = [
    ['a user that is none', ['show', 'usr_1'], /expected a user such as/],
    ['neither credit nor debit', ['adjust', NOBODY, '--reason', 'x'], /say --credit or --debit/],
    ['both', ['adjust', NOBODY, ...CREDIT, '--debit', '1'], /say --credit or --debit/],
    ['a credit for ever', ['adjust', NOBODY, '--credit', '1', '--reason', 'x'], /--expires belongs to --credit/],
    [
      'a debit that expires',
      ['adjust', NOBODY, '--debit', '1', '--expires', '2099-01-01', '--reason', 'x'],
      /--expires belongs/,
    ],
    ['no reason', ['adjust', NOBODY, '--debit', '1'], /--reason/],
    ['an empty reason', ['adjust', NOBODY, '--debit', '1', '--reason', ' '], /1 to 200 characters/],
    ['half a point', ['adjust', NOBODY, '--debit', '1.5', '--reason', 'x'], /whole number of points/],
    [
      'more points than there can be',
      ['adjust', NOBODY, '--debit', '9007199254740992', '--reason', 'x'],
      /whole number of points/,
    ],
    ['a nameless operator', ['adjust', NOBODY, '--debit', '1', '--reason', 'x', '--by', ' '], /say who you are/],
    ['a day that there is not', ['show', NOBODY, '--from', '2026-02-30'], /expected a day in Beijing/],
    ['an instant without its offset', ['show', NOBODY, '--at', '2026-02-01T00:00:00'], /expected a day in Beijing/],
    ['a kind that there is not', ['show', NOBODY, '--kind', 'gift'], /Allowed choices are/],
    ['a key that is none', ['show', NOBODY, '--key', 'key_1'], /expected a key such as/],
    ['two formats', ['show', NOBODY, '--json', '--csv'], /cannot be used with/],
    ['a digest that is none', ['verify', '--digest', 'abc'], /64 hexadecimal digits/],
  ];
  for (const [what, args, says] of mistakes) {
    it(`exits with 2 for ${what}`, async () => {
      const { code, stdout, stderr } = await run(...args);
      expect(stderr).to.match(says);
      expect([code, stdout]).to.deep.equal([2, '']);
    });
  }
});
