import { expect } from 'chai';
import { afterHappening, type CheckoutState, LOADING } from '../../web/checkout/checkout-state.ts';
import { askNow, type Desk, getCode, openHosted, openOrder } from '../../web/checkout/desk.ts';
import type { CheckoutSession } from '../../web/shared/api/types.ts';
import { aCheckout, anOrder, aPayment, DOWN, done, NOW, refused, UNREACHABLE } from './an-order.ts';

/** What was asked and what the page shows in the end; each answer is given once, the last one for ever. */
function aDesk(answers: {
  readonly create?: readonly Awaited<ReturnType<Desk['createPayment']>>[];
  readonly query?: readonly Awaited<ReturnType<Desk['queryOrder']>>[];
  readonly session?: readonly Awaited<ReturnType<Desk['readCheckoutSession']>>[];
}) {
  const asked: string[] = [];
  const shown: CheckoutState[] = [LOADING];
  const aborter = new AbortController();
  const turn = <T>(all: readonly T[] | undefined, what: string): T => {
    const before = asked.filter((each) => each.split(' ')[0] === what.split(' ')[0]).length;
    asked.push(what);
    const answer = all?.[Math.min(before, all.length - 1)];
    if (!answer) throw new Error(`nobody expected ${what}`);
    return answer;
  };
  const desk: Desk = {
    createPayment: async (packageId) => turn(answers.create, `create ${packageId}`),
    queryOrder: async (orderId) => turn(answers.query, `query ${orderId}`),
    readCheckoutSession: async () => turn(answers.session, 'session'),
    tell: (happening) => void shown.push(afterHappening(shown.at(-1) as CheckoutState, happening)),
    pause: async () => void asked.push('pause'),
    nowMs: () => NOW,
    signal: aborter.signal,
  };
  return { desk, asked, shown, state: () => shown.at(-1) as CheckoutState, leave: () => aborter.abort() };
}

describe('an address with an order', () => {
  it('finds the package of the order, and then its code', async () => {
    const { desk, asked, state } = aDesk({ query: [done(anOrder())], create: [done(aPayment())] });
    await openOrder(desk, 'ord_1');
    expect(asked).to.deep.equal(['query ord_1', 'create medium']);
    expect(state()).to.include({ kind: 'order', codeUrl: 'weixin://wxpay/bizpayurl?pr=1' });
  });

  it('makes no new order of one that has expired, was closed or is paid', async () => {
    const old = anOrder({ expired_at: new Date(NOW).toISOString() });
    for (const order of [old, anOrder({ status: 'closed' }), anOrder({ status: 'paid' })]) {
      const { desk, asked, state } = aDesk({ query: [done(order)] });
      await openOrder(desk, 'ord_1');
      expect(asked).to.deep.equal(['query ord_1']);
      expect(state()).to.deep.include({ kind: 'order', codeUrl: null });
    }
  });

  it('insists while nobody answers, and says so', async () => {
    const { desk, asked, shown, state } = aDesk({
      query: [UNREACHABLE, DOWN, done(anOrder())],
      create: [DOWN, done(aPayment())],
    });
    await openOrder(desk, 'ord_1');
    expect(asked.filter((each) => each === 'pause')).to.have.length(3);
    expect(shown[1]).to.deep.equal({ kind: 'loading', isSure: false });
    expect(state()).to.include({ kind: 'order', isSure: true });
  });

  it('does not insist where asking again does not help', async () => {
    const { desk, asked, state } = aDesk({ query: [refused('unknown_order', 404)] });
    await openOrder(desk, 'ord_9');
    expect(asked).to.deep.equal(['query ord_9']);
    expect(state()).to.include({ kind: 'stuck' });
    const rejected = aDesk({ create: [refused('payment_rejected', 502)] });
    await getCode(rejected.desk, 'medium');
    expect(rejected.asked).to.deep.equal(['create medium']);
  });

  it('shows the order that was paid meanwhile', async () => {
    const { desk, state } = aDesk({
      create: [refused('order_already_paid', 409, { order_id: 'ord_7' })],
      query: [done(anOrder({ order_id: 'ord_7', status: 'paid' }))],
    });
    await getCode(desk, 'medium');
    expect(state()).to.have.nested.property('order.order_id', 'ord_7');
  });

  it('asks nothing more once the page is left', async () => {
    const { desk, asked, leave } = aDesk({ query: [UNREACHABLE] });
    const opened = openOrder({ ...desk, pause: async () => leave() }, 'ord_1');
    await opened;
    expect(asked).to.deep.equal(['query ord_1']);
  });
});

describe('「我已支付」', () => {
  it('asks at once, and once', async () => {
    for (const [answer, reply] of [
      [done(anOrder()), 'not_yet'],
      [UNREACHABLE, 'unsure'],
      [DOWN, 'unsure'],
    ] as const) {
      const { desk, asked, state } = aDesk({ query: [answer] });
      desk.tell({ kind: 'coded', payment: aPayment() });
      await askNow(desk, 'ord_1');
      expect(asked).to.deep.equal(['query ord_1']);
      expect(state()).to.include({ reply });
    }
  });
});

describe('a checkout that a service has opened', () => {
  const openedBy = async (checkout: Partial<CheckoutSession>, answers: Parameters<typeof aDesk>[0] = {}) => {
    const known: CheckoutSession[] = [];
    const all = aDesk({ session: [done(aCheckout(checkout))], ...answers });
    await openHosted(all.desk, (found) => known.push(found));
    return { ...all, known };
  };

  it('goes straight to the code of its one package', async () => {
    const { asked, state, known } = await openedBy({}, { create: [done(aPayment())] });
    expect(asked).to.deep.equal(['session', 'create medium']);
    expect(state()).to.include({ kind: 'order' });
    expect(known[0]).to.include({ service_name: 'VidLuxe' });
  });

  it('lets the user choose among several, and among all', async () => {
    for (const package_ids of [['small', 'medium'], null]) {
      const { asked, state } = await openedBy({ package_ids });
      expect(asked).to.deep.equal(['session']);
      expect(state()).to.include({ kind: 'choosing' });
    }
  });

  it('goes on with the order that it has, paid or not', async () => {
    const paid = done(anOrder({ order_id: 'ord_5', status: 'paid' }));
    const { asked } = await openedBy({ order_id: 'ord_5', status: 'paid' }, { query: [paid] });
    expect(asked).to.deep.equal(['session', 'query ord_5']);
    const waiting = await openedBy({ order_id: 'ord_1' }, { query: [done(anOrder())], create: [done(aPayment())] });
    expect(waiting.asked).to.deep.equal(['session', 'query ord_1', 'create medium']);
  });

  it('says when it is over, and whose it was', async () => {
    const { state, known } = await openedBy({ status: 'expired' });
    const wayBack = aCheckout({ status: 'expired' });
    expect([state(), known]).to.deep.equal([{ kind: 'over', wayBack }, [wayBack]]);
  });

  it('says so also to whoever opens it late, and where he came from', async () => {
    const wayBack = { service_name: 'VidLuxe', cancel_url: 'https://vidluxe.example/cart' };
    for (const [told, shown] of [
      [wayBack, wayBack],
      [
        { ...wayBack, cancel_url: null },
        { ...wayBack, cancel_url: null },
      ],
      [{}, null],
    ] as const) {
      const { state, known } = await openedBy({}, { session: [refused('checkout_session_expired', 410, told)] });
      expect([state(), known]).to.deep.equal([{ kind: 'over', wayBack: shown }, []]);
    }
  });

  it('is stuck where the session is of no checkout', async () => {
    const { state } = await openedBy({}, { session: [refused('unknown_checkout_session', 404)] });
    expect(state()).to.include({ kind: 'stuck' });
  });
});
