import { expect } from 'chai';
import { publicId } from '../../src/adapters/http/public-id.ts';
import { nodeSecrets } from '../../src/adapters/system/random.ts';
import { IMAGE_API } from '../support/builders.ts';
import { aHolder, type HolderOf } from '../support/holding.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { runProgram } from '../support/run-program.ts';
import { openShop, type Shop } from '../support/shop.ts';

const NOBODY = `key_${'0'.repeat(32)}`;

describe('seahorse usage', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  let holder: HolderOf;
  before(async () => {
    database = await migratedDatabase();
    shop = openShop(database.uow);
    holder = await aHolder(shop);
  });
  after(() => database.drop());

  const run = (...args: string[]) => runProgram(['usage', ...args], { DATABASE_URL: database.url });
  const done = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(...args);
    expect([code, stderr]).to.deep.equal([0, '']);
    return stdout;
  };
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects to find
  const json = async (...args: string[]): Promise<any> => JSON.parse(await done(...args, '--json'));
  const keyOf = ({ key }: HolderOf = holder): string => publicId('key', key.id);

  it('list tells paid calls, newest first, of a user or with a key', async () => {
    const [first, second] = [await holder.charge(), await holder.charge({ quantity: 2 })];
    const { calls } = await json('list', '--key', keyOf());
    expect(calls.map(({ id, points }: { id: string; points: string }) => [id, points])).to.deep.equal([
      [publicId('use', second), '6'],
      [publicId('use', first), '3'],
    ]);
    const text = await done('list', '--user', publicId('usr', holder.userId), '--since', '1h', '--limit', '1');
    expect(text).to.match(/^\S+Z {2}use_[0-9a-f]{32} {2}2 × image\.recognize +6 points {2}key_\S+ {2}left \d+\n$/);
    expect((await json('list', '--key', keyOf(), '--api', 'text.translate')).calls).to.deep.equal([]);
  });

  it('explain tells of a paid call what it took, from which lots, and what its gates say now', async () => {
    const usageId = await holder.charge({ quantity: 2, idempotencyKey: 'request-4711' });
    const name = publicId('use', usageId);
    const text = await done('explain', name);
    expect(text)
      .to.match(new RegExp(`^${name} {2}charged at \\S+Z, once: `))
      .and.to.match(/^2 × image\.recognize with key_\S+: 6 points \(price version 1\), \d+ left$/m)
      .and.to.match(/^ {2}6 points of lot \S+$/m)
      .and.to.match(
        /^passed +service_token +rule: a token of an enabled service {2}service-\S+: enabled, 1 live token$/m,
      )
      .and.to.match(/^passed +points +rule: 6 points {2}\d+ can be spent$/m);
    const by = ['--service', holder.service.name, '--key', keyOf()];
    const { call, gates } = await json('explain', 'request-4711', ...by);
    expect(call).to.include({ id: name, points: '6', quantity: 2, reversed_at: null });
    expect(gates.map(({ gate }: { gate: string }) => gate)).to.deep.equal([
      ...['service_token', 'operation', 'service_network', 'signature', 'known', 'price', 'idempotency', 'not_expired'],
      ...['enabled', 'scope', 'network', 'rate_limit', 'daily_budget', 'total_budget', 'points'],
    ]);
    const never = await run('explain', 'request-4712', ...by);
    expect([never.code, never.stdout]).to.deep.equal([1, '']);
    expect(never.stderr).to.match(/nothing was ever taken for this call/);
  });

  it('explain tells what would become of a call, each gate with its rule and the figure', async () => {
    const { key } = await aHolder(shop, { key: { enabled: false, rateLimit: { calls: 2, seconds: 60 } } });
    const named = ['--key', publicId('key', key.id), '--api', IMAGE_API, '--quantity', '3'];
    const { gates } = await json('explain', ...named);
    const refused = gates.filter(({ verdict }: { verdict: string }) => verdict === 'refused');
    expect(refused).to.deep.equal([
      { gate: 'enabled', verdict: 'refused', code: 'key_disabled', rule: 'enabled', figure: 'disabled' },
      {
        ...{ gate: 'rate_limit', verdict: 'refused', code: 'rate_limited' },
        ...{ rule: '2 calls in 60 s', figure: '0 in this window, and 3 more' },
      },
    ]);
    expect(await done('explain', ...named)).to.match(/\nsuch a call is refused: key_disabled\n$/);
  });

  it('explain tells why calls with a key were refused, as far as that is kept', async () => {
    const caller = await aHolder(shop);
    const at = new Date();
    const seen = { digest: nodeSecrets.digest(caller.token), apiCode: IMAGE_API, firstAt: at, lastAt: at };
    await database.uow.run(({ refusedCalls }) =>
      refusedCalls.add([{ ...seen, code: 'insufficient_points', calls: 7 }]),
    );
    const { refused } = await json('explain', '--key', keyOf(caller), '--since', '1h');
    expect(refused).to.deep.equal([
      {
        ...{ code: 'insufficient_points', api: IMAGE_API, calls: 7 },
        ...{ first_at: at.toISOString(), last_at: at.toISOString() },
      },
    ]);
    expect(await done('explain', '--key', keyOf(caller))).to.match(
      /insufficient_points {5}image\.recognize {2}7 calls\n$/,
    );
    expect(await done('explain', '--key', keyOf())).to.match(/^none were refused in this time/);
  });

  it('explain shows no token, not even one that somebody has pasted', async () => {
    const { code, stdout, stderr } = await run('explain', '--key', holder.token);
    expect([code, stdout]).to.deep.equal([2, '']);
    expect(stderr)
      .to.match(/never its token/)
      .and.not.to.include(holder.token);
  });

  const mistakes: readonly (readonly [what: string, code: number, args: string[], says: RegExp])[] = [
    ['nothing at all', 2, ['explain'], /say a call, or --key/],
    ['an idempotency key alone', 2, ['explain', 'request-1'], /with --service and --key/],
    ['an address that is none', 2, ['explain', '--key', NOBODY, '--ip', 'x'], /expected an address/],
    ['no calls', 2, ['explain', '--key', NOBODY, '--api', 'x', '--quantity', '0'], /a number from 1/],
    ['a key that nobody has', 1, ['explain', '--key', NOBODY], /there is no key/],
    ['a call that nobody made', 1, ['explain', `use_${'0'.repeat(32)}`], /nothing was ever taken/],
    ['neither a user nor a key', 2, ['list'], /say --user or --key/],
  ];
  for (const [what, status, args, says] of mistakes) {
    it(`exits with ${status} for ${what}`, async () => {
      const { code, stdout, stderr } = await run(...args);
      expect(stderr).to.match(says);
      expect([code, stdout]).to.deep.equal([status, '']);
    });
  }
});
