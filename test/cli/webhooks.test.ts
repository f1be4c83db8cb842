import { expect } from 'chai';
import { parseId } from '../../src/adapters/http/public-id.ts';
import { uuidV7Source } from '../../src/adapters/system/random.ts';
import { sealUnder } from '../../src/adapters/system/seal-secret.ts';
import { tellWebhooks } from '../../src/application/webhooks/tell-webhooks.ts';
import type { WebhookEndpointId } from '../../src/domain/shared/ids.ts';
import { sealedForWebhook } from '../../src/domain/webhooks/secret.ts';
import { someNews } from '../support/builders.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { runProgram } from '../support/run-program.ts';
import { verify, WebhookReceiver } from '../support/webhook-receiver.ts';

const ROOT = 'a root secret of at least 32 characters';
const SECRET = /^whsec_[A-Za-z0-9+/]{43}=$/;
const NOWHERE = `whk_${'0'.repeat(32)}`;

describe('seahorse webhooks', () => {
  let database: MigratedDatabase;
  let receiver: WebhookReceiver;
  let endpoints = 0;
  before(async () => {
    database = await migratedDatabase();
    receiver = await WebhookReceiver.start();
    await runProgram(['services', 'create', 'vision'], { DATABASE_URL: database.url });
  });
  after(async () => {
    await receiver.stop();
    await database.drop();
  });
  afterEach(() => {
    receiver.received.length = 0;
    receiver.answer = (response) => response.writeHead(204).end();
  });

  const run = (args: string[], env: Record<string, string> = {}) =>
    runProgram(['webhooks', ...args], { DATABASE_URL: database.url, SEAHORSE_SECRET: ROOT, ...env });
  const done = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stderr]).to.deep.equal([0, '']);
    return stdout;
  };
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects to find
  const json = async (...args: string[]): Promise<any> => JSON.parse(await done(...args, '--json'));
  const anEndpoint = async (...options: string[]) => {
    endpoints += 1;
    const added = await json('add', 'vision', `${receiver.url}/hook-${endpoints}`, '--everyone', ...options);
    return added as { id: string; url: string; secret: string };
  };
  const happen = (): Promise<void> =>
    database.uow.run(async (stores) => tellWebhooks(stores, uuidV7Source, someNews(), await stores.clock.now()));

  it('add prints the secret alone, and beside it what to try', async () => {
    const { code, stdout, stderr } = await run(['add', 'vision', `${receiver.url}/first`]);
    expect(code).to.equal(0);
    expect(stdout.trim()).to.match(SECRET);
    const [, id = ''] = /^(whk_[0-9a-f]{32}) is told; try it: seahorse webhooks ping \1\n$/.exec(stderr) ?? [];
    expect(await json('show', id)).to.deep.include({
      id,
      service: 'vision',
      events: 'all',
      audience: 'own',
      enabled: true,
    });
    await done('remove', id, '--yes');
  });

  it('add makes one of chosen events, sealed under the root, and tells it to programs', async () => {
    const { id, secret, ...rest } = await anEndpoint('--event', 'order.refunded,order.paid', '--event', 'order.paid');
    expect(secret).to.match(SECRET);
    expect(rest).to.deep.include({ events: ['order.paid', 'order.refunded'], audience: 'everyone', enabled: true });
    const endpointId = parseId<WebhookEndpointId>('whk', id) ?? expect.fail(id);
    const [row] = await database.knex('webhooks.secrets').where({ endpoint_id: endpointId });
    expect(sealUnder(ROOT).open(row.sealed, sealedForWebhook(endpointId, row.id))).to.equal(secret);
    expect(sealUnder('another root').open(row.sealed, sealedForWebhook(endpointId, row.id))).to.equal(null);
  });

  it('list and show tell everything but the secret', async () => {
    const { id, url, secret } = await anEndpoint();
    const line = (await done('list', '--service', 'vision')).split('\n').find((each) => each.startsWith(id));
    expect(line).to.equal(`${id}  vision  enabled  everyone  all  ${url}`);
    const text = await done('show', id);
    expect(text)
      .to.match(/^secret +made \S+ {2}signs until it is rotated$/m)
      .and.to.include(url);
    const shown = await json('show', id);
    expect(await json('list')).to.deep.include(shown);
    for (const said of [text, JSON.stringify(shown), await done('list')]) expect(said).not.to.include(secret);
  });

  it('ping sends at once, and says what has become of it', async () => {
    const { id, secret } = await anEndpoint();
    receiver.answer = (response) => response.end('pong');
    expect(await done('ping', id)).to.match(/^dlv_[0-9a-f]{32} {2}200 {2}\d+ {2}pong\n$/);
    const [got] = receiver.received;
    expect(verify(secret, got ?? expect.fail('nothing came'))).to.deep.include({ type: 'webhook.ping', data: {} });
    receiver.answer = (response) => response.writeHead(500).end('away');
    const failed = await run(['ping', id, '--json']);
    expect([failed.code, failed.stderr]).to.deep.equal([1, 'seahorse: the endpoint has not taken it\n']);
    expect(JSON.parse(failed.stdout)).to.deep.include({ status: 500, fault: null, answer: 'away' });
    const states = (await json('log', '--endpoint', id)).map(({ state }: { state: string }) => state);
    expect(states).to.deep.equal(['failed', 'delivered']);
  });

  it('change changes what is named', async () => {
    const { id } = await anEndpoint();
    const url = `${receiver.url}/moved`;
    expect(await json('change', id, '--url', url, '--event', 'points.low', '--own')).to.deep.include({
      ...{ id, url, events: ['points.low'], audience: 'own', cancelled: 0 },
    });
    expect(await json('change', id, '--all-events', '--everyone')).to.include({
      url,
      events: 'all',
      audience: 'everyone',
    });
  });

  it('disable cancels what waits, log tells of it, and replay sends it once it is enabled', async () => {
    const { id } = await anEndpoint();
    await happen();
    const { stderr } = await run(['disable', id]);
    expect(stderr).to.equal('cancelled: 1\n');
    const [cancelled] = await json('log', '--endpoint', id, '--state', 'cancelled', '--since', '1h');
    expect(cancelled.order_id).to.match(/^ord_[0-9a-f]{32}$/);
    expect(cancelled).to.deep.include({ type: 'order.paid', reason: 'endpoint_disabled', tries: 0, attempts: [] });
    const refused = await run(['replay', cancelled.id]);
    expect([refused.code, refused.stderr]).to.deep.equal([
      ...[1, `seahorse: nothing is sent to ${id} while it is disabled; first: seahorse webhooks enable ${id}\n`],
    ]);
    await done('enable', id);
    expect(await done('replay', cancelled.id)).to.equal('replayed: 1\n');
    expect(await done('replay', '--endpoint', id, '--since', '24h', '--state', 'failed')).to.equal('replayed: 0\n');
    expect(await json('replay', '--endpoint', id, '--since', '24h')).to.deep.equal({ replayed: 1 });
    const line = (await done('log', '--endpoint', id)).trim();
    expect(line).to.match(
      new RegExp(`^\\S+Z {2}${cancelled.id} {2}pending {4}order.paid {7}${id} {2}ord_[0-9a-f]{32} {2}due \\S+Z$`),
    );
    await done('disable', await anEndpoint().then((other) => other.id));
  });

  it('rotate prints the new secret alone; the earlier one signs until the grace is over', async () => {
    const { id, secret } = await anEndpoint();
    const { stdout, stderr } = await run(['rotate', id]);
    expect(stderr).to.match(/^the earlier secret signs until \S+Z\n$/);
    await done('ping', id);
    const [got] = receiver.received;
    for (const each of [secret, stdout.trim()])
      expect(() => verify(each, got ?? expect.fail('nothing'))).not.to.throw();
    const last = await run(['rotate', id, '--grace', '0']);
    expect(last.stderr).to.equal('the earlier secret has ended\n');
    await done('ping', id);
    const now = receiver.received[1] ?? expect.fail('nothing');
    expect(() => verify(last.stdout.trim(), now)).not.to.throw();
    for (const each of [secret, stdout.trim()]) expect(() => verify(each, now)).to.throw();
  });

  it('leaves who did what in the audit log, and no secret', async () => {
    const { id, secret } = await anEndpoint('--by', 'alice');
    await done('disable', id, '--by', 'bob');
    expect((await run(['remove', id, '--by', 'carol'])).code).to.equal(2);
    await done('remove', id, '--by', 'carol', '--yes');
    const { stdout } = await runProgram(['audit', 'list', '--subject', id, '--json'], { DATABASE_URL: database.url });
    const told = JSON.parse(stdout).map(
      ({ action, by }: { action: string; by: { name: string } }) => `${action} ${by.name}`,
    );
    expect(told.reverse()).to.deep.equal(['webhook.added alice', 'webhook.disabled bob', 'webhook.removed carol']);
    expect(stdout).not.to.include(secret.slice(6));
    expect((await run(['show', id])).code).to.equal(1);
  });

  it('add says what is missing where nobody has said a root', async () => {
    const { code, stdout, stderr } = await run(['add', 'vision', `${receiver.url}/x`], { SEAHORSE_SECRET: '' });
    expect([code, stdout]).to.deep.equal([1, '']);
    expect(stderr).to.match(/^seahorse: set SEAHORSE_SECRET, .*openssl rand -base64 32/);
  });

  it('add takes no address in the network of the machine, unless that was named', async () => {
    const url = `${receiver.url}/x`;
    const without = await run(['add', 'vision', url], { WEBHOOK_PRIVATE_NETWORKS: '10.0.0.0/8' });
    expect([without.code, without.stderr]).to.deep.equal([
      ...[
        5,
        'seahorse: an address behind this host is not on the public internet; where that is wanted, name its network in WEBHOOK_PRIVATE_NETWORKS\n',
      ],
    ]);
    const named = await run(['add', 'vision', url, '--json'], { WEBHOOK_PRIVATE_NETWORKS: '127.0.0.1' });
    expect(named.code).to.equal(0);
    const twice = await run(['add', 'vision', url]);
    expect([twice.code, twice.stderr]).to.deep.equal([
      ...[2, `seahorse: the service has an endpoint there already: ${JSON.parse(named.stdout).id}\n`],
    ]);
  });

  it('shows examples before everything else', async () => {
    for (const command of [[], ['add'], ['change'], ['log'], ['replay']]) {
      const { code, stdout } = await run([...command, '--help']);
      expect(code).to.equal(0);
      expect(stdout).to.match(/^Examples:\n {2}seahorse webhooks /);
    }
  });

  for (const args of [
    ['show'],
    ['change', '--own'],
    ['enable'],
    ['disable'],
    ['rotate'],
    ['remove', '--yes'],
    ['ping'],
  ]) {
    it(`exits with 1 where ${args[0]} is told an endpoint that is not there`, async () => {
      const [command = '', ...rest] = args;
      const { code, stdout, stderr } = await run([command, NOWHERE, ...rest]);
      expect([code, stdout]).to.deep.equal([1, '']);
      expect(stderr).to.equal(`seahorse: there is no endpoint ${NOWHERE}; "seahorse webhooks list" names them all\n`);
    });
  }

  it('exits with 1 for services, deliveries and endpoints that are not there', async () => {
    const unknown = [
      ['add', 'nobody', `${receiver.url}/nobody`],
      ['list', '--service', 'nobody'],
      ['replay', `dlv_${'0'.repeat(32)}`],
      ['replay', '--endpoint', NOWHERE, '--since', '1h'],
    ];
    for (const args of unknown) {
      const { code, stderr } = await run(args);
      expect(code, args.join(' ')).to.equal(1);
      expect(stderr).to.match(/^seahorse: there is no /);
    }
  });

  const mistakes: readonly (readonly [what: string, args: string[], says: RegExp])[] = [
    ['an event that is none', ['add', 'vision', 'https://x.example', '--event', 'order.made'], /not "order.made"/],
    ['a ping as an event', ['add', 'vision', 'https://x.example', '--event', 'webhook.ping'], /not "webhook.ping"/],
    ['an address that is none', ['add', 'vision', 'x.example'], /expected an address such as https:/],
    ['an address for files', ['add', 'vision', 'file:///etc/passwd'], /over https only/],
    ['an address with a user', ['add', 'vision', 'https://u:p@x.example'], /leave the user and the password out/],
    ['an address on a strange port', ['add', 'vision', 'https://x.example:22'], /443, or 1024 or above/],
    ['an endpoint that is none', ['show', 'vision'], /expected an endpoint such as whk_0192…/],
    ['no change', ['change', NOWHERE], /say what changes/],
    ['two audiences', ['change', NOWHERE, '--own', '--everyone'], /say --everyone or --own/],
    ['some events and all', ['change', NOWHERE, '--all-events', '--event', 'order.paid'], /--event or --all-events/],
    ['a replay of nothing', ['replay'], /say a delivery, or --endpoint and --since/],
    ['a replay since ever', ['replay', '--endpoint', NOWHERE], /say a delivery, or --endpoint and --since/],
    ['a replay of both', ['replay', `dlv_${'0'.repeat(32)}`, '--endpoint', NOWHERE], /say a delivery, or/],
    ['a delivery that is none', ['replay', 'evt_1'], /expected a delivery such as dlv_0192…/],
    ['a state that is none', ['log', '--state', 'lost'], /Allowed choices are pending, delivered, failed, cancelled/],
    ['a limit that is none', ['log', '--limit', '0'], /a number from 1 to 1000/],
    ['a time that is none', ['log', '--since', 'yesterday'], /expected a day in Beijing/],
    ['a grace without a unit', ['rotate', NOWHERE, '--grace', '24'], /expected 0, or a time such as/],
  ];
  for (const [what, args, says] of mistakes) {
    it(`exits with 2 for ${what}, and says what to write`, async () => {
      const { code, stdout, stderr } = await run(args);
      expect(stderr).to.match(says);
      expect([code, stdout]).to.deep.equal([2, '']);
    });
  }
});
