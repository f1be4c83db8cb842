import { expect } from 'chai';
import packageJson from '../../package.json' with { type: 'json' };
import { runCli } from '../support/http/run-cli.ts';
import { runProgram } from '../support/run-program.ts';

const USER = `usr_${'0'.repeat(32)}`;

describe('the command line', () => {
  const mistakes: readonly (readonly [what: string, args: string[], env: Record<string, string>, says: RegExp])[] = [
    ['a command that is misspelt', ['serv'], {}, /unknown command 'serv'[\s\S]*Did you mean[\s\S]*serve/],
    ['a subcommand that is not there', ['catalog', 'sead'], {}, /unknown command 'sead'[\s\S]*seed/],
    [
      'a subcommand that is misspelt',
      ['services', 'creat', 'x'],
      {},
      /unknown command 'creat'[\s\S]*Did you mean create/,
    ],
    ['an option that is misspelt', ['webhooks', 'log', '--stat', 'failed'], {}, /'--stat'[\s\S]*Did you mean --state/],
    [
      'a choice that there is not',
      ['keys', 'list', '--user', USER, '--status', 'aktive'],
      {},
      /active, disabled, expired/,
    ],
    ['an option that is not there', ['migrate', '--fast'], {}, /unknown option '--fast'/],
    ['an argument that is missing', ['services', 'create'], {}, /missing required argument 'name'/],
    ['a port that is none', ['simulator', '--port', 'abc'], {}, /expected a port number/],
    ['a catalog file that is not there', ['catalog', 'seed', 'none.json'], {}, /none\.json/],
    ['mistakes in the configuration', ['start'], { PORT: 'x', REDIS_URL: 'y', LOG_LEVEL: 'z' }, /PORT[\s\S]*REDIS_URL/],
    ['no database to serve from', ['serve'], {}, /serve needs DATABASE_URL/],
    ['no database to work on', ['work'], {}, /work needs DATABASE_URL/],
    [
      'no WeChat to serve with',
      ['serve'],
      { DATABASE_URL: 'postgres://nowhere/x' },
      /"seahorse simulator" prints some/,
    ],
  ];
  for (const [what, args, env, says] of mistakes) {
    it(`exits with 2 for ${what}, and says so without a stack`, async () => {
      const { code, stderr, stdout } = await runProgram(args, env);
      expect(stderr).to.match(says);
      expect(stderr).not.to.match(/^ {4}at /m);
      expect([code, stdout]).to.deep.equal([2, '']);
    });
  }

  it('says and exits as a process of its own what it does here', async () => {
    const args = ['serv'];
    expect(await runCli(args)).to.deep.equal(await runProgram(args, {}));
  });

  it('exits with 0 for --version, and says which', async () => {
    const { code, stdout } = await runProgram(['--version'], {});
    expect([code, stdout]).to.deep.equal([0, `${packageJson.version}\n`]);
  });

  it('exits with 0 for --help, which names every command', async () => {
    const { code, stdout } = await runProgram(['--help'], {});
    expect(code).to.equal(0);
    for (const command of [
      'start',
      'serve',
      'work',
      'migrate',
      'catalog',
      'services',
      'keys',
      'invoices',
      'schema',
      'completion',
      'simulator',
      'demo',
    ]) {
      expect(stdout).to.match(new RegExp(`^ {2}${command}\\b`, 'm'));
    }
  });
});
