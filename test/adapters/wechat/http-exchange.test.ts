import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect } from 'chai';
import { ExchangeFault } from '../../../src/adapters/wechat/exchange-fault.ts';
import { exchange, openExchange } from '../../../src/adapters/wechat/http-exchange.ts';
import { whileCollectingGarbage } from '../../support/collect-garbage.ts';
import { rejectionOf } from '../../support/rejection.ts';

const TIMEOUT_MS = 300;
/** Well below the five minutes after which fetch itself gives up. */
const SOON_MS = 5_000;

describe('an exchange over HTTP with WeChat', () => {
  /** What each connection is told whenever it asks; it stays open. */
  let answer: string;
  /** Connections that have asked; fetch opens others for later. */
  let asked: Set<Socket>;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => {
      asked.add(socket);
      socket.write(answer);
    });
  });
  const hungUp = () => Promise.all([...asked].map((socket) => socket.closed || once(socket, 'close')));
  const request = () => ({
    ...{ method: 'GET' as const, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, headers: {} },
    ...{ timeoutMs: TIMEOUT_MS, maxAnswerBytes: 1_000 },
  });
  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(() => {
    asked = new Set();
  });
  after(() => {
    server.close();
  });

  const BEGUN = { nothing: '', 'half of the headers': 'HTTP/1.1 200 OK\r\nConte', 'half of the body': halfOfTheBody() };
  for (const [what, begun] of Object.entries(BEGUN)) {
    it(`ends in time where ${what} has come, although garbage is collected meanwhile`, async () => {
      answer = begun;
      const since = performance.now();
      const faults = await whileCollectingGarbage(() =>
        Promise.all(Array.from({ length: 10 }, () => rejectionOf(exchange(request())))),
      );
      expect(performance.now() - since).to.be.lessThan(SOON_MS);
      for (const fault of faults) expect(fault).to.be.instanceOf(ExchangeFault).and.to.include({ kind: 'timeout' });
    }).timeout(2 * SOON_MS);
  }

  it('hangs up where it is too late', async () => {
    answer = halfOfTheBody();
    await whileCollectingGarbage(() => rejectionOf(exchange(request())));
    await hungUp();
  }).timeout(2 * SOON_MS);

  it('hangs up in time on an answer that nobody reads', async () => {
    answer = halfOfTheBody();
    const { status } = await openExchange(request());
    expect(status).to.equal(200);
    await whileCollectingGarbage(hungUp);
  }).timeout(2 * SOON_MS);

  it('hangs up at once where whoever reads stops reading', async () => {
    answer = halfOfTheBody();
    const { body } = await openExchange({ ...request(), timeoutMs: 60_000 });
    for await (const _ of body) break;
    await hungUp();
  });

  it('gives an answer that is whole, and leaves no timer behind it', async () => {
    answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
    const whole = await exchange(request());
    expect([whole.status, whole.body.toString()]).to.deep.equal([200, 'ok']);
    await new Promise((resolve) => setTimeout(resolve, 2 * TIMEOUT_MS));
    expect((await exchange(request())).body.toString()).to.equal('ok');
    expect(asked).to.have.property('size', 1);
  });
});

function halfOfTheBody(): string {
  return 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf';
}
