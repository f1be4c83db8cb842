import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { eventually } from '../support/http/eventually.ts';
import { keepAsking } from '../support/keep-asking.ts';
import { startOtlpReceiver } from '../support/otlp-receiver.ts';
import { parseMetrics, sampleOf } from '../support/prometheus.ts';
import { aServedShop, type Process, type ServedShop } from '../support/served-shop.ts';

const API = 'speech.transcribe';
const PRICE = 10;
const CLIENTS = 12;
const LOAD_FOR_MS = 800;
const OPERATIONS_TOKEN = 'for-the-operators-of-this-test-only';

describe('serve and work, watched', () => {
  let shop: ServedShop;
  let serving: Process;
  let calls = 0;

  before(async function () {
    this.timeout(120_000);
    shop = await aServedShop();
  });
  after(function () {
    this.timeout(60_000);
    return shop.stop();
  });

  const scrape = async ({ operationsUrl }: Process) =>
    parseMetrics(await (await fetch(`${operationsUrl}/metrics`)).text());
  const aCharge = (apiKey: string) => () => ({
    headers: {
      Authorization: `Bearer ${shop.serviceToken}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': `watched-${++calls}`,
    },
    body: JSON.stringify({ api_key: apiKey, api: API }),
  });
  const statusOf = (url: string): Promise<number | string> =>
    fetch(url).then(
      (res) => res.arrayBuffer().then(() => res.status),
      () => 'refused',
    );

  it('tell the same of the books, and each its own of itself', async () => {
    serving = await shop.begin('serve');
    const working = await shop.begin('work');
    const { apiKey } = await shop.aBuyer(serving.url, 'alice');
    await shop.client(serving.url).charge({ api_key: apiKey, api: API }, 'first');
    await eventually(async () => {
      const [api, worker] = [await scrape(serving), await scrape(working)];
      for (const each of [api, worker]) expect(sampleOf(each, 'seahorse_orders_paid_total')).to.equal(1);
      const answered = { route: '/internal/v1/usage', status: '2xx', le: '+Inf' };
      expect(sampleOf(api, 'seahorse_http_request_duration_seconds', answered)).to.equal(1);
      expect(sampleOf(worker, 'seahorse_http_request_duration_seconds', answered)).to.equal(undefined);
      expect(sampleOf(worker, 'seahorse_sweep_run_duration_seconds', { sweep: 'poll-payments' })).to.be.a('number');
      expect(sampleOf(worker, 'seahorse_queue_jobs', { state: 'failed' })).to.equal(0);
    }, 15_000);
    for (const path of ['/livez', '/startupz', '/readyz']) {
      expect(await statusOf(working.operationsUrl + path), path).to.equal(200);
    }
    expect(await working.command.signal('SIGTERM')).to.equal(0);
    expect(working.command.output).not.to.match(/MaxListenersExceededWarning/);
  });

  it('serve stops under load without losing a request, and says before that it will', async () => {
    const { apiKey, balance } = await shop.aBuyer(serving.url, 'bob');
    const before = await balance();
    expect(await serving.command.signal('SIGTERM')).to.equal(0);
    serving = await shop.begin('serve', { SHUTDOWN_NOTICE_SECONDS: '1' });
    const clients = Array.from({ length: CLIENTS }, () =>
      keepAsking(`${serving.url}/internal/v1/usage`, aCharge(apiKey)),
    );
    await delay(LOAD_FOR_MS);
    expect(await statusOf(`${serving.url}/readyz`)).to.equal(200);
    const stopped = serving.command.signal('SIGTERM');
    const ready: (number | string)[] = [];
    while (ready.at(-1) !== 'refused') {
      ready.push(await statusOf(`${serving.url}/readyz`));
      await delay(20);
    }
    expect(await stopped).to.equal(0);
    expect(ready.filter((status) => status === 503).length, ready.join()).to.be.greaterThan(5);
    expect(ready.lastIndexOf(200)).to.be.lessThan(ready.indexOf(503));
    const told = await Promise.all(clients);
    expect(told.map(({ error }) => error?.message).filter(Boolean)).to.deep.equal([]);
    const answers = told.flatMap(({ answers }) => answers);
    expect(answers.length).to.be.greaterThan(CLIENTS * 3);
    for (const { status } of answers) expect(status).to.equal(200);
    // What was answered is what was taken. Some are refused, when the points are spent: that is an answer, too.
    const charged = answers.filter(({ body }) => JSON.parse(body).allowed === true).length;
    serving = await shop.begin('serve');
    expect(await balance()).to.equal(before - charged * PRICE);
  });

  it('a second signal ends it at once', async () => {
    const stubborn = await shop.begin('serve', { SHUTDOWN_NOTICE_SECONDS: '30', PORT: '0' });
    const ended = stubborn.command.signal('SIGTERM');
    await stubborn.command.says(/"stopping"/);
    const before = Date.now();
    await stubborn.command.signal('SIGTERM');
    expect(await ended).to.equal(1);
    expect(Date.now() - before).to.be.lessThan(2_000);
  });

  it('a process without a METRICS_PORT goes on without metrics where the usual port is taken; with one, it does not start', async () => {
    const [first, second] = [shop.launch('work', { METRICS_PORT: '' }), shop.launch('work', { METRICS_PORT: '' })];
    await Promise.all([first.says(/work: ready/), second.says(/work: ready/)]);
    expect(first.output + second.output).to.match(/port 9464 is taken: no metrics of this process/);
    const taken = new URL(serving.operationsUrl).port;
    const third = shop.launch('work', { METRICS_PORT: taken });
    expect(await third.exitStatus()).to.equal(1);
    expect(third.output).to.equal(`seahorse: port ${taken} is taken; set METRICS_PORT to another one, or to 0\n`);
    await Promise.all([first, second].map((each) => each.signal('SIGTERM')));
  });

  it('work refuses a Redis that may throw jobs away', async () => {
    await shop.redis.configure('maxmemory-policy', 'allkeys-lru');
    const refused = shop.launch('work');
    expect(await refused.exitStatus()).to.equal(1);
    expect(refused.output).to.match(/^seahorse: Redis has maxmemory-policy allkeys-lru .* set it to noeviction$/m);
    await shop.redis.configure('maxmemory-policy', 'noeviction');
  });

  it('the queue can be looked at by whoever has the token, and not changed', async () => {
    const { command, operationsUrl } = await shop.begin('work', { OPERATIONS_TOKEN });
    const ask = (path: string, password: string | null, method = 'GET') =>
      fetch(operationsUrl + path, {
        method,
        headers: password ? { Authorization: `Basic ${Buffer.from(`op:${password}`).toString('base64')}` } : {},
      });
    for (const password of [null, 'wrong', OPERATIONS_TOKEN.slice(0, -1)]) {
      const res = await ask('/queues/api/queues', password);
      expect(res.status).to.equal(401);
      expect(res.headers.get('www-authenticate')).to.match(/^Basic /);
    }
    const page = await (await ask('/queues', OPERATIONS_TOKEN)).text();
    expect(page).to.include('__UI_CONFIG__');
    expect(page.match(/(?:src|href)="(?:https?:)?\/\//g)).to.equal(null);
    const { queues } = (await (await ask('/queues/api/queues', OPERATIONS_TOKEN)).json()) as {
      queues: { name: string; readOnlyMode: boolean }[];
    };
    expect(queues.map(({ name, readOnlyMode }) => ({ name, readOnlyMode }))).to.deep.equal([
      { name: 'sweeps', readOnlyMode: true },
    ]);
    expect((await ask('/queues/api/queues/sweeps/pause', OPERATIONS_TOKEN, 'PUT')).status).to.equal(403);
    await command.signal('SIGTERM');
    expect(await statusOf(`${serving.operationsUrl}/queues`), 'without a token there is none').to.equal(404);
  });

  it('traces requests, statements and runs when told where to, and loads nothing for it when not', async () => {
    const receiver = await startOtlpReceiver();
    const traced = {
      ...{ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
      ...{ OTEL_BSP_SCHEDULE_DELAY: '200', NODE_OPTIONS: '--require ./test/support/report-loaded.cjs' },
    };
    const [api, worker] = [await shop.begin('serve', { ...traced, PORT: '0' }), await shop.begin('work', traced)];
    expect(await statusOf(`${api.url}/api/v1/packages`)).to.equal(200);
    const namesOf = (pattern: RegExp) => receiver.spans.filter(({ name }) => pattern.test(name));
    await eventually(async () => {
      for (const expected of [/^GET/, /^pg\.query/, /^sweep poll-payments$/])
        expect(namesOf(expected)).not.to.deep.equal([]);
    }, 10_000);
    const request = namesOf(/^GET/)[0];
    expect(namesOf(/^pg\.query/).map(({ traceId }) => traceId)).to.include(request?.traceId);
    await Promise.all([api, worker].map(({ command }) => command.signal('SIGTERM')));
    expect(receiver.text()).not.to.include(shop.serviceToken);
    expect(api.command.output).to.match(/loaded of OpenTelemetry: [1-9]\d* files/);
    await receiver.stop();
    const plain = await shop.begin('serve', { NODE_OPTIONS: traced.NODE_OPTIONS, PORT: '0' });
    await plain.command.signal('SIGTERM');
    expect(/^loaded of OpenTelemetry: .*$/m.exec(plain.command.output)?.[0]).to.equal(
      'loaded of OpenTelemetry: 0 files',
    );
  });
}).timeout(120_000);
