import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { driveClosed } from '../../bench/load/drive-closed.ts';
import { drivePaced } from '../../bench/load/drive-paced.ts';
import { exchangeOf, pointsTaken } from '../../bench/load/exchanges.ts';
import { HttpLine } from '../../bench/load/http-line.ts';
import { FAILED } from '../../bench/load/line.ts';

const ALLOWED = '{"allowed":true,"usage_id":"use_0","points":5,"points_left":95}';

describe('The load generator', () => {
  const open: { close(): unknown }[] = [];

  afterEach(() => {
    for (const one of open.splice(0)) one.close();
  });

  async function portOf(server: Server): Promise<number> {
    open.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return (server.address() as AddressInfo).port;
  }

  async function linesTo(port: number, count: number): Promise<HttpLine[]> {
    const calls = { spread: 'even' as const, accounts: 10, tag: 'test' };
    const exchange = exchangeOf('usage', calls, 'ss_live_test');
    const lines = await Promise.all(
      Array.from({ length: count }, async () => {
        let connected = (): void => {};
        const isConnected = new Promise<void>((resolve) => {
          connected = resolve;
        });
        const line = new HttpLine(port, exchange, connected);
        await isConnected;
        return line;
      }),
    );
    open.push(...lines);
    return lines;
  }

  const answering =
    (body: string, status = 200): RequestListener =>
    (_req, res) =>
      res.writeHead(status, { 'Content-Length': body.length }).end(body);

  it('counts each answer once and adds up the points', async () => {
    const keys: string[] = [];
    const port = await portOf(
      createServer((req, res) => {
        keys.push(String(req.headers['idempotency-key']));
        res.end(ALLOWED);
      }),
    );
    const outcome = await driveClosed(await linesTo(port, 8), 0.2);
    expect(outcome.answers).to.equal(keys.length).and.to.be.greaterThan(8);
    expect(outcome).to.include({ failures: 0, points: 5 * keys.length });
    expect(new Set(keys).size).to.equal(keys.length);
  });

  it('counts as failures what is refused, and what is another status', async () => {
    const refusing = await portOf(createServer(answering('{"allowed":false,"code":"insufficient_points"}')));
    const busy = await portOf(createServer(answering(ALLOWED, 503)));
    for (const port of [refusing, busy]) {
      const outcome = await driveClosed(await linesTo(port, 2), 0.05);
      expect(outcome).to.include({ answers: 0, points: 0 });
      expect(outcome.failures).to.be.greaterThan(1);
    }
  });

  it('puts together an answer that comes in pieces', async () => {
    const pieces = `HTTP/1.1 200 OK\r\ncontent-length: ${ALLOWED.length}\r\n\r\n${ALLOWED}`.match(/.{1,40}/gs) ?? [];
    const server = createTcpServer((socket) => {
      socket.setNoDelay();
      socket.on('error', () => {});
      socket.on('data', async () => {
        for (const piece of pieces) {
          socket.write(piece);
          await delay(2);
        }
      });
    });
    const outcome = await driveClosed(await linesTo(await portOf(server), 1), 0.1);
    expect(outcome).to.include({ failures: 0 });
    expect(outcome.answers).to.be.greaterThan(0);
  });

  it('ends, and says so, where the server hangs up', async () => {
    const port = await portOf(
      createTcpServer((socket) => socket.on('data', () => socket.destroy()).on('error', () => {})),
    );
    const outcome = await driveClosed(await linesTo(port, 3), 5);
    expect(outcome).to.include({ answers: 0, failures: 3 });
  });

  it('measures from when a request was due: a server that stalls cannot hide it', async () => {
    let stalled = false;
    const port = await portOf(
      createServer(async (_req, res) => {
        if (!stalled) {
          stalled = true;
          const until = performance.now() + 220;
          while (performance.now() < until);
        }
        res.end(ALLOWED);
      }),
    );
    const outcome = await drivePaced(await linesTo(port, 4), 0.3, 200);
    expect(outcome.failures).to.equal(0);
    // Most were due during the stall, though only the first few could be sent.
    expect(outcome.p50Ms).to.be.greaterThan(20);
  });

  it('sends as many as it was asked for', async () => {
    const port = await portOf(createServer(answering(ALLOWED)));
    const outcome = await drivePaced(await linesTo(port, 16), 0.5, 400);
    expect(outcome.answers).to.be.within(130, 270);
  });
});

describe('An answer about points', () => {
  it('says how many were taken', () => {
    expect(pointsTaken(ALLOWED)).to.equal(5);
  });

  it('is none if it says something else', () => {
    for (const other of ['', '{}', '{"allowed":false,"points":5}', '{"allowed":true,"usage_id":"use_0"}']) {
      expect(pointsTaken(other)).to.equal(FAILED);
    }
  });
});
