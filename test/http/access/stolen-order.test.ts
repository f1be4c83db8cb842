import { expect } from 'chai';
import type { Payment, Person } from '../../support/http/actors.ts';
import { useTestSystem } from '../../support/http/test-system.ts';
import { aWorld, type World } from './world.ts';

/** Somebody has seen the id of another buyer’s order: in a screenshot, over a shoulder, in a log of a proxy. */
describe('with the id of somebody else’s order', () => {
  const system = useTestSystem();
  let buyer: Person;
  let payment: Payment;
  let thief: World;
  before(async () => {
    buyer = await system().actors.aPerson();
    payment = await system().actors.aPayment(buyer);
    thief = await aWorld(system());
  });

  const ways = (): Readonly<Record<string, () => Promise<{ readonly status: number; readonly text: string }>>> => {
    const { order_id, out_trade_no } = payment;
    const [token, checkout] = [thief.person.token, thief.checkoutToken];
    const { call } = system();
    return {
      'to read it': () => call(`/api/v1/orders/${order_id}`, { token }),
      'to have WeChat asked about it': () => call(`/api/v1/orders/${order_id}/check`, { token, body: {} }),
      'to see its code': () => call(`/api/payment/query?order_id=${order_id}`, { token }),
      'to see it by its number': () => call(`/api/payment/query?out_trade_no=${out_trade_no}`, { token }),
      'to watch it': () => call(`/api/payment/events?order_id=${order_id}`, { token }),
      'to have it invoiced': () => call('/api/v1/invoices', { token, body: { order_id, title_id: thief.titleId } }),
      'to see it from the checkout of a sister product': () =>
        call(`/api/payment/query?order_id=${order_id}`, { token: checkout }),
      'to watch it from there': () => call(`/api/payment/events?order_id=${order_id}`, { token: checkout }),
    };
  };

  it('there is no way to tell it from an order that never was', async () => {
    const before = await system().rowCounts();
    const outcomes: Record<string, string> = {};
    for (const [what, ask] of Object.entries(ways())) {
      const { status, text } = await ask();
      outcomes[what] = `${status} ${JSON.parse(text).code}`;
      expect(text, what).not.to.include(payment.out_trade_no).and.not.to.include(payment.code_url);
    }
    expect(new Set(Object.values(outcomes)), JSON.stringify(outcomes)).to.deep.equal(new Set(['404 unknown_order']));
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  it('two people who buy the same at the same desk get an order and a code each', async () => {
    const other = await system().actors.aPayment(thief.person);
    expect(other.order_id).not.to.equal(payment.order_id);
    expect(other.code_url).not.to.equal(payment.code_url);
  });

  it('whoever pays it, the points are those of who ordered it', async () => {
    const { actors, phone, sweep } = system();
    const before = [await actors.balanceOf(buyer), await actors.balanceOf(thief.person)] as const;
    await phone.pay(payment.out_trade_no, { notify: false });
    await phone.deliver(payment.out_trade_no);
    await sweep();
    expect(await actors.balanceOf(buyer)).to.be.greaterThan(before[0]);
    expect(await actors.balanceOf(thief.person)).to.equal(before[1]);
  });
});
