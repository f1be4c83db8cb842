import { expect } from 'chai';
import { afterHappening, type CheckoutState, LOADING, type OpenOrder } from '../../web/checkout/checkout-state.ts';
import type { Happening } from '../../web/checkout/happening.ts';
import { factsOf, standingOf } from '../../web/shared/order/standing.ts';
import { anOrder, aPayment, aProblem, NOW } from './an-order.ts';

const pageAfter = (...happenings: readonly Happening[]): CheckoutState => happenings.reduce(afterHappening, LOADING);
const open = (...happenings: readonly Happening[]): OpenOrder => {
  const state = pageAfter({ kind: 'coded', payment: aPayment() }, ...happenings);
  if (state.kind !== 'order') throw new Error(`it shows ${state.kind}`);
  return state;
};
const told = (change = {}): Happening => ({ kind: 'told', order: anOrder(change) });
const answered = (change = {}): Happening => ({ kind: 'answered', order: anOrder(change) });

describe('the checkout page', () => {
  it('shows an order as soon as it is known, and its code once there is one', () => {
    expect(pageAfter(told())).to.deep.include({ kind: 'order', codeUrl: null, isSure: true });
    expect(open()).to.include({ codeUrl: 'weixin://wxpay/bizpayurl?pr=1' });
    expect(open().order).to.not.have.any.keys('code_url', 'created_at');
  });

  it('keeps the code when it hears of the order again', () => {
    expect(open(told()).codeUrl).to.equal('weixin://wxpay/bizpayurl?pr=1');
  });

  it('does not go back from paid to pending for an answer that was under way', () => {
    expect(open(told({ status: 'paid' }), told()).order.status).to.equal('paid');
  });

  it('goes from closed to paid: a payment at the last moment counts', () => {
    expect(open(told({ status: 'closed' }), told({ status: 'paid' })).order.status).to.equal('paid');
  });

  it('does not listen to an order that another one has replaced', () => {
    const { order } = open({ kind: 'coded', payment: aPayment({ order_id: 'ord_2' }) }, told({ status: 'closed' }));
    expect(order).to.include({ order_id: 'ord_2', status: 'pending' });
  });

  it('says that nothing has come yet, and never that it failed, to whoever says that he has paid', () => {
    expect(open({ kind: 'asking' }).reply).to.equal('asking');
    expect(open({ kind: 'asking' }, answered()).reply).to.equal('not_yet');
    expect(open({ kind: 'asking' }, { kind: 'unanswered' })).to.include({ reply: 'unsure', isSure: false });
  });

  it('is unsure while nobody answers, and sure again with the next answer', () => {
    expect(open({ kind: 'unanswered' })).to.include({ isSure: false, reply: 'none' });
    expect(open({ kind: 'asking' }, { kind: 'unanswered' }, told())).to.include({ isSure: true, reply: 'none' });
    expect(pageAfter({ kind: 'unanswered' })).to.deep.equal({ kind: 'loading', isSure: false });
  });

  it('keeps what it shows when a new code is refused, with the reason', () => {
    const state = open({ kind: 'refreshing' }, { kind: 'refused', problem: aProblem('package_closed') });
    expect(state).to.deep.include({ isRefreshing: false, refusal: aProblem('package_closed') });
    expect(open({ kind: 'refused', problem: aProblem('package_closed') }, { kind: 'refreshing' }).refusal).to.equal(
      null,
    );
  });

  it('shows nothing of an order that is not there, or somebody else’s', () => {
    const problem = aProblem('unknown_order', 404);
    expect(pageAfter({ kind: 'refused', problem })).to.deep.equal({ kind: 'stuck', problem });
    expect(pageAfter(told(), { kind: 'refused', problem })).to.deep.equal({ kind: 'stuck', problem });
  });

  it('asks to sign in again where the session has ended, and remembers that it had begun', () => {
    const ended = pageAfter(told(), { kind: 'refused', problem: aProblem('session_expired', 401) });
    expect(ended).to.deep.equal({ kind: 'signed_out', hasEnded: true });
    expect(afterHappening(ended, { kind: 'signed_out' })).to.equal(ended);
    expect(pageAfter({ kind: 'signed_out' })).to.deep.equal({ kind: 'signed_out', hasEnded: false });
  });

  it('lets choose again when what was chosen is refused', () => {
    const choosing = pageAfter({ kind: 'choosing' }, { kind: 'ordering', packageId: 'small' });
    expect(choosing).to.include({ kind: 'choosing', ordering: 'small' });
    const again = afterHappening(choosing, { kind: 'refused', problem: aProblem('package_closed') });
    expect(again).to.deep.include({ kind: 'choosing', ordering: null, refusal: aProblem('package_closed') });
    expect(afterHappening(again, { kind: 'ordering', packageId: 'large' })).to.include({ refusal: null });
  });

  it('does not go back to an order that was left, when late news of it come', () => {
    const problem = aProblem('session_expired', 401);
    const elsewhere: readonly Happening[] = [
      ...[
        { kind: 'choosing' } as const,
        { kind: 'over', wayBack: null } as const,
        { kind: 'refused', problem } as const,
      ],
    ];
    for (const happening of elsewhere) {
      const left = pageAfter(told(), happening);
      for (const kind of ['told', 'answered'] as const) {
        expect(afterHappening(left, { kind, order: anOrder() }), `${kind} after ${happening.kind}`).to.equal(left);
      }
    }
  });

  it('shows the code that was chosen, and none that comes when its buyer has gone back to choose', () => {
    const coded: Happening = { kind: 'coded', payment: aPayment() };
    expect(pageAfter({ kind: 'ordering', packageId: 'medium' }, coded)).to.include({ kind: 'order' });
    expect(pageAfter({ kind: 'choosing' }, coded)).to.include({ kind: 'choosing', ordering: null });
  });

  it('says when the checkout of a service is over', () => {
    const over = { kind: 'over', wayBack: { service_name: 'VidLuxe', cancel_url: null } } as const;
    expect(pageAfter(over)).to.deep.equal(over);
  });
});

describe('how an order stands', () => {
  const facts = factsOf(aPayment());
  const end = Date.parse(facts.expired_at);

  it('waiting until its last millisecond, then expired, although nobody has closed it', () => {
    expect([NOW, end - 1, end].map((now) => standingOf(facts, now))).to.deep.equal(['waiting', 'waiting', 'expired']);
  });

  it('as the server says, whatever the clock says', () => {
    for (const status of ['paid', 'partly_refunded', 'refunded', 'closed'] as const) {
      expect(standingOf({ ...facts, status }, end + 1)).to.equal(status);
    }
  });
});
