import { expect } from 'chai';
import { publicId } from '../../src/adapters/http/public-id.ts';
import { EXIT } from '../../src/cli/face/exit-status.ts';
import { aToken } from '../support/a-token.ts';
import { aBuyerWithAnOrder } from '../support/customers.ts';
import { runCli } from '../support/http/run-cli.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { runProgram } from '../support/run-program.ts';
import { openShop } from '../support/shop.ts';

/** As shells and supervisors see them: by the end of a process. */
describe('the exit status of the command line', () => {
  let database: MigratedDatabase;
  before(async () => {
    database = await migratedDatabase(3);
  });
  after(() => database.drop());

  const run = (args: string[], env: Record<string, string> = {}) =>
    runCli(args, { DATABASE_URL: database.url, SEAHORSE_OPERATOR: 'alice', ...env });

  it('is 0 for what was done', async () => {
    expect(await run(['keys', 'patterns'])).to.include({ code: EXIT.done, stderr: '' });
  });

  it('is 1 for what could not be done', async () => {
    const { code, stderr } = await run(['users', 'show', `usr_${'0'.repeat(32)}`]);
    expect([code, stderr]).to.deep.equal([EXIT.failed, `seahorse: there is no user usr_${'0'.repeat(32)}\n`]);
  });

  it('is 2 for a command line that is wrong', async () => {
    expect((await run(['users', 'show', 'me'])).code).to.equal(EXIT.usage);
    expect((await run(['users'])).code).to.equal(EXIT.usage);
  });

  it('is 3 for a check that finds what should not be', async () => {
    const { code, stderr } = await run(['keys', 'inspect', aToken('sk_live_').slice(0, -1)]);
    expect([code, stderr]).to.deep.equal([EXIT.differences, 'seahorse: this cannot be a token of ours\n']);
  });

  it('is 4 for what was done in part', async () => {
    const shop = openShop(database.uow);
    const { userId, outTradeNo } = await aBuyerWithAnOrder(shop);
    await shop.closeUnpaid(outTradeNo, 'user', 'order');
    const args = ['users', 'close', publicId('usr', userId), '--now', '--reason', '用户来电', '--yes'];
    const { code, stderr } = await run(args);
    expect(stderr).to.equal('seahorse: closing, but held up by open_orders (1); looked at again in a day\n');
    expect(code).to.equal(EXIT.partly);
  });

  it('is 5 for what a rule forbids', async () => {
    const env = { SEAHORSE_SECRET: 'a root secret of at least 32 characters', WEBHOOK_PRIVATE_NETWORKS: '10.0.0.0/8' };
    await runProgram(['services', 'create', 'vision'], { DATABASE_URL: database.url });
    const { code, stderr } = await run(['webhooks', 'add', 'vision', 'https://127.0.0.1/hook'], env);
    expect(stderr).to.match(/^seahorse: an address behind this host is not on the public internet/);
    expect(code).to.equal(EXIT.refused);
  });

  it('is 75 while something is out of reach', async () => {
    const { code, stderr } = await run(['services', 'list'], { DATABASE_URL: 'postgres://u:p@127.0.0.1:1/x' });
    expect(stderr).to.match(/^seahorse: the database cannot be used \(ECONNREFUSED\)/);
    expect(code).to.equal(EXIT.tryLater);
  });
}).timeout(60_000);
