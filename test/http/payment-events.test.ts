import { expect } from 'chai';
import type { Payment, Person } from '../support/http/actors.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { type TestSystem, useTestSystem } from '../support/http/test-system.ts';

const PATH = '/api/payment/events';

/** A page that watches an order. `next` waits for the next event, or for the end: null. */
async function watchOrder({ url }: TestSystem, { token }: Person, { order_id }: Payment) {
  const abort = new AbortController();
  const res = await fetch(`${url}${PATH}?order_id=${order_id}`, {
    headers: { Authorization: `Bearer ${token}` },
    signal: abort.signal,
  });
  expect(res.status).to.equal(200);
  const reader = (res.body ?? expect.fail('no body')).pipeThrough(new TextDecoderStream()).getReader();
  let unread = '';
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects to find
  const next = async (): Promise<any> => {
    for (;;) {
      const end = unread.indexOf('\n\n');
      if (end >= 0) {
        const event = unread.slice(0, end);
        unread = unread.slice(end + 2);
        if (event.startsWith(':')) continue;
        const [, data = ''] = /^event: order\ndata: (.*)$/.exec(event) ?? expect.fail(event);
        return JSON.parse(data);
      }
      const { done, value } = await reader.read();
      if (done) return null;
      unread += value;
    }
  };
  return { headers: res.headers, next, leave: () => abort.abort() };
}

describe('GET /api/payment/events', () => {
  const system = useTestSystem();
  const aBuyer = async () => {
    const person = await system().actors.aPerson();
    return { person, payment: await system().actors.aPayment(person) };
  };
  const settle = async ({ out_trade_no }: Payment) => {
    await system().phone.pay(out_trade_no, { notify: false });
    expect(await system().phone.deliver(out_trade_no)).to.deep.equal([204]);
  };
  const query = async ({ token }: Person, { order_id }: Payment) =>
    (await system().call(`/api/payment/query?order_id=${order_id}`, { token })).json;

  it('shows the order as the query does, at once and when it is paid, and ends', async () => {
    const { person, payment } = await aBuyer();
    const page = await watchOrder(system(), person, payment);
    expect(page.headers.get('content-type')).to.equal('text/event-stream; charset=utf-8');
    expect(page.headers.get('cache-control')).to.equal('no-store, no-transform');
    expect(await page.next()).to.deep.equal(await query(person, payment));
    await system().lookAtOrders();
    await settle(payment);
    await system().lookAtOrders();
    const paid = await page.next();
    expect(paid.status).to.equal('paid');
    expect(paid).to.deep.equal(await query(person, payment));
    expect(await page.next()).to.equal(null);
  });

  it('shows to every page of the buyer what became of it, and nothing to those of others', async () => {
    const [mine, other] = [await aBuyer(), await aBuyer()];
    const pages = [
      await watchOrder(system(), mine.person, mine.payment),
      await watchOrder(system(), mine.person, mine.payment),
    ];
    const theirs = await watchOrder(system(), other.person, other.payment);
    for (const page of [...pages, theirs]) await page.next();
    await settle(mine.payment);
    await system().lookAtOrders();
    for (const page of pages) expect((await page.next()).status).to.equal('paid');
    await settle(other.payment);
    await system().lookAtOrders();
    expect((await theirs.next()).out_trade_no).to.equal(other.payment.out_trade_no);
  });

  it('shows an order that moves no more once, and ends', async () => {
    const { person, payment } = await aBuyer();
    await settle(payment);
    const page = await watchOrder(system(), person, payment);
    expect((await page.next()).status).to.equal('paid');
    expect(await page.next()).to.equal(null);
  });

  it('shows that its time is over', async () => {
    const { person, payment } = await aBuyer();
    const page = await watchOrder(system(), person, payment);
    await page.next();
    await system().advance(31 * 60);
    await system().sweep('close-expired-orders');
    await system().lookAtOrders();
    expect((await page.next()).status).to.equal('closed');
    expect(await page.next()).to.equal(null);
  });

  it('404 for the order of somebody else and for ids of nothing, 401 without a session', async () => {
    const { payment } = await aBuyer();
    const stranger = await system().actors.aPerson();
    for (const order_id of [payment.order_id, 'ord_1', `ord_${'0'.repeat(32)}`, '%00']) {
      const answer = await system().call(`${PATH}?order_id=${order_id}`, { token: stranger.token });
      expectProblem(answer, [404, 'unknown_order', 'zh']);
    }
    expectProblem(await system().call(`${PATH}?order_id=${payment.order_id}`), [401, 'session_missing', 'zh']);
    expectProblem(await system().call(PATH, { token: stranger.token }), [400, 'invalid_request', 'zh'], ['errors']);
  });

  it('503 for the fifth page of one buyer, until one of the others is closed', async () => {
    const { person, payment } = await aBuyer();
    const pages = await Promise.all([1, 2, 3, 4].map(() => watchOrder(system(), person, payment)));
    for (const page of pages) await page.next();
    const ask = () => system().call(`${PATH}?order_id=${payment.order_id}`, { token: person.token });
    const refused = await ask();
    expectProblem(refused, [503, 'too_many_streams', 'zh']);
    expect(refused.headers.get('retry-after')).to.equal('10');
    const other = await aBuyer();
    await (await watchOrder(system(), other.person, other.payment)).next();
    pages[0]?.leave();
    await settle(payment);
    for (let tries = 0; (await ask()).status !== 200; tries++) expect(tries).to.be.lessThan(100);
  });
});

describe('GET /api/payment/events of a server that stops', () => {
  const system = useTestSystem();

  it('ends, so that the page asks elsewhere, and nobody waits for it', async () => {
    const person = await system().actors.aPerson();
    const payment = await system().actors.aPayment(person);
    const page = await watchOrder(system(), person, payment);
    await page.next();
    const startedAt = performance.now();
    const stopped = system().stopServer(20_000);
    expect(await page.next()).to.equal(null);
    await stopped;
    expect(performance.now() - startedAt).to.be.lessThan(10_000);
  });
});
