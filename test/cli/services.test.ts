import { expect } from 'chai';
import { parseId } from '../../src/adapters/http/public-id.ts';
import { nodeSecrets } from '../../src/adapters/system/random.ts';
import { sealUnder } from '../../src/adapters/system/seal-secret.ts';
import { admitService } from '../../src/application/keyvault/admit-service.ts';
import { checkSignature } from '../../src/application/keyvault/check-signature.ts';
import { hintOf, isWellFormed } from '../../src/domain/keyvault/key-token.ts';
import type { IpAddress } from '../../src/domain/keyvault/network.ts';
import type { Operation } from '../../src/domain/keyvault/service.ts';
import type { SigningSecretId } from '../../src/domain/shared/ids.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { runProgram } from '../support/run-program.ts';
import { signatureOf } from '../support/sign.ts';

const ROOT = 'a root secret of at least 32 characters';
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/;

describe('seahorse services', () => {
  let database: MigratedDatabase;
  let services = 0;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  const run = (args: string[], env: Record<string, string> = {}) =>
    runProgram(['services', ...args], { DATABASE_URL: database.url, SEAHORSE_SECRET: ROOT, ...env });
  const done = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stderr]).to.deep.equal([0, '']);
    return stdout;
  };
  const aService = async (...options: string[]) => {
    services += 1;
    const name = `vision-${services}`;
    return { name, token: (await done('create', name, ...options)).trim() };
  };
  const refusal = async (token: string, operation: Operation = 'usage', peer: string | null = null) => {
    const caller = { token, peer: peer as IpAddress | null, signedWith: null };
    const admission = await admitService({ uow: database.uow, secrets: nodeSecrets })(caller, operation);
    return admission.kind === 'admitted' ? null : admission.refusal;
  };

  it('create prints the token and nothing else, of a service that may do everything from anywhere', async () => {
    const { token, name } = await aService();
    expect(isWellFormed('ss_live_', token)).to.equal(true);
    for (const operation of ['usage', 'balance'] as const) expect(await refusal(token, operation)).to.equal(null);
    const again = await run(['create', name]);
    expect([again.code, again.stdout, again.stderr]).to.deep.equal([
      ...[2, '', `seahorse: there is a service called ${name} already\n`],
    ]);
  });

  it('create makes one under terms, and says what it still needs', async () => {
    const { code, stdout, stderr } = await run([
      ...['create', 'strict', '--allow', 'usage,holds', '--network', '10.0.0.0/8', '192.0.2.1', '--sign'],
    ]);
    expect([code, stderr]).to.deep.equal([0, 'strict is refused until it signs: seahorse services secret "strict"\n']);
    const token = stdout.trim();
    expect(await refusal(token, 'balance')).to.equal('operation_not_granted');
    expect(await refusal(token, 'usage', '11.0.0.1')).to.equal('network_not_allowed');
    expect(await refusal(token, 'holds', '192.0.2.1')).to.equal('signature_required');
  });

  it('allow and deny change what it may do, and say what holds', async () => {
    const { name, token } = await aService('--allow', 'usage');
    expect(await done('allow', name, 'holds', 'verify')).to.equal(
      `${name}  enabled  operations usage,holds,verify  networks anywhere  signatures not required  returns none\n`,
    );
    expect(await refusal(token, 'holds')).to.equal(null);
    expect(await done('deny', name, 'usage,holds')).to.include('operations verify ');
    expect(await refusal(token, 'holds')).to.equal('operation_not_granted');
    expect(await done('deny', name, 'all')).to.include('operations none');
    expect(await done('allow', name, 'all')).to.include('operations all');
  });

  it('networks names them, replaces them, and lifts them only when told so', async () => {
    const { name, token } = await aService();
    expect(await done('networks', name, '10.0.0.0/8', '2001:db8::/32')).to.include('networks 10.0.0.0/8,2001:db8::/32');
    expect(await done('networks', name)).to.include('networks 10.0.0.0/8,2001:db8::/32');
    expect(await done('networks', name, '192.0.2.1')).to.include('networks 192.0.2.1/32 ');
    expect(await refusal(token, 'usage', '10.0.0.1')).to.equal('network_not_allowed');
    expect(await done('networks', name, '--anywhere')).to.include('networks anywhere');
    expect(await refusal(token)).to.equal(null);
  });

  it('returns names where its checkouts lead back to, replaces it, and empties it only when told so', async () => {
    const { name } = await aService('--returns', 'https://shop.example.com,http://localhost:5173');
    const both = 'returns https://shop.example.com,http://localhost:5173\n';
    expect(await done('returns', name)).to.include(both);
    expect(await done('returns', name, 'HTTPS://Shop.example.com:443/')).to.include(
      'returns https://shop.example.com\n',
    );
    expect(JSON.parse(await done('show', name, '--json')).return_origins).to.deep.equal(['https://shop.example.com']);
    expect(await done('returns', name, '--none')).to.include('returns none\n');
    for (const wrong of ['http://shop.example.com', 'https://shop.example.com/paid', 'shop.example.com']) {
      const { code, stderr } = await run(['returns', name, wrong]);
      expect([code, stderr]).to.deep.equal([2, stderr]);
      expect(stderr).to.include('expected an origin such as https://shop.example.com');
    }
    expect((await run(['returns', name, 'https://a.example', '--none'])).code).to.equal(2);
    expect(await done('returns', name)).to.include('returns none\n');
  });

  it('disable and enable decide whether it is let in', async () => {
    const { name, token } = await aService();
    expect(await done('disable', name)).to.match(/^vision-\d+ {2}disabled/);
    expect(await refusal(token)).to.equal('service_token_unknown');
    expect(await done('enable', name)).to.match(/^vision-\d+ {2}enabled/);
    expect(await refusal(token)).to.equal(null);
  });

  it('rotate prints the new token alone, and says beside it when the old one ends', async () => {
    const { name, token } = await aService();
    const { code, stdout, stderr } = await run(['rotate', name]);
    expect(code).to.equal(0);
    expect(isWellFormed('ss_live_', stdout.trim())).to.equal(true);
    const end = Date.parse(INSTANT.exec(stderr)?.[0] ?? '');
    expect(stderr).to.match(/^earlier tokens end at \S+\n$/);
    expect(end - Date.now()).to.be.closeTo(86_400_000, 60_000);
    expect([await refusal(token), await refusal(stdout.trim())]).to.deep.equal([null, null]);
  });

  it('rotate --grace 0 ends the old ones at once', async () => {
    const { name, token } = await aService();
    const { stdout, stderr } = await run(['rotate', name, '--grace', '0']);
    expect(stderr).to.equal('earlier tokens have ended\n');
    expect([await refusal(token), await refusal(stdout.trim())]).to.deep.equal(['service_token_unknown', null]);
  });

  it('secret prints the secret alone and its id beside it; with it the service signs', async () => {
    const { name } = await aService();
    const { code, stdout, stderr } = await run(['secret', name]);
    expect(code).to.equal(0);
    const secret = stdout.trim();
    expect(isWellFormed('sg_live_', secret)).to.equal(true);
    const [, keyId] = /^Seahorse-Key-Id: (sgn_[0-9a-f]{32})\n$/.exec(stderr) ?? expect.fail(stderr);
    const check = checkSignature({ uow: database.uow, secrets: nodeSecrets, serviceSeal: sealUnder(ROOT) });
    const receivedAt = new Date();
    const signed = {
      ...{ timestamp: String(Math.floor(receivedAt.getTime() / 1_000)), method: 'GET', target: '/' },
      ...{ idempotencyKey: '', body: '' },
    };
    const secretId = parseId<SigningSecretId>('sgn', keyId) ?? expect.fail('no id');
    const outcome = await check({
      ...signed,
      secretId,
      signature: signatureOf(signed, secret),
      body: Buffer.of(),
      receivedAt,
    });
    expect(outcome).to.deep.equal({ kind: 'right', signedWith: secretId });
    const second = await run(['secret', name, '--grace', '90m']);
    expect(second.stderr).to.match(/^Seahorse-Key-Id: sgn_\w+\nearlier secrets end at \S+\n$/);
    expect((await run(['secret', name, '--grace', '0'])).stderr).to.match(/earlier secrets have ended\n$/);
  });

  it('secret says what is missing where nobody has said a root', async () => {
    const { name } = await aService();
    const { code, stdout, stderr } = await run(['secret', name], { SEAHORSE_SECRET: '' });
    expect([code, stdout]).to.deep.equal([1, '']);
    expect(stderr).to.match(/^seahorse: set SEAHORSE_SECRET, .*openssl rand -base64 32/);
    expect(JSON.parse(await done('show', name, '--json')).secrets).to.deep.equal([]);
  });

  it('sign on refuses a service that has nothing to sign with, and names what makes it something', async () => {
    const { name, token } = await aService();
    const { code, stderr } = await run(['sign', name, 'on']);
    expect([code, stderr]).to.deep.equal([
      ...[1, `seahorse: ${name} has nothing to sign with; first: seahorse services secret "${name}"\n`],
    ]);
    await run(['secret', name]);
    expect(await done('sign', name, 'on')).to.include('signatures required');
    expect(await refusal(token)).to.equal('signature_required');
    expect(await done('sign', name, 'off')).to.include('signatures not required');
  });

  it('end ends everything, or one kind', async () => {
    const { name, token } = await aService();
    await run(['secret', name]);
    expect(await done('end', name, '--secrets', '--yes')).to.equal(`${name}  ended: tokens 0, secrets 1\n`);
    expect(await refusal(token)).to.equal(null);
    expect(await done('end', name, '--yes')).to.equal(`${name}  ended: tokens 1, secrets 0\n`);
    expect(await refusal(token)).to.equal('service_token_unknown');
  });

  it('end ends nothing where nobody is there to say yes', async () => {
    const { name, token } = await aService();
    const { code, stdout, stderr } = await run(['end', name]);
    expect([code, stdout]).to.deep.equal([2, '']);
    expect(stderr).to.equal('seahorse: this ends what cannot be brought back: run it with --yes, or at a terminal\n');
    expect(await refusal(token)).to.equal(null);
  });

  it('tells programs the same, what is shown once included, and nothing beside it', async () => {
    const name = 'for-programs';
    const json = async (...args: string[]) => JSON.parse(await done(...args, '--json'));
    const { token, ...made } = await json('create', name, '--allow', 'usage', '--sign');
    expect(made).to.deep.include({ name, operations: ['usage'], networks: null, requires_signature: true });
    expect(await json('allow', name, 'holds')).to.deep.include({ operations: ['usage', 'holds'] });
    expect(await json('networks', name)).to.deep.include({ networks: null });
    const signing = await json('secret', name);
    expect(signing.key_id).to.match(/^sgn_/);
    expect(isWellFormed('sg_live_', signing.secret)).to.equal(true);
    const rotated = await json('rotate', name, '--grace', '0', '--by', 'bob');
    expect([await refusal(token), await refusal(rotated.token)]).to.deep.equal([
      ...['service_token_unknown', 'signature_required'],
    ]);
    expect(await json('end', name, '--yes')).to.deep.equal({ name, tokens: 1, secrets: 1 });
    const { stdout } = await runProgram(['audit', 'list', '--action', 'service.token_rotated', '--json'], {
      DATABASE_URL: database.url,
    });
    expect(JSON.parse(stdout)[0].by).to.deep.equal({ kind: 'operator', name: 'bob' });
  });

  it('list and show tell everything but what is shown once', async () => {
    const { name, token } = await aService('--allow', 'usage', '--network', '10.0.0.0/8');
    const fresh = (await run(['rotate', name, '--grace', '0'])).stdout.trim();
    const { stdout: secret, stderr } = await run(['secret', name]);
    const line = (await done('list')).split('\n').find((each) => each.startsWith(`${name} `));
    expect(line).to.match(
      /^vision-\d+ +enabled +tokens 1 {2}secrets 1 {2}operations usage {2}networks 10\.0\.0\.0\/8 {2}signatures not required {2}returns none$/,
    );
    const shown = JSON.parse(await done('show', name, '--json'));
    expect(shown).to.deep.include({ name, enabled: true, operations: ['usage'], networks: ['10.0.0.0/8'] });
    expect(shown.tokens.map(({ hint, live }: { hint: string; live: boolean }) => [hint, live])).to.deep.equal([
      [hintOf('ss_live_', fresh), true],
      [hintOf('ss_live_', token), false],
    ]);
    expect(stderr).to.include(shown.secrets[0].id);
    expect(JSON.parse(await done('list', '--json'))).to.deep.include(shown);
    const text = await done('show', name);
    expect(text)
      .to.match(/^token +ss_live_\S+ {2}made \S+ {2}counts until it is rotated$/m)
      .and.to.match(/^token +ss_live_\S+ {2}made \S+ {2}ended \S+$/m)
      .and.to.match(/^secret +sgn_\w{32} {2}made \S+ {2}counts until it is rotated$/m);
    for (const said of [text, JSON.stringify(shown), await done('list')]) {
      for (const hidden of [token, fresh, secret.trim()]) expect(said).not.to.include(hidden);
    }
  });

  const commands = [
    ['show'],
    ['allow', 'usage'],
    ['deny', 'usage'],
    ['networks'],
    ['networks', '10.0.0.0/8'],
    ['rotate'],
  ];
  for (const [command = '', ...rest] of [
    ...commands,
    ['secret'],
    ['sign', 'off'],
    ['end', '--yes'],
    ['disable'],
    ['enable'],
  ]) {
    it(`exits with 1 where ${command} ${rest.join(' ')} is told a service that is not there`, async () => {
      const { code, stdout, stderr } = await run([command, 'nobody', ...rest]);
      expect([code, stdout]).to.deep.equal([1, '']);
      expect(stderr).to.equal('seahorse: there is no service called nobody; "seahorse services list" names them all\n');
    });
  }

  const mistakes: readonly (readonly [what: string, args: string[], says: RegExp])[] = [
    ['a name of blanks', ['create', '  '], /a name has 1 to 64 characters/],
    ['a name on two lines', ['create', 'a\nb'], /a name has 1 to 64 characters on one line/],
    ['an operation that is none', ['allow', 'x', 'usage', 'steal'], /expected usage, .*checkout or all, not "steal"/],
    ['an operation that is none, at creation', ['create', 'x', '--allow', 'usage,steal'], /not "steal"/],
    ['no operation', ['deny', 'x'], /missing required argument 'operation'/],
    ['a network that is none', ['networks', 'x', '10.0.0.0/33'], /such as 10\.1\.0\.0\/16.*not "10\.0\.0\.0\/33"/],
    ['a network with a host in it', ['create', 'x', '--network', '10.1.2.3/8'], /no bit set beyond its length/],
    ['networks and anywhere', ['networks', 'x', '10.0.0.0/8', '--anywhere'], /say ranges or --anywhere/],
    ['a grace without a unit', ['rotate', 'x', '--grace', '24'], /expected 0, or a time such as 30m, 24h or 7d/],
    ['a grace that is too long', ['secret', 'x', '--grace', '31d'], /up to 30d/],
    ['a switch that is none', ['sign', 'x', 'maybe'], /Allowed choices are on, off/],
  ];
  for (const [what, args, says] of mistakes) {
    it(`exits with 2 for ${what}, and says what to write`, async () => {
      const { code, stdout, stderr } = await run(args);
      expect(stderr).to.match(says);
      expect([code, stdout]).to.deep.equal([2, '']);
    });
  }
});
