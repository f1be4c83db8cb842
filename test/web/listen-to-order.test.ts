import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { listenToOrder, type StreamEnd } from '../../web/shared/api/listen-to-order.ts';
import { anOrder } from './an-order.ts';

const PATIENCE = { firstMs: 2_000, laterMs: 2_000 };

describe('the stream of an order', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });

  async function listen(answer: RequestListener, patience = PATIENCE, aborter = new AbortController()) {
    const server = createServer(answer).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`;
    const told: string[] = [];
    const onOrder = ({ status }: { status: string }) => void told.push(status);
    const end: StreamEnd = await listenToOrder({ url, token: 'hss_1', signal: aborter.signal, patience, onOrder });
    return { end, told };
  }
  const stream = (res: ServerResponse): ServerResponse => res.writeHead(200, { 'Content-Type': 'text/event-stream' });
  const event = (status: 'pending' | 'paid'): string =>
    `event: order\ndata: ${JSON.stringify(anOrder({ status }))}\n\n`;
  const problem = (res: ServerResponse, status: number, code: string, headers = {}): void => {
    res.writeHead(status, { 'Content-Type': 'application/problem+json', ...headers }).end(JSON.stringify({ code }));
  };

  it('tells each event, however it is cut into pieces, until the server ends it', async () => {
    const { end, told } = await listen((_req, res) => {
      const whole = Buffer.from(`: keep-alive\n\n${event('pending')}event: other\ndata: {}\n\n${event('paid')}`);
      stream(res).write(whole.subarray(0, 60));
      setTimeout(() => res.end(whole.subarray(60)), 20);
    });
    expect(told).to.deep.equal(['pending', 'paid']);
    expect(end).to.deep.equal({ kind: 'ended', told: 2 });
  });

  it('sends the token as every request does, and nowhere else', async () => {
    const seen: unknown[] = [];
    await listen((req, res) => {
      seen.push([req.headers.authorization, req.headers.accept, req.url]);
      stream(res).end();
    });
    expect(seen).to.deep.equal([['Bearer hss_1', 'text/event-stream', '/events']]);
  });

  it('is missing where the route is, or where something answers that is no stream', async () => {
    expect((await listen((_req, res) => problem(res, 404, 'not_found'))).end).to.deep.equal({ kind: 'missing' });
    expect((await listen((_req, res) => res.end('<html>'))).end).to.deep.equal({ kind: 'missing' });
  });

  it('is refused with what the server says', async () => {
    const { end } = await listen((_req, res) => problem(res, 404, 'unknown_order'));
    expect(end).to.deep.include({ kind: 'refused' }).and.have.nested.property('problem.code', 'unknown_order');
    const busy = await listen((_req, res) => problem(res, 429, 'too_many_requests', { 'Retry-After': '7' }));
    expect(busy.end).to.have.nested.property('problem.retryAfterMs', 7_000);
  });

  it('is silent when nothing comes at first, or nothing more, and a sign of life is something', async () => {
    const quick = { firstMs: 60, laterMs: 60 };
    expect((await listen(() => {}, quick)).end).to.deep.equal({ kind: 'silent' });
    expect((await listen((_req, res) => void stream(res).write(event('pending')), quick)).end.kind).to.equal('silent');
    const { end } = await listen((_req, res) => {
      const beats = setInterval(() => res.write(': keep-alive\n\n'), 20);
      stream(res).write(event('pending'));
      setTimeout(() => {
        clearInterval(beats);
        res.end();
      }, 200);
    }, quick);
    expect(end).to.deep.equal({ kind: 'ended', told: 1 });
  });

  it('fails when it is cut off, or does not make sense', async () => {
    const cut = await listen((_req, res) => {
      stream(res).write(event('pending'));
      setTimeout(() => res.destroy(), 20);
    });
    expect([cut.end.kind, cut.told]).to.deep.equal(['failed', ['pending']]);
    const garbage = await listen((_req, res) => void stream(res).end('event: order\ndata: {\n\n'));
    expect(garbage.end.kind).to.equal('failed');
  });

  it('ends when the page is left', async () => {
    const aborter = new AbortController();
    const { end } = await listen(
      (_req, res) => {
        stream(res).write(event('pending'));
        setTimeout(() => aborter.abort(), 20);
      },
      PATIENCE,
      aborter,
    );
    expect(end.kind).to.equal('failed');
  });
});
