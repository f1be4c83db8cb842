import { expect } from 'chai';
import { SeahorseClient } from '../../client/index.ts';
import { runCli } from '../support/http/run-cli.ts';
import { RunningCommand } from '../support/run-command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Both are processes of their own, on the database that the first one has brought. */
describe('the command line beside a server that runs', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: RunningCommand;
  let env: Record<string, string>;
  before(async () => {
    folder = await temporaryFolder();
    env = { SEAHORSE_DATA_DIR: folder.path, SEAHORSE_OPERATOR: 'alice' };
    server = new RunningCommand(['start'], { ...env, PORT: '0', SIMULATOR_PORT: '0' });
    await server.says(/Stop with Ctrl-C/, 100_000);
  });
  after(async () => {
    await server.signal('SIGTERM');
    await folder.remove();
  });

  const done = async (args: string[], input?: string): Promise<string> => {
    const { code, stdout, stderr } = await runCli(args, env, input);
    expect([code, stderr]).to.deep.equal([0, '']);
    return stdout;
  };

  it('lists what the server uses', async () => {
    const { packages } = JSON.parse(await done(['catalog', 'list', '--json']));
    expect(packages.map(({ code }: { code: string }) => code)).to.include('points-50');
    expect(await done(['ledger', 'verify'])).to.match(/entries of 1 accounts/);
  });

  it('changes what the server does from the next request on', async () => {
    const [, url = ''] = await server.says(/API +(http\S+)/);
    const [, leaked = ''] = await server.says(/API key +(sk_live_\S+)/);
    const token = (await done(['services', 'create', 'beside', '--allow', 'usage'])).trim();
    const client = new SeahorseClient({ baseUrl: url, token });
    const call = { api_key: leaked, api: 'image.recognize' };
    expect(await client.charge(call, 'before')).to.include({ allowed: true });
    const revoked = await done(['keys', 'revoke', '--token-from-stdin', '--reason', '泄露', '--json'], leaked);
    expect(JSON.parse(revoked)).to.include({ changed: true });
    expect(await client.charge(call, 'after')).to.deep.include({ allowed: false, code: 'key_disabled' });
  });
}).timeout(120_000);
