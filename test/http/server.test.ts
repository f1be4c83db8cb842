import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import express, { type ErrorRequestHandler } from 'express';
import { type HttpServer, listen } from '../../src/adapters/http/server.ts';
import { callApi } from '../support/http/api-client.ts';
import { rejectionOf } from '../support/rejection.ts';

const LOOPBACK = { host: '127.0.0.1', port: 0 };

class Signal {
  give: () => void = () => {};
  readonly given = new Promise<void>((resolve) => {
    this.give = resolve;
  });
}

/** An application whose `/slow` is answered when the test says so. */
function slowApp() {
  const arrived = new Signal();
  const go = new Signal();
  const app = express();
  app.get('/quick', (_req, res) => res.send('quick'));
  app.get('/slow', async (_req, res) => {
    arrived.give();
    await go.given;
    res.send('slow');
  });
  return { app, arrived: arrived.given, go: () => go.give() };
}

describe('the HTTP server', () => {
  let server: HttpServer;
  beforeEach(async () => {
    server = await listen(LOOPBACK);
  });
  afterEach(() => server.stop(0));

  it('knows its port at once, and answers 503 until it is given an application', async () => {
    expect(server.url).to.equal(`http://127.0.0.1:${server.port}`);
    const early = await callApi(`${server.url}/livez`);
    expect(early.status).to.equal(503);
    expect(early.headers.get('content-type')).to.match(/^application\/problem\+json/);
    expect(early.headers.get('retry-after')).to.equal('1');
    expect(early.json).to.include({ status: 503, code: 'shutting_down', type: '/docs/errors#shutting_down' });
    expect(early.json.title).to.be.a('string').that.is.not.empty;
    expect(early.json.detail).to.be.a('string').that.is.not.empty;
    server.serve(slowApp().app);
    expect((await callApi(`${server.url}/quick`)).text).to.equal('quick');
  });

  it('keeps an idle connection for longer than the minute that proxies keep theirs', async () => {
    const { headers } = await callApi(`${server.url}/livez`);
    expect(headers.get('keep-alive')).to.equal('timeout=75');
  });

  it('rejects a port that is taken', async () => {
    const error = await rejectionOf(listen({ host: '127.0.0.1', port: server.port }));
    expect(error).to.include({ code: 'EADDRINUSE' });
  });

  it('gives an address that can be called also for IPv6', async () => {
    const six = await listen({ host: '::ffff:127.0.0.1', port: 0 });
    try {
      expect((await callApi(six.url)).status).to.equal(503);
    } finally {
      await six.stop(0);
    }
  });

  it('stops after the request under way, which is answered, and takes no new one', async () => {
    const { app, arrived, go } = slowApp();
    server.serve(app);
    const slow = callApi(`${server.url}/slow`);
    await arrived;
    const stopped = server.stop(5_000);
    const refused = await rejectionOf(callApi(`${server.url}/quick`));
    expect(String(refused.cause)).to.match(/ECONNREFUSED|ECONNRESET/);
    go();
    const answer = await slow;
    expect([answer.status, answer.text]).to.deep.equal([200, 'slow']);
    const startedAt = Date.now();
    await stopped;
    expect(Date.now() - startedAt).to.be.lessThan(500);
  });

  it('does not wait for a connection that its client keeps open', async () => {
    const { app, arrived, go } = slowApp();
    server.serve(app);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const [response] = (await ask('/slow', agent, async () => {
      await arrived;
      const stopped = server.stop(5_000);
      go();
      return stopped;
    })) as [IncomingMessage];
    expect(response.headers.connection).to.equal('close');
    agent.destroy();
  });

  it('stops at once when nothing is under way, whatever is kept open', async () => {
    server.serve(slowApp().app);
    await callApi(`${server.url}/quick`);
    const startedAt = Date.now();
    await server.stop(5_000);
    expect(Date.now() - startedAt).to.be.lessThan(500);
  });

  it('cuts off what is still under way when the time is over', async () => {
    const { app, arrived } = slowApp();
    server.serve(app);
    const slow = rejectionOf(callApi(`${server.url}/slow`));
    await arrived;
    const startedAt = Date.now();
    await server.stop(200);
    expect(Date.now() - startedAt).to.be.within(190, 1_000);
    expect(await slow).to.be.an('error');
  });

  it('may be stopped twice', async () => {
    await Promise.all([server.stop(100), server.stop(0)]);
    await server.stop(0);
  });

  it('cuts off who does not end his headers, and who does not end his request, soon after their time', async () => {
    const hurried = await listen({
      ...LOOPBACK,
      patience: { headersMs: 300, requestMs: 600, lookEveryMs: 50, keptMs: 75_000 },
    });
    const forget: ErrorRequestHandler = (_error, _req, res, _next) => void res.destroy();
    hurried.serve(express().use(express.json(), forget));
    const cutAfter = async (beginning: string): Promise<number> => {
      const begunAt = performance.now();
      const socket = connect(hurried.port, '127.0.0.1').resume();
      socket.write(beginning);
      await once(socket, 'close');
      return performance.now() - begunAt;
    };
    const line = 'POST / HTTP/1.1\r\nHost: x\r\n';
    expect(await cutAfter(line)).to.be.within(250, 2_000);
    const begun = `${line}Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{`;
    expect(await cutAfter(begun)).to.be.within(550, 3_000);
    await hurried.stop(0);
  });

  it('carries out what a connection asks in one go one after the other, and answers in order', async () => {
    let [underWay, most] = [0, 0];
    const app = express().get('/:nth', async (req, res) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await setImmediate();
      underWay -= 1;
      res.send(`<${req.params.nth}>`);
    });
    server.serve(app);
    const said = await sayAll(Array.from({ length: 50 }, (_, nth) => `GET /${nth} HTTP/1.1\r\nHost: x\r\n\r\n`));
    expect(said.match(/<\d+>/g)).to.deep.equal(Array.from({ length: 50 }, (_, nth) => `<${nth}>`));
    expect(most).to.equal(1);
  });

  it('cuts off a connection that asks for more and more before it reads an answer', async () => {
    const { app, arrived } = slowApp();
    server.serve(app);
    const said = sayAll(Array(5_000).fill('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n'));
    await arrived;
    expect(await said).to.equal('');
  });

  /** All of it at once on one connection; gives what comes until that is closed, at the latest after two seconds of silence. */
  async function sayAll(requests: readonly string[]): Promise<string> {
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => {}).setTimeout(2_000, () => socket.destroy());
    let said = '';
    socket.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(requests.join(''));
    await closed;
    return said;
  }

  /** A request whose answer comes while `meanwhile` is done; both must end soon. */
  async function ask(path: string, agent: Agent, meanwhile: () => Promise<unknown>): Promise<unknown[]> {
    const request = get(`${server.url}${path}`, { agent });
    const answered = once(request, 'response');
    const done = meanwhile();
    const answer = await answered;
    (answer[0] as IncomingMessage).resume();
    const late = delay(2_000, 'late', { ref: false });
    expect(await Promise.race([done, late])).not.to.equal('late');
    return answer;
  }
});
