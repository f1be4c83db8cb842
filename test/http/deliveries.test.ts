import { expect } from 'chai';
import { useTestSystem } from '../support/http/test-system.ts';
import { aVirtualOrder, VIRTUAL } from '../support/http/virtual-order.ts';

const MINUTE = 60;

describe('What WeChat is told of deliveries', () => {
  const system = useTestSystem({ shipping: true });
  beforeEach(() => system().phone.manageTrade(true));

  /** A sale in the mini-program, paid and credited, with WeChat's number for it. */
  async function aSale() {
    const person = await system().actors.aPerson();
    const { out_trade_no } = await system().actors.aPaidOrder(person);
    const orders = await system().phone.orders();
    const transactionId = orders.find((each) => each.out_trade_no === out_trade_no)?.transaction_id as string;
    const rows = system().knex('ordering.deliveries').where({ out_trade_no });
    const row = async () => (await rows.clone())[0];
    /** As if its time had come: before the minute is over, or after it had been told. */
    const isDue = async () => {
      const again = { state: 'pending', reason: null, ended_at: null, next_report_at: new Date(0) };
      await rows.clone().update(again);
    };
    return { out_trade_no, transactionId, row, isDue, shipping: () => system().phone.shipping(transactionId) };
  }
  const sweep = () => system().sweep('report-deliveries');

  it('is that virtual goods were delivered, a minute after the payment', async () => {
    const sale = await aSale();
    await sweep();
    expect((await sale.shipping()).order_state).to.equal(1);
    await system().advance(MINUTE);
    await sweep();
    const { order_state, uploads } = await sale.shipping();
    expect(order_state).to.equal(2);
    expect(uploads).to.have.length(1);
    expect(uploads[0]).to.deep.include({
      ...{ logistics_type: 3, delivery_mode: 1 },
      shipping_list: [{ item_desc: '50元=600积分 600点*1' }],
    });
    expect(uploads[0]?.upload_time).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00$/);
    expect(await sale.row()).to.include({ state: 'done', next_report_at: null });
  });

  it('is told again a minute later where WeChat did not know the payment yet', async () => {
    const sale = await aSale();
    await sale.isDue();
    await sweep();
    expect(await sale.row()).to.include({ state: 'pending', tries: 1 });
    await system().advance(MINUTE);
    await sweep();
    expect((await sale.shipping()).order_state).to.equal(2);
    expect(await sale.row()).to.include({ state: 'done' });
  });

  it('counts as told where it was told before', async () => {
    const sale = await aSale();
    await system().advance(MINUTE);
    await sweep();
    await sale.isDue();
    await sweep();
    expect((await sale.shipping()).uploads).to.have.length(1);
    expect(await sale.row()).to.include({ state: 'done' });
  });

  it('is told once WeChat answers again', async () => {
    const sale = await aSale();
    await system().advance(MINUTE);
    await system().stopWechat();
    await sweep();
    expect(await sale.row()).to.include({ state: 'pending', tries: 1 });
    await system().startWechat();
    await system().advance(MINUTE);
    await sweep();
    expect((await sale.shipping()).order_state).to.equal(2);
  });

  it('is nothing about a payment whose money has gone back in the merchant console', async () => {
    const sale = await aSale();
    await system().phone.refundByHand(sale.out_trade_no, 5_000);
    await system().advance(MINUTE);
    await sweep();
    expect((await sale.shipping()).uploads).to.deep.equal([]);
    const { state, reason } = await sale.row();
    expect(state).to.equal('refused');
    expect(reason).to.include('10060004');
  });

  it('is nothing where the mini-program is not under 交易管理, quietly; an hour later it may be', async () => {
    await system().advance(60 * MINUTE);
    await system().phone.manageTrade(false);
    const before = system().logLines.length;
    const [one, other] = [await aSale(), await aSale()];
    await system().advance(MINUTE);
    await sweep();
    for (const sale of [one, other]) {
      expect(await sale.row()).to.include({ state: 'refused', reason: 'not managed' });
    }
    expect(
      system()
        .logLines.slice(before)
        .filter((line) => /"level":(50|60)|alarm/.test(line)),
    ).to.deep.equal([]);
    await system().phone.manageTrade(true);
    await system().advance(60 * MINUTE);
    const later = await aSale();
    await system().advance(MINUTE);
    await sweep();
    expect((await later.shipping()).order_state).to.equal(2);
  });

  it('is nothing about what was paid by a code at a desk', async () => {
    const person = await system().actors.aPerson();
    const { out_trade_no } = await system().actors.aPayment(person);
    await system().phone.pay(out_trade_no, { notify: false });
    await system().phone.deliver(out_trade_no);
    expect(await system().actors.balanceOf(person)).to.equal(10);
    expect(await system().knex('ordering.deliveries').where({ out_trade_no })).to.deep.equal([]);
  });
});

describe('What virtual payment is told of deliveries', () => {
  const system = useTestSystem({ parts: { channels: VIRTUAL } });
  const [PAID, DELIVERED] = [2, 4];
  const aSale = async () => {
    const { person, orderId, outTradeNo } = await aVirtualOrder(system(), { notify: false });
    const check = `/api/v1/orders/${orderId}/check`;
    const { json } = await system().call(check, { method: 'POST', token: person.token });
    expect(json.status).to.equal('paid');
    const status = async () => (await system().phone.virtualOrder(outTradeNo)).status;
    const row = () => system().knex('ordering.deliveries').where({ out_trade_no: outTradeNo }).first();
    return { outTradeNo, status, row };
  };

  it('is that the goods were given out, whatever WECHAT_SHIPPING says', async () => {
    const sale = await aSale();
    expect(await sale.status()).to.equal(PAID);
    await system().advance(MINUTE);
    await system().sweep('report-deliveries');
    expect(await sale.status()).to.equal(DELIVERED);
    expect(await sale.row()).to.include({ state: 'done' });
  });

  it('is told again once it answers', async () => {
    const sale = await aSale();
    await system().advance(MINUTE);
    await system().stopWechat();
    await system().sweep('report-deliveries');
    expect(await sale.row()).to.include({ state: 'pending', tries: 1 });
    await system().startWechat();
    await system().advance(MINUTE);
    await system().sweep('report-deliveries');
    expect(await sale.status()).to.equal(DELIVERED);
  });
});

describe('What WeChat is told of deliveries, where that is off', () => {
  const system = useTestSystem();

  it('is nothing', async () => {
    await system().actors.aPaidOrder(await system().actors.aPerson());
    expect(await system().knex('ordering.deliveries')).to.deep.equal([]);
  });
});
