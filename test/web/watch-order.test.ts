import { expect } from 'chai';
import type { Outcome } from '../../web/shared/api/ask.ts';
import type { StreamEnd } from '../../web/shared/api/listen-to-order.ts';
import type { Order } from '../../web/shared/api/types.ts';
import { watchOrder } from '../../web/shared/order/watch-order.ts';
import { anOrder, DOWN, done, refused, UNREACHABLE } from './an-order.ts';

const PENDING = done(anOrder());
const PAID = done(anOrder({ status: 'paid' }));
const CLOSED = done(anOrder({ status: 'closed' }));
const MISSING: StreamEnd = { kind: 'missing' };
type Stream = { readonly orders?: readonly Order[]; readonly end: StreamEnd };

/** A server that answers what is written down, and the last of it for ever; ended after `most` moves. */
async function watch(streams: readonly Stream[], answers: readonly Outcome<Order>[], most = 50) {
  const [moves, told, aborter] = [[] as string[], [] as string[], new AbortController()];
  let [streamed, asked] = [0, 0];
  const move = (what: string): void => {
    moves.push(what);
    if (moves.length >= most) aborter.abort();
  };
  const tools = {
    listen: async ({ onOrder }: { onOrder: (order: Order) => void }) => {
      move('listen');
      const { orders = [], end } = streams[Math.min(streamed++, streams.length - 1)] as Stream;
      orders.forEach(onOrder);
      return end;
    },
    query: async () => {
      move('ask');
      return answers[Math.min(asked++, answers.length - 1)] as Outcome<Order>;
    },
    wait: async (ms: number) => {
      if (ms > 0) moves.push(`${ms}`);
    },
  };
  await watchOrder(tools, {
    signal: aborter.signal,
    onOrder: ({ status }) => told.push(status),
    onUnsure: () => told.push('unsure'),
    onRefused: ({ code }) => told.push(code),
  });
  return { moves, told };
}

describe('watching an order', () => {
  it('listens, and asks nothing while the stream tells', async () => {
    const orders = [anOrder(), anOrder({ status: 'paid' })];
    const { moves, told } = await watch([{ orders, end: { kind: 'ended', told: 2 } }], [PENDING]);
    expect(moves).to.deep.equal(['listen']);
    expect(told).to.deep.equal(['pending', 'paid']);
  });

  it('leaves a stream now and then to ask, and listens again', async () => {
    const quiet: Stream = { orders: [anOrder()], end: { kind: 'left' } };
    const { moves } = await watch([quiet], [PENDING, PENDING, PAID]);
    expect(moves).to.deep.equal(['listen', 'ask', '1000', 'listen', 'ask', '1000', 'listen', 'ask']);
  });

  it('listens again when the server ends a stream that has told something', async () => {
    const alive: Stream = { orders: [anOrder()], end: { kind: 'ended', told: 1 } };
    const last: Stream = { orders: [anOrder({ status: 'paid' })], end: { kind: 'ended', told: 1 } };
    expect((await watch([alive, alive, last], [PENDING])).moves).to.deep.equal([
      'listen',
      '1000',
      'listen',
      '1000',
      'listen',
    ]);
  });

  it('asks by itself where there is no stream: after two seconds, then ever less often, at last every ten', async () => {
    const answers = [...Array<Outcome<Order>>(7).fill(PENDING), PAID];
    const { moves, told } = await watch([{ end: MISSING }], answers);
    const waits = moves.filter((move) => /\d/.test(move));
    expect(moves.slice(0, 4)).to.deep.equal(['listen', 'ask', '2000', 'ask']);
    expect(waits).to.deep.equal(['2000', '2000', '3000', '5000', '5000', '10000', '10000']);
    expect(told.at(-1)).to.equal('paid');
  });

  for (const end of [{ kind: 'silent' }, refused('too_many_requests', 429), refused('shutting_down', 503)] as const) {
    const what = end.kind === 'silent' ? 'is silent' : `is refused with ${end.problem.status}`;
    it(`only asks once the stream ${what}`, async () => {
      const { moves } = await watch([{ end }], [PENDING, PENDING, PAID]);
      expect(moves).to.deep.equal(['listen', 'ask', '2000', 'ask', '2000', 'ask']);
    });
  }

  it('asks when a stream breaks, tries another one after an answer, and gives streams up after three', async () => {
    const { moves } = await watch([{ end: { kind: 'failed' } }], [PENDING, PENDING, PENDING, PENDING, PAID]);
    const broken = ['listen', 'ask', '1000'];
    expect(moves.slice(0, 8)).to.deep.equal([...broken, ...broken, 'listen', 'ask']);
    expect(moves.slice(8).filter((move) => move === 'listen')).to.deep.equal([]);
  });

  it('takes a stream that ends without a word for a broken one', async () => {
    const { moves } = await watch([{ end: { kind: 'ended', told: 0 } }], [PENDING, PENDING, PENDING, PAID]);
    expect(moves.filter((move) => move === 'listen')).to.have.length(3);
  });

  it('goes on asking while nobody answers, and says that it is unsure', async () => {
    const { told } = await watch([{ end: MISSING }], [UNREACHABLE, DOWN, PENDING, PAID]);
    expect(told).to.deep.equal(['unsure', 'unsure', 'pending', 'paid']);
  });

  it('hears of a payment after the order was closed', async () => {
    const { told } = await watch([{ end: MISSING }], [CLOSED, CLOSED, PAID]);
    expect(told).to.deep.equal(['closed', 'closed', 'paid']);
  });

  it('opens no stream of a closed order, and stops asking in the end', async () => {
    const closed: Stream = { orders: [anOrder({ status: 'closed' })], end: { kind: 'ended', told: 1 } };
    const { moves } = await watch([closed], [CLOSED], 500);
    expect(moves.filter((move) => move === 'listen')).to.have.length(1);
    expect(moves.filter((move) => move === 'ask')).to.have.length(29);
  });

  for (const [code, status] of [
    ['unknown_order', 404],
    ['session_expired', 401],
  ] as const) {
    it(`stops at ${code}, which asking again does not change`, async () => {
      const byStream = await watch([{ end: refused(code, status) }], [PENDING]);
      expect([byStream.moves, byStream.told]).to.deep.equal([['listen'], [code]]);
      const byAnswer = await watch([{ end: MISSING }], [refused(code, status)]);
      expect([byAnswer.moves, byAnswer.told]).to.deep.equal([['listen', 'ask'], [code]]);
    });
  }

  it('tells nothing more once nobody wants to know', async () => {
    const { moves } = await watch([{ end: MISSING }], [PENDING], 3);
    expect(moves.filter((move) => !/\d/.test(move))).to.deep.equal(['listen', 'ask', 'ask']);
  });
});
