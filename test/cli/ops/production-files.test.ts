import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { buildProgram } from '../../../src/cli/program.ts';
import { readConfig } from '../../../src/cli/system/config.ts';
import { simulatedAccount } from '../../support/http/simulated-account.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { readCompose, readOps, readUnit, readVariables, UNITS, valuesOf } from './production-files.ts';

const COMMANDS = buildProgram().commands.map((command) => command.name());
const SECRETS = ['WECHAT_APP_SECRET', 'WECHAT_PAY_PRIVATE_KEY', 'WECHAT_PAY_API_V3_KEY', 'WECHAT_PAY_PUBLIC_KEY'];

/** What is set together has to be a whole configuration for production: a name that nobody reads would leave a mistake. */
describe('The files for running it in production', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let secrets: Record<string, string>;
  before(async function () {
    this.timeout(90_000);
    folder = await temporaryFolder();
    const account = await simulatedAccount();
    secrets = Object.fromEntries(SECRETS.map((name) => [name, account[name] as string]));
    secrets['DATABASE_URL'] = 'postgres://seahorse_serve:secret@db/seahorse';
    secrets['SEAHORSE_SECRET'] = 'x'.repeat(32);
  });
  after(() => folder.remove());

  /** With files where the variables say that secrets are. */
  async function configurationOf(variables: Readonly<Record<string, string>>) {
    const env: Record<string, string> = { ...readVariables(readOps('seahorse.env.example')), ...variables };
    for (const [name, value] of Object.entries(secrets)) {
      if (!(`${name}_FILE` in variables)) continue;
      env[`${name}_FILE`] = path.join(folder.path, name);
      await writeFile(path.join(folder.path, name), value);
    }
    return readConfig(env);
  }
  const expectWhole = async (variables: Readonly<Record<string, string>>) => {
    const outcome = await configurationOf(variables);
    if (outcome.kind === 'invalid') expect.fail(outcome.errors.join('\n'));
    expect(outcome.config).to.include({
      production: true,
      dataDir: '/var/lib/seahorse',
      publicUrl: 'https://points.example.com',
    });
    expect(outcome.config.database.url).to.equal(secrets['DATABASE_URL']);
    expect(outcome.config.rootSecret).to.equal(secrets['SEAHORSE_SECRET']);
    expect(outcome.config.wechat?.pay.publicKey?.id).to.match(/^PUB_KEY_ID_/);
    return outcome.config;
  };

  it('are units for the API, the workers, migrations and backups', () => {
    expect(UNITS.sort()).to.deep.equal([
      ...['seahorse-backup.service', 'seahorse-migrate.service', 'seahorse-serve@.service', 'seahorse-work.service'],
    ]);
  });

  for (const name of UNITS) {
    const { Service: service } = readUnit(name);
    const environment = valuesOf(service, 'Environment').flatMap((line) => line.split(' '));
    const variables = Object.fromEntries(environment.map((each) => each.split('=') as [string, string]));

    it(`${name} sets a whole configuration`, async () => {
      const port = variables['PORT'] === undefined ? {} : { PORT: '3001' };
      const config = await expectWhole({ ...variables, ...port });
      if (name.startsWith('seahorse-serve')) expect(config.http.port).to.equal(3001);
    });

    it(`${name} reads secrets as credentials that it loads, and has none of them in a variable`, () => {
      const loaded = valuesOf(service, 'LoadCredential').map((line) => `%d/${line.split(':')[0]}`);
      const files = Object.entries(variables).filter(([variable]) => variable.endsWith('_FILE'));
      expect(files.map(([, file]) => file).sort()).to.deep.equal(loaded.sort());
      for (const secret of ['DATABASE_URL', 'SEAHORSE_SECRET', ...SECRETS])
        expect(variables).to.not.have.property(secret);
    });

    it(`${name} runs something that there is, with no right that it does not need`, () => {
      const [command = ''] = valuesOf(service, 'ExecStart');
      const [, subcommand = ''] = /^\/usr\/bin\/node bin\/seahorse\.js (\w+)$/.exec(command) ?? [];
      if (subcommand) expect(COMMANDS).to.include(subcommand);
      else expect(readOps(command.replace('/opt/seahorse/ops/', '').split(' ')[0] ?? '')).to.match(/^#!\/bin\/sh\n/);
      for (const wanted of [
        'NoNewPrivileges=yes',
        'ProtectSystem=strict',
        'CapabilityBoundingSet=',
        'DynamicUser=yes',
        'UMask=0077',
      ]) {
        expect(service).to.include(wanted);
      }
    });
  }

  it('are a compose file whose services have a whole configuration and wait for what they need', async () => {
    const { services, secrets: files, volumes } = readCompose();
    expect(Object.keys(services)).to.deep.equal(['postgres', 'redis', 'migrate', 'serve', 'work']);
    for (const name of ['migrate', 'serve', 'work']) {
      const service = services[name] ?? expect.fail(name);
      const config = await expectWhole(service.environment ?? {});
      expect(config.redisUrl).to.equal('redis://redis:6379');
      expect(COMMANDS).to.include(service.command?.[0]);
      for (const [variable, file] of Object.entries(service.environment ?? {})) {
        if (variable.endsWith('_FILE')) expect(service.secrets).to.include(file.replace('/run/secrets/', ''));
      }
      expect(service).to.deep.include({ read_only: true, cap_drop: ['ALL'] });
    }
    for (const name of ['serve', 'work']) {
      expect(services[name]?.depends_on).to.deep.equal({ migrate: { condition: 'service_completed_successfully' } });
    }
    const used = Object.values(services).flatMap((service) => [...(service.secrets ?? [])]);
    expect([...new Set(used)].sort()).to.deep.equal(Object.keys(files).sort());
    expect(Object.keys(volumes)).to.deep.equal(['data', 'postgres', 'redis']);
  });

  it('start PostgreSQL with checksums and durable, and a Redis that forgets nothing', () => {
    const { services } = readCompose();
    expect(services['postgres']?.environment?.['POSTGRES_INITDB_ARGS']).to.equal('--data-checksums');
    expect(services['postgres']).to.not.have.property('command');
    expect(services['redis']?.command).to.include.members(['--appendonly', 'yes', '--maxmemory-policy', 'noeviction']);
  });

  it('are an image that is not run by root, and has no secret and no test in it', () => {
    const dockerfile = readOps('Dockerfile');
    expect(dockerfile.match(/^USER (\w+)$/m)?.[1]).to.equal('node');
    expect(dockerfile.match(/^FROM /gm)).to.have.length(2);
    const ignored = readOps('Dockerfile.dockerignore').split('\n');
    expect(ignored).to.include.members(['ops/secrets', 'ops/seahorse.env', '.data', 'test', '**/node_modules']);
  });
});
