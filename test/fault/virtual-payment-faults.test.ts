import { expect } from 'chai';
import { type FaultRule, pushFaults, transportFaults } from '../../simulator/state/fault-plan.ts';
import type { Person } from '../support/http/actors.ts';
import { eventually } from '../support/http/eventually.ts';
import { type TestSystem, useTestSystem } from '../support/http/test-system.ts';
import { aVirtualOrder, VIRTUAL } from '../support/http/virtual-order.ts';
import { runProgram } from '../support/run-program.ts';

const [PAID_FEN, POINTS] = [5_000, 600];
const SEED = 20_261_122;
const DAY_SECONDS = 86_400;
const MOST_TRIES = 6;
const ROUND_SECONDS = 700;

describe('Virtual payment comes in and goes back, once, although WeChat', () => {
  const system = useTestSystem({ wechatTimeoutMs: 400, parts: { channels: VIRTUAL } });
  const breaking = (rule: FaultRule) => system().phone.faults({ seed: SEED, rules: [rule] });
  const firedSoOften = async () => (await system().phone.faults())[0];
  const seenBy = async ({ person, orderId }: Awaited<ReturnType<typeof aVirtualOrder>>) => {
    const { json } = await system().call(`/api/v1/orders/${orderId}`, { token: person.token });
    return [json.status, json.refunded_fen, await system().actors.balanceOf(person)];
  };
  const unbroken = () => system().phone.faults({ seed: SEED, rules: [] });

  for (const fault of transportFaults) {
    it(`answers with ${fault} when an order is placed, and when its payment is asked for`, async () => {
      await breaking({ on: 'request', fault, path: '/xpay/query_order', times: 4, delay_ms: 50 });
      const order = await untilAnswered(system());
      await system().phone.payLater(order.outTradeNo, { notify: false });
      for (let polled = 0; polled < MOST_TRIES; polled++) {
        await system().advance(ROUND_SECONDS);
        await system().sweep('poll-payments');
      }
      expect(await firedSoOften()).to.be.at.least(2);
      expect(await seenBy(order)).to.deep.equal(['paid', 0, POINTS]);
    });

    it(`answers with ${fault} when it is asked to give money back`, async () => {
      await unbroken();
      const order = await aVirtualOrder(system(), { notify: false });
      await system().advance(10);
      await system().sweep('poll-payments');
      await breaking({ on: 'request', fault, path: '/xpay/refund_order', times: 3, delay_ms: 50 });
      await refundAll(order.orderId);
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        await system().sweep('send-refunds');
        await system().advance(3_700);
        await system().sweep('poll-refunds');
      }
      expect(await firedSoOften()).to.be.at.least(1);
      expect(await seenBy(order)).to.deep.equal(['refunded', PAID_FEN, 0]);
      const { left_fee, refunds } = await system().phone.virtualOrder(order.outTradeNo);
      expect([left_fee, refunds.length]).to.deep.equal([0, 1]);
    });
  }

  for (const fault of pushFaults) {
    it(`pushes with ${fault}`, async () => {
      await breaking({
        ...{ on: 'push', fault, event: 'xpay_goods_deliver_notify', times: 1, delay_seconds: 7_200 },
      });
      const order = await aVirtualOrder(system());
      await system().advance(DAY_SECONDS);
      if (fault === 'drop_all') {
        expect(await seenBy(order), 'nobody has told us').to.deep.equal(['pending', 0, 0]);
        await system().sweep('poll-payments');
      }
      expect(await firedSoOften()).to.equal(1);
      // A push is answered first, and looked into then.
      await eventually(async () => expect(await seenBy(order)).to.deep.equal(['paid', 0, POINTS]));
    });
  }

  /** As a client does: the same request until it is answered; then the phone begins the payment. */
  async function untilAnswered({ actors, call, phone }: TestSystem) {
    const person: Person = await actors.aPerson();
    const body = { package_id: await actors.packageId() };
    for (let tries = 1; ; tries++) {
      const { status, json, text } = await call('/api/v1/orders', { token: person.token, body });
      if (status === 201) {
        const outTradeNo = await phone.payVirtually(person.openid, json.checkout.params, { pay: false });
        return { person, outTradeNo, orderId: json.order.id as string };
      }
      expect(status, text).to.equal(503);
      if (tries === MOST_TRIES) expect.fail('never answered');
    }
  }

  async function refundAll(orderId: string): Promise<void> {
    const asked = ['refunds', 'request', orderId, '--all', '--reason', '演练', '--by', 'lin', '--yes'];
    const { code, stderr } = await runProgram(asked, { DATABASE_URL: system().databaseUrl });
    expect(code, stderr).to.equal(0);
  }
}).timeout(60_000);
