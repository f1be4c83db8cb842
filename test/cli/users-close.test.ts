import { expect } from 'chai';
import { publicId } from '../../src/adapters/http/public-id.ts';
import type { UserId } from '../../src/domain/shared/ids.ts';
import { deedsOf } from '../support/closing.ts';
import { aBuyerWithAnOrder, aCaller, aUser } from '../support/customers.ts';
import { newId } from '../support/ids.ts';
import { DAY } from '../support/instants.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { runProgram } from '../support/run-program.ts';
import { openShop, type Shop } from '../support/shop.ts';

describe('seahorse users close', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  beforeEach(async () => {
    database = await migratedDatabase(3);
    shop = openShop(database.uow);
  });
  afterEach(() => database.drop());

  const env = (more: Record<string, string> = {}) => ({
    DATABASE_URL: database.url,
    SEAHORSE_OPERATOR: 'alice',
    ...more,
  });
  const run = (userId: UserId, ...args: string[]) =>
    runProgram(['users', 'close', publicId('usr', userId), '--reason', '用户来电', ...args], env());
  const statusOf = async (userId: UserId) => (await shop.uow.run(({ users }) => users.find(userId)))?.status;

  it('shuts an account that has nothing left, and says until when it can be taken back', async () => {
    const userId = await aUser(shop);
    const { code, stdout, stderr } = await run(userId, '--yes');
    expect([code, stderr]).to.deep.equal([0, '']);
    const [found, done] = stdout.split('\n');
    expect(found).to.equal('active; 0 paid points, 0 bonus points, 0 held, 0 frozen; 0 keys');
    const [, until = ''] = /^closing: keys are off; closed for good at (\S+Z)$/.exec(done ?? '') ?? [];
    expect(new Date(until).getTime() - Date.now()).to.be.closeTo(7 * DAY, 60_000);
    expect(await statusOf(userId)).to.equal('closing');
    expect((await run(userId, '--yes')).stdout).to.match(/^closing until \S+; 0 paid .*\nclosing: .* at \S+\n$/);
  });

  it('--now closes it for good, with points that are waived, and says who and why', async () => {
    const { userId } = await aCaller(shop, 60n);
    const args = ['--now', '--waive-points', '--by', 'bob'];
    const dry = await run(userId, ...args, '--dry-run');
    expect([dry.code, dry.stderr]).to.deep.equal([0, '']);
    const [, line, said] = dry.stdout.split('\n');
    expect(line).to.match(/^usr_[0-9a-f]{32} +2 {2}debit +-60 {2}adjusted \+60 +balance 0 /);
    expect(said).to.equal('dry run: closed; 60 points written off; nothing was changed');
    expect(await statusOf(userId)).to.equal('active');
    const { code, stdout } = await run(userId, ...args, '--yes');
    expect([code, stdout.split('\n')[1]]).to.deep.equal([0, 'closed; 60 points written off']);
    expect(await statusOf(userId)).to.equal('closed');
    const [begun] = await deedsOf(shop, userId, 'user.closing');
    expect(begun?.after).to.deep.include({ reason: '用户来电', points_waived: true });
    const [closed] = await deedsOf(shop, userId, 'user.closed');
    for (const deed of [begun, closed]) expect(deed?.by.actor).to.deep.equal({ kind: 'operator', name: 'bob' });
    const again = await run(userId, '--yes');
    expect([again.code, again.stderr]).to.deep.equal([1, 'seahorse: this account is closed\n']);
  });

  it('tells programs the same, before and after', async () => {
    const { userId } = await aCaller(shop, 60n);
    const json = async (...args: string[]) =>
      JSON.parse((await run(userId, '--waive-points', '--json', ...args)).stdout);
    const { closes_at, ...foreseen } = await json('--dry-run');
    const found = { status: 'active', paid: '60', bonus: '0', held: '0', frozen: '0', keys: 1 };
    expect(foreseen).to.deep.equal({
      ...{ user: publicId('usr', userId), dry_run: true, found, status: 'closing', points_written_off: null },
      entries: [],
    });
    expect(new Date(closes_at).getTime() - Date.now()).to.be.closeTo(7 * DAY, 60_000);
    expect(await statusOf(userId)).to.equal('active');
    expect(await json('--yes')).to.deep.include({ dry_run: false, found, status: 'closing' });
    expect(await json('--now', '--yes')).to.deep.include({ status: 'closed', points_written_off: '60' });
  });

  it('takes the days from the environment', async () => {
    const userId = await aUser(shop);
    const args = ['users', 'close', publicId('usr', userId), '--reason', '用户来电', '--yes'];
    const { stdout } = await runProgram(args, env({ ACCOUNT_CLOSING_DAYS: '30' }));
    const [, until = ''] = /for good at (\S+Z)/.exec(stdout) ?? [];
    expect(new Date(until).getTime() - Date.now()).to.be.closeTo(30 * DAY, 60_000);
  });

  it('exits with 1 while something is in the way, and changes nothing', async () => {
    const { userId } = await aBuyerWithAnOrder(shop);
    const { code, stderr } = await run(userId, '--now', '--yes');
    expect([code, stderr]).to.deep.equal([1, 'seahorse: in the way: open_orders (1)\n']);
    expect(await statusOf(userId)).to.equal('active');
  });

  it('exits with 1 while paid points are left', async () => {
    const { userId } = await aCaller(shop, 60n);
    const { code, stderr } = await run(userId, '--yes');
    expect([code, stderr]).to.deep.equal([
      ...[1, 'seahorse: 60 paid points are left: refund them, or say --waive-points\n'],
    ]);
    expect(await statusOf(userId)).to.equal('active');
  });

  it('--now exits with 4 where a payment may still turn up, and leaves the rest to the workers', async () => {
    const { userId, outTradeNo } = await aBuyerWithAnOrder(shop);
    await shop.closeUnpaid(outTradeNo, 'user', 'order');
    const { code, stderr } = await run(userId, '--now', '--yes');
    expect([code, stderr]).to.deep.equal([
      ...[4, 'seahorse: closing, but held up by open_orders (1); looked at again in a day\n'],
    ]);
    expect(await statusOf(userId)).to.equal('closing');
  });

  it('exits with 1 for nobody, and with 2 without --yes where there is nobody to ask', async () => {
    const nobody = newId<UserId>();
    const name = publicId('usr', nobody);
    expect(await run(nobody, '--yes')).to.deep.include({ code: 1, stderr: `seahorse: there is no user ${name}\n` });
    const userId = await aUser(shop);
    const { code, stderr } = await run(userId);
    expect([code, stderr]).to.deep.equal([
      2,
      'seahorse: this closes an account: run it with --yes, or at a terminal\n',
    ]);
    expect(await statusOf(userId)).to.equal('active');
  });
});
