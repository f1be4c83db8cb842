import { expect } from 'chai';
import type { Payment, Person } from '../support/http/actors.ts';
import { INSTANT } from '../support/http/dates.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

const MINUTE = 60;

describe('GET /api/payment/query', () => {
  const system = useTestSystem();
  const ask = (token: string | undefined, query: string) => system().call(`/api/payment/query?${query}`, { token });
  const find = async ({ token }: Person, { order_id }: Payment) => (await ask(token, `order_id=${order_id}`)).json;
  const aBuyer = async () => {
    const person = await system().actors.aPerson();
    return { person, payment: await system().actors.aPayment(person) };
  };

  it('200 shows an order that waits for its money', async () => {
    const { person, payment } = await aBuyer();
    const { code_url: _, created_at: __, ...same } = payment;
    const { status, json } = await ask(person.token, `order_id=${payment.order_id}`);
    expect(status).to.equal(200);
    const unpaid = { status: 'pending', transaction_id: null, paid_at: null, credits_expire_at: null };
    expect(json).to.deep.equal({ ...same, ...unpaid });
    expect(json).to.include({ package_id: 'small', package_name: '尝鲜包', amount: 2_900, credits: 10 });
  });

  it('200 finds it by the number of the payment as well', async () => {
    const { person, payment } = await aBuyer();
    const byNumber = await ask(person.token, `out_trade_no=${payment.out_trade_no}`);
    expect(byNumber.json).to.deep.equal(await find(person, payment));
  });

  it('200 asks WeChat: a payment whose notification never came is found and credited', async () => {
    const { person, payment } = await aBuyer();
    const transactionId = await system().phone.pay(payment.out_trade_no, { notify: false });
    const found = await find(person, payment);
    expect(found).to.include({ status: 'paid', transaction_id: transactionId, out_trade_no: payment.out_trade_no });
    expect(found.paid_at).to.match(INSTANT);
    expect(Date.parse(found.credits_expire_at)).to.be.above(Date.parse(found.paid_at));
    expect(await system().actors.balanceOf(person)).to.equal(10);
  });

  it('200 asks WeChat at most every two seconds, however often the page does', async () => {
    const { person, payment } = await aBuyer();
    expect((await find(person, payment)).status).to.equal('pending');
    await system().phone.pay(payment.out_trade_no, { notify: false });
    expect((await find(person, payment)).status).to.equal('pending');
    await system().advance(2);
    expect((await find(person, payment)).status).to.equal('paid');
  });

  it('200 shows what the notification has settled, without asking anybody', async () => {
    const { person, payment } = await aBuyer();
    await system().phone.pay(payment.out_trade_no, { notify: false });
    await system().phone.deliver(payment.out_trade_no);
    await system().stopWechat();
    expect((await find(person, payment)).status).to.equal('paid');
    await system().startWechat();
  });

  it('503 while WeChat is down and the order is open', async () => {
    const { person, payment } = await aBuyer();
    await system().stopWechat();
    const answer = await ask(person.token, `order_id=${payment.order_id}`);
    expectProblem(answer, [503, 'wechat_pay_unavailable', 'zh']);
    await system().startWechat();
  });

  it('200 shows an order whose time to pay is over', async () => {
    const { person, payment } = await aBuyer();
    await system().advance(31 * MINUTE);
    await system().sweep('close-expired-orders');
    expect(await find(person, payment)).to.include({ status: 'closed', transaction_id: null, paid_at: null });
  });

  it('200 shows a payment that was completed after that: the points come late, but they come', async () => {
    const { person, payment } = await aBuyer();
    await system().advance(31 * MINUTE);
    await system().sweep('close-expired-orders');
    await system().phone.pay(payment.out_trade_no, { notify: false, despite_close: true });
    expect((await find(person, payment)).status).to.equal('paid');
    expect(await system().actors.balanceOf(person)).to.equal(10);
  });

  for (const [status, refunded] of [
    ['partly_refunded', 900],
    ['refunded', 2_900],
  ] as const) {
    it(`200 shows an order that is ${status}`, async () => {
      const { person, payment } = await aBuyer();
      const transactionId = await system().phone.pay(payment.out_trade_no, { notify: false });
      await system().phone.deliver(payment.out_trade_no);
      const orders = system()
        .knex('ordering.orders')
        .where({ id: payment.order_id.slice('ord_'.length) });
      await orders.update({ status, refunded_fen: refunded });
      expect(await find(person, payment)).to.include({ status, transaction_id: transactionId, amount: 2_900 });
    });
  }

  it('200 shows an order of the mini-program, too, and after a change of the number the one that counts', async () => {
    await system()
      .knex('catalog.packages')
      .where({ code: 'small' })
      .update({ storefronts: ['miniprogram', 'web'] });
    const person = await system().actors.aPerson();
    const phone = await system().actors.anOrder(person, 'small');
    expect((await ask(person.token, `order_id=${phone.id}`)).json).to.include({ out_trade_no: phone.out_trade_no });
    const desk = await system().actors.aPayment(person);
    const byOldNumber = await ask(person.token, `out_trade_no=${phone.out_trade_no}`);
    expect(byOldNumber.json).to.include({ order_id: phone.id, out_trade_no: desk.out_trade_no, status: 'pending' });
    await system().phone.pay(phone.out_trade_no, { notify: false, despite_close: true });
    await system().phone.deliver(phone.out_trade_no);
    const paid = await ask(person.token, `out_trade_no=${desk.out_trade_no}`);
    expect(paid.json).to.include({ order_id: phone.id, out_trade_no: phone.out_trade_no, status: 'paid' });
  });

  it('404 for an order of somebody else, by either name', async () => {
    const { payment } = await aBuyer();
    const { token } = await system().actors.aPerson();
    for (const query of [`order_id=${payment.order_id}`, `out_trade_no=${payment.out_trade_no}`]) {
      expectProblem(await ask(token, query), [404, 'unknown_order', 'zh']);
    }
  });

  const unknown = [
    `order_id=ord_${'0'.repeat(32)}`,
    'order_id=1',
    'order_id=',
    `out_trade_no=${'f'.repeat(32)}`,
    'out_trade_no=',
    "out_trade_no='; drop table",
  ];
  for (const query of unknown) {
    it(`404 for ${query}`, async () => {
      expectProblem(await ask((await system().actors.aPerson()).token, query), [404, 'unknown_order', 'zh']);
    });
  }

  for (const query of [
    '',
    'id=1',
    'order_id=1&order_id=2',
    'order_id=1&out_trade_no=2',
    'out_trade_no=%00',
    `out_trade_no=${'f'.repeat(33)}`,
  ]) {
    it(`400 for ?${query}`, async () => {
      const answer = await ask((await system().actors.aPerson()).token, query);
      expectProblem(answer, [400, 'invalid_request', 'zh'], ['errors']);
    });
  }

  it('401 without a session', async () => {
    const { payment } = await aBuyer();
    expectProblem(await ask(undefined, `order_id=${payment.order_id}`), [401, 'session_missing', 'zh']);
  });
});
