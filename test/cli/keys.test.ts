import { expect } from 'chai';
import { publicId } from '../../src/adapters/http/public-id.ts';
import { hintOf } from '../../src/domain/keyvault/key-token.ts';
import { aToken } from '../support/a-token.ts';
import { aCaller } from '../support/customers.ts';
import { runCli } from '../support/http/run-cli.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { runProgram } from '../support/run-program.ts';
import { openShop, type Shop } from '../support/shop.ts';

describe('seahorse keys inspect', () => {
  const inspect = (...args: string[]) => runProgram(['keys', 'inspect', ...args], {});

  for (const [prefix, kind] of [
    ['sk_live_', 'API key of a customer'],
    ['ss_live_', 'token of a backend service'],
    ['sg_live_', 'signing secret of a backend service'],
  ] as const) {
    it(`recognises the ${kind} offline, and does not print it`, async () => {
      const token = aToken(prefix);
      const { code, stdout, stderr } = await inspect(token);
      expect([code, stderr]).to.deep.equal([0, '']);
      expect(stdout).to.include(`${kind}, well-formed: ${token.slice(0, 12)}…${token.slice(-4)}`);
      expect(stdout).not.to.include(token);
    });
  }

  const good = aToken('sk_live_');
  const other = good.at(-1) === 'x' ? 'y' : 'x';
  const flaws: readonly (readonly [what: string, token: string, flaw: string])[] = [
    ['another prefix', good.replace('sk_live_', 'sk_test_'), 'wrong_prefix'],
    ['a key that was cut off', good.slice(0, -1), 'wrong_length'],
    ['a key with something beside it', `${good}"`, 'wrong_length'],
    ['a character of another alphabet', good.replace(/.$/, '-'), 'wrong_character'],
    ['a key that was mistyped', good.slice(0, -1) + other, 'wrong_checksum'],
    ['nothing', '', 'wrong_prefix'],
  ];
  for (const [what, token, flaw] of flaws) {
    it(`exits with 3 for ${what}, and says what is wrong`, async () => {
      const { code, stdout } = await inspect('--json', token);
      expect(code).to.equal(3);
      expect(JSON.parse(stdout)).to.include({ well_formed: false, flaw });
    });
  }
});

describe('seahorse keys patterns', () => {
  it('find every token of ours in a text, and nothing else', async () => {
    const { code, stdout } = await runProgram(['keys', 'patterns', '--json'], {});
    expect(code).to.equal(0);
    const patterns: { pattern: string }[] = JSON.parse(stdout);
    const tokens = (['sk_live_', 'ss_live_', 'sg_live_'] as const).map((prefix) => aToken(prefix));
    const session = `hss_${'0a'.repeat(32)}`;
    const source = `KEY="${tokens.join('"\nTOKEN=\'')}" ${session}; sk_live_short hss_${'g'.repeat(64)}`;
    const found = patterns.flatMap(({ pattern }) => source.match(new RegExp(pattern, 'g')) ?? []);
    expect(found).to.have.members([...tokens, session]);
  });
});

describe('the keys of users, at the command line', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  before(async () => {
    database = await migratedDatabase(3);
    shop = openShop(database.uow);
  });
  after(() => database.drop());

  const env = () => ({ DATABASE_URL: database.url, SEAHORSE_OPERATOR: 'alice' });
  const run = (...args: string[]) => runProgram(['keys', ...args], env());
  const NO_KEY = `key_${'0'.repeat(32)}`;
  const aKey = async () => {
    const caller = await aCaller(shop, 9n);
    const [name, user] = [publicId('key', caller.key.id), publicId('usr', caller.userId)];
    return { ...caller, name, user };
  };
  const refusalOf = async ({ usage }: Awaited<ReturnType<typeof aKey>>) => {
    const outcome = await shop.chargeUsage(usage());
    return outcome.kind === 'refused' ? outcome.refusal.code : null;
  };

  it('list tells of each but what it shows to be let in', async () => {
    const { name, user, key, token, usage } = await aKey();
    await shop.chargeUsage(usage());
    const { code, stdout, stderr } = await run('list', '--user', user, '--json');
    expect([code, stderr]).to.deep.equal([0, '']);
    const [shown, ...more] = JSON.parse(stdout);
    expect(more).to.deep.equal([]);
    expect(shown).to.deep.include({
      ...{ id: name, name: key.name, hint: hintOf('sk_live_', token), status: 'active', scope: 'all' },
      ...{ spendable_points: '6', points_total: '3', calls_today: 1, daily_budget: null, successor_id: null },
    });
    const text = (await run('list', '--user', user, '--status', 'active')).stdout;
    expect(text).to.match(new RegExp(`^${name} {2}active .* may take 6 {2}has taken 3 {2}last used \\d{4}-`));
    for (const said of [stdout, text]) expect(said).not.to.include(token);
    expect((await run('list', '--user', user, '--status', 'disabled')).stdout).to.equal('');
    const nobody = `usr_${'0'.repeat(32)}`;
    expect((await run('list', '--user', nobody)).stderr).to.equal(`seahorse: there is no user ${nobody}\n`);
  });

  it('revoke switches a key off, and leaves who and why in the audit log', async () => {
    const key = await aKey();
    const { code, stdout, stderr } = await run('revoke', key.name, '--reason', '泄露', '--by', 'bob');
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(stdout).to.match(new RegExp(`^${key.name} {2}revoked {2}of ${key.user} {2}sk_live_`));
    expect(await refusalOf(key)).to.equal('key_disabled');
    const again = JSON.parse((await run('revoke', key.name, '--reason', '泄露', '--json')).stdout);
    expect(again).to.deep.include({ key: key.name, user: key.user, changed: false });
    const log = await runProgram(['audit', 'list', '--subject', key.name, '--action', 'key.disabled', '--json'], env());
    const [event, ...more] = JSON.parse(log.stdout);
    expect(more).to.deep.equal([]);
    expect(event).to.deep.include({ by: { kind: 'operator', name: 'bob' }, user: key.user });
    expect(event.after).to.deep.equal({ enabled: false, reason: '泄露' });
  });

  it('revoke --token-from-stdin finds whose a leaked token is, ends it, and never repeats it', async function () {
    this.timeout(60_000);
    const key = await aKey();
    const args = ['keys', 'revoke', '--token-from-stdin', '--reason', '泄露', '--json'];
    const drill = (input: string) => runProgram(args, env(), input);
    const { code, stdout, stderr } = await runCli(args, env(), `${key.token}\n`);
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(JSON.parse(stdout)).to.deep.include({ key: key.name, user: key.user, changed: true });
    expect(stdout).not.to.include(key.token);
    expect(await refusalOf(key)).to.equal('key_disabled');

    const unknown = await drill(aToken('sk_live_'));
    expect([unknown.code, unknown.stderr]).to.deep.equal([
      ...[1, 'seahorse: there is no key of this token: it was never made, or was deleted\n'],
    ]);
    const ofService = aToken('ss_live_');
    const misdirected = await drill(ofService);
    expect(misdirected.code).to.equal(2);
    expect(misdirected.stderr).to.include('"services end" ends them').and.not.include(ofService);
    expect((await drill('nothing of ours')).stderr).to.match(
      /standard input holds no API key; "seahorse keys inspect"/,
    );
  });

  it('revoke exits with 1 for a key that is not there', async () => {
    const { code, stderr } = await run('revoke', NO_KEY, '--reason', 'x');
    expect([code, stderr]).to.deep.equal([1, `seahorse: there is no key ${NO_KEY}\n`]);
  });

  const mistakes: readonly (readonly [what: string, args: string[], says: RegExp])[] = [
    ['no reason', ['revoke', NO_KEY], /required option '--reason <text>'/],
    ['no key', ['revoke', '--reason', 'x'], /say a key, or --token-from-stdin/],
    ['a key twice', ['revoke', NO_KEY, '--token-from-stdin', '--reason', 'x'], /say a key, or --token-from-stdin/],
    ['a token on the command line', ['revoke', aToken('sk_live_'), '--reason', 'x'], /a token is read with --token/],
    ['nobody’s keys', ['list'], /required option '--user <user>'/],
  ];
  for (const [what, args, says] of mistakes) {
    it(`exits with 2 for ${what}`, async () => {
      const { code, stdout, stderr } = await run(...args);
      expect(stderr).to.match(says);
      expect([code, stdout]).to.deep.equal([2, '']);
      expect(stderr).not.to.match(/sk_live_\w/);
    });
  }

  it('revoke does not find a user’s deleted key by the token that it had', async () => {
    const { userId, key, token } = await aKey();
    await shop.deleteKeys(userId, [key.id], { actor: { kind: 'user', userId }, requestId: null });
    const args = ['keys', 'revoke', '--token-from-stdin', '--reason', 'x'];
    expect((await runProgram(args, env(), token)).code).to.equal(1);
  });
});
