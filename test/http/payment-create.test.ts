import { expect } from 'chai';
import type { Person } from '../support/http/actors.ts';
import { INSTANT } from '../support/http/dates.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { rejectionOf } from '../support/rejection.ts';

const MINUTE = 60;

describe('POST /api/payment/create', () => {
  const system = useTestSystem();
  const create = (token: string | undefined, body: unknown) => system().call('/api/payment/create', { token, body });
  const publicIdOf = async (code: string): Promise<string> => {
    const [{ id }] = await system().knex('catalog.packages').where({ code });
    return `pkg_${id.replaceAll('-', '')}`;
  };
  const historyOf = async (orderId: string): Promise<string[]> => {
    const rows = await system()
      .knex('ordering.order_events')
      .where({ order_id: orderId.slice('ord_'.length) })
      .orderBy('seq');
    return rows.map(({ kind }) => kind);
  };

  const packs = [
    ['small', '尝鲜包', 2_900, 10, 'Trial pack'],
    ['medium', '标准包', 7_900, 30, 'Standard pack'],
    ['large', '超值包', 19_900, 100, 'Value pack'],
    ['xlarge', '专业包', 49_900, 300, 'Pro pack'],
  ] as const;
  for (const [code, name, amount, credits, english] of packs) {
    it(`201 for ${code} gives a code that is paid for ${amount} fen and brings ${credits} points`, async () => {
      const person = await system().actors.aPerson();
      const { status, json, text } = await create(person.token, { package_id: code });
      expect(status, text).to.equal(201);
      const { order_id, out_trade_no, code_url, expired_at, created_at, ...same } = json;
      const named = { package_id: code, package_name: name, package_name_en: english };
      expect(same).to.deep.equal({ ...named, amount, credits, status: 'pending' });
      expect(order_id).to.match(/^ord_[0-9a-f]{32}$/);
      expect(out_trade_no).to.match(/^[0-9a-f]{32}$/);
      expect(code_url).to.match(/^weixin:\/\/wxpay\//);
      expect(created_at).to.match(INSTANT);
      expect(Date.parse(expired_at) - Date.parse(created_at)).to.equal(30 * 60_000);
      await system().phone.pay(out_trade_no, { notify: false });
      expect(await system().phone.deliver(out_trade_no)).to.deep.equal([204]);
      expect(await system().actors.balanceOf(person)).to.equal(credits);
    });
  }

  it('201 counts the bonus among the credits', async () => {
    const person = await system().actors.aPerson();
    await system().knex('catalog.packages').where({ code: 'medium' }).update({ bonus_points: 5 });
    expect((await create(person.token, { package_id: 'medium' })).json.credits).to.equal(35);
    await system().knex('catalog.packages').where({ code: 'medium' }).update({ bonus_points: 0 });
  });

  it('201 takes the public id of a package as well', async () => {
    const { token } = await system().actors.aPerson();
    const { status, json } = await create(token, { package_id: await publicIdOf('large') });
    expect([status, json.package_id]).to.deep.equal([201, 'large']);
  });

  it('201 again gives the same order, whose code is good also later', async () => {
    const person = await system().actors.aPerson();
    const { code_url: before, ...first } = await system().actors.aPayment(person);
    await system().advance(20 * MINUTE);
    const { code_url: after, ...second } = await system().actors.aPayment(person);
    expect(second).to.deep.equal(first);
    expect([before, after].every((url) => url.startsWith('weixin://'))).to.equal(true);
    await system().phone.pay(second.out_trade_no, { notify: false });
    await system().phone.deliver(second.out_trade_no);
    expect(await system().actors.balanceOf(person)).to.equal(10);
  });

  it('201 twenty times at once is one order under one number', async () => {
    const { token } = await system().actors.aPerson();
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(token, { package_id: 'small' })));
    expect(answers.map(({ status }) => status)).to.deep.equal(Array(20).fill(201));
    expect(new Set(answers.map(({ json }) => `${json.order_id} ${json.out_trade_no}`)).size).to.equal(1);
  });

  it('201 after the time to pay gives a new order; the old code cannot be paid any more', async () => {
    const person = await system().actors.aPerson();
    const first = await system().actors.aPayment(person);
    await system().advance(31 * MINUTE);
    await system().sweep('close-expired-orders');
    const second = await system().actors.aPayment(person);
    expect(second.order_id).not.to.equal(first.order_id);
    expect((await rejectionOf(system().phone.pay(first.out_trade_no))).message).to.include('409');
    expect(await historyOf(first.order_id)).to.deep.equal(['placed', 'attempt_ended', 'closed']);
  });

  it('201 credits the buyer, whoever scans the code and pays', async () => {
    const [buyer, friend] = [await system().actors.aPerson(), await system().actors.aPerson()];
    const { out_trade_no } = await system().actors.aPayment(buyer);
    await system().phone.pay(out_trade_no, { openid: friend.openid, notify: false });
    await system().phone.deliver(out_trade_no);
    expect([await system().actors.balanceOf(buyer), await system().actors.balanceOf(friend)]).to.deep.equal([10, 0]);
  });

  it('201 is for the first who scans the code; a second account is turned away by WeChat, and nothing happens here', async () => {
    const [buyer, other] = [await system().actors.aPerson(), await system().actors.aPerson()];
    const { out_trade_no, order_id } = await system().actors.aPayment(buyer);
    await system().phone.cancel(out_trade_no, { openid: buyer.openid });
    const refused = await rejectionOf(system().phone.pay(out_trade_no, { openid: other.openid }));
    expect(refused.message).to.include('商家订单信息有误');
    expect(await historyOf(order_id)).to.deep.equal(['placed']);
    await system().phone.pay(out_trade_no, { openid: buyer.openid, notify: false });
    await system().phone.deliver(out_trade_no);
    expect(await system().actors.balanceOf(buyer)).to.equal(10);
  });

  it('409 names the order that has been paid in the meantime, and credits it', async () => {
    const person = await system().actors.aPerson();
    const { out_trade_no, order_id } = await system().actors.aPayment(person);
    await system().phone.pay(out_trade_no, { notify: false });
    const answer = await create(person.token, { package_id: 'small' });
    expectProblem(answer, [409, 'order_already_paid', 'zh'], ['order_id']);
    expect(answer.json.order_id).to.equal(order_id);
    expect(await system().actors.balanceOf(person)).to.equal(10);
  });

  describe('of a buyer who has the same package open in the mini-program', () => {
    before(() =>
      system()
        .knex('catalog.packages')
        .where({ code: 'small' })
        .update({ storefronts: ['miniprogram', 'web'] }),
    );
    const openOnThePhone = async (person: Person) => system().actors.anOrder(person, 'small');

    it('201 goes on with that order, under another number; the one before is closed at WeChat', async () => {
      const person = await system().actors.aPerson();
      const phone = await openOnThePhone(person);
      const desk = await system().actors.aPayment(person);
      expect(desk.order_id).to.equal(phone.id);
      expect(desk.out_trade_no).not.to.equal(phone.out_trade_no);
      expect((await rejectionOf(system().phone.pay(phone.out_trade_no))).message).to.include('已关闭');
      await system().phone.pay(desk.out_trade_no, { notify: false });
      await system().phone.deliver(desk.out_trade_no);
      expect(await system().actors.balanceOf(person)).to.equal(10);
      expect(await historyOf(desk.order_id)).to.deep.equal(['placed', 'attempt_ended', 'attempt_added', 'paid']);
    });

    it('201 and back on the phone: the order stays, and one number can be paid', async () => {
      const person = await system().actors.aPerson();
      const [first] = [await openOnThePhone(person), await system().actors.aPayment(person)];
      const again = await openOnThePhone(person);
      expect(again.id).to.equal(first?.id);
      const open = await system()
        .knex('ordering.payment_attempts')
        .where({ order_id: again.id.slice('ord_'.length), ended_at: null });
      expect(open.map(({ out_trade_no }) => out_trade_no)).to.deep.equal([again.out_trade_no]);
    });

    it('409 if that one is paid before it can be closed', async () => {
      const person = await system().actors.aPerson();
      const phone = await openOnThePhone(person);
      await system().phone.pay(phone.out_trade_no, { notify: false });
      const answer = await create(person.token, { package_id: 'small' });
      expectProblem(answer, [409, 'order_already_paid', 'zh'], ['order_id']);
      expect(answer.json.order_id).to.equal(phone.id);
      expect(await system().actors.balanceOf(person)).to.equal(10);
    });

    it('201, and both are paid after all: the points are granted once, and a person is called', async () => {
      const person = await system().actors.aPerson();
      const phone = await openOnThePhone(person);
      const desk = await system().actors.aPayment(person);
      for (const no of [desk.out_trade_no, phone.out_trade_no]) {
        await system().phone.pay(no, { notify: false, despite_close: true });
        expect(await system().phone.deliver(no)).to.deep.equal([204]);
      }
      expect(await system().actors.balanceOf(person)).to.equal(10);
      expect((await historyOf(desk.order_id)).slice(-2)).to.deep.equal(['paid', 'duplicate_payment']);
      const alarms = system().logLines.filter((line) => line.includes('"alarm":"duplicate_payment"'));
      expect(alarms.filter((line) => line.includes(phone.out_trade_no))).to.have.length(1);
    });
  });

  it('409 for a package that the web does not sell, and one that was switched off', async () => {
    const { token } = await system().actors.aPerson();
    await system().knex('catalog.packages').where({ code: 'xlarge' }).update({ enabled: false });
    const before = await system().rowCounts();
    expectProblem(await create(token, { package_id: 'points-50' }), [409, 'package_closed', 'zh']);
    expectProblem(await create(token, { package_id: 'xlarge' }), [409, 'package_closed', 'zh']);
    expect(await system().rowCounts()).to.deep.equal(before);
    await system().knex('catalog.packages').where({ code: 'xlarge' }).update({ enabled: true });
  });

  for (const packageId of ['huge', '', 'SMALL', `pkg_${'0'.repeat(32)}`, "small' or '1'='1", '套餐']) {
    it(`404 for the package ${JSON.stringify(packageId)}`, async () => {
      const { token } = await system().actors.aPerson();
      const before = await system().rowCounts();
      expectProblem(await create(token, { package_id: packageId }), [404, 'unknown_package', 'zh']);
      expect(await system().rowCounts()).to.deep.equal(before);
    });
  }

  const malformed: readonly (readonly [string, unknown])[] = [
    ['no package', {}],
    ['an overlong id', { package_id: 's'.repeat(65) }],
    ['a control character', { package_id: 'small\u0000' }],
    ['a number for an id', { package_id: 1 }],
    ['a price of its own', { package_id: 'small', amount: 1 }],
    ['a list', ['small']],
  ];
  for (const [what, body] of malformed) {
    it(`400 for ${what}`, async () => {
      const { token } = await system().actors.aPerson();
      const before = await system().rowCounts();
      expectProblem(await create(token, body), [400, 'invalid_request', 'zh'], ['errors']);
      expect(await system().rowCounts()).to.deep.equal(before);
    });
  }

  it('401 without a session, and with one that is none', async () => {
    const before = await system().rowCounts();
    expectProblem(await create(undefined, { package_id: 'small' }), [401, 'session_missing', 'zh']);
    expectProblem(await create('x', { package_id: 'small' }), [401, 'session_unknown', 'zh']);
    expect(await system().rowCounts()).to.deep.equal(before);
  });
});

describe('POST /api/payment/create, while WeChat is down', () => {
  const system = useTestSystem();

  it('503; asked again later, it is the same order under the same number', async () => {
    const person = await system().actors.aPerson();
    const create = () => system().call('/api/payment/create', { token: person.token, body: { package_id: 'small' } });
    await system().stopWechat();
    const down = await create();
    expectProblem(down, [503, 'wechat_pay_unavailable', 'zh']);
    expect(down.headers.get('retry-after')).to.equal('2');
    const [kept] = await system().knex('ordering.payment_attempts');
    await system().startWechat();
    expect((await create()).json.out_trade_no).to.equal(kept.out_trade_no);
    expect(await system().phone.orders()).to.have.length(1);
  });
});
