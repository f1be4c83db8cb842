import { expect } from 'chai';
import {
  answerFaults,
  contentFaults,
  deliveryFaults,
  type FaultRule,
  transportFaults,
} from '../../simulator/state/fault-plan.ts';
import type { Person } from '../support/http/actors.ts';
import { useTestSystem } from '../support/http/test-system.ts';

const POINTS = 600;
const SEED = 20_261_122;
const DAY_SECONDS = 86_400;
const MOST_TRIES = 6;

describe('Money comes in, once, although WeChat', () => {
  const system = useTestSystem({ wechatTimeoutMs: 400 });

  const breaking = (rule: FaultRule) => system().phone.faults({ seed: SEED, rules: [rule] });
  const firedSoOften = async () => (await system().phone.faults())[0];

  /** As a client does: the same request until it is answered. */
  async function orderOf(person: Person): Promise<{ id: string; out_trade_no: string }> {
    const body = { package_id: await system().actors.packageId() };
    for (let tries = 1; ; tries++) {
      const answer = await system().call('/api/v1/orders', { token: person.token, body });
      if (answer.status === 201) return answer.json.order;
      expect(answer.status, answer.text).to.equal(503);
      if (tries === MOST_TRIES) expect.fail('never answered');
    }
  }

  async function expectCreditedOnce(person: Person, order: { id: string; out_trade_no: string }): Promise<void> {
    expect(await system().actors.balanceOf(person)).to.equal(POINTS);
    const { json } = await system().call(`/api/v1/orders/${order.id}`, { token: person.token });
    expect(json).to.include({ status: 'paid', out_trade_no: order.out_trade_no });
    const grants = await system()
      .knex('ledger.entries')
      .where({ kind: 'grant', account_id: uuid(person.id) });
    expect(grants).to.have.length(1);
  }

  const requestFaults = [...transportFaults, ...answerFaults];
  const askedFor: Readonly<Record<string, string>> = {
    'an order is placed': '/v3/pay/transactions/jsapi',
    'a payment is asked for': '/v3/pay/transactions/out-trade-no',
  };
  for (const fault of requestFaults) {
    for (const [when, path] of Object.entries(askedFor)) {
      it(`answers with ${fault} when ${when}`, async () => {
        const person = await system().actors.aPerson();
        await breaking({ on: 'request', fault, path, times: 4, delay_ms: 50 });
        const order = await orderOf(person);
        await system().phone.pay(order.out_trade_no, { notify: false });
        for (let polled = 0; polled < MOST_TRIES && (await system().actors.balanceOf(person)) === 0; polled++) {
          await system().advance(700);
          await system().sweep('poll-payments');
        }
        expect(await firedSoOften()).to.be.at.least(1);
        await expectCreditedOnce(person, order);
        const known = (await system().phone.orders()).filter(({ transaction_id }) => transaction_id !== null);
        expect(known.map(({ out_trade_no }) => out_trade_no)).to.include(order.out_trade_no);
      });
    }
  }

  for (const fault of ['timeout_before', 'timeout_after_commit', 'reset_after_commit', 'system_error'] as const) {
    it(`answers with ${fault} when an order is closed`, async () => {
      const person = await system().actors.aPerson();
      const order = await orderOf(person);
      await breaking({ on: 'request', fault, path: '/v3/pay/transactions/out-trade-no', times: 5 });
      for (let closed = 0; closed < MOST_TRIES; closed++) {
        await system().advance(1_900);
        await system().sweep('close-expired-orders');
      }
      const { json } = await system().call(`/api/v1/orders/${order.id}`, { token: person.token });
      expect(json.status).to.equal('closed');
      expect(await firedSoOften()).to.be.at.least(1);
    });
  }

  for (const fault of [...deliveryFaults, ...contentFaults]) {
    it(`delivers its notification with ${fault}`, async () => {
      const person = await system().actors.aPerson();
      await breaking({ on: 'notification', fault, event: 'TRANSACTION.SUCCESS', times: 1, delay_seconds: 7_200 });
      const order = await orderOf(person);
      await system().phone.pay(order.out_trade_no);
      // Held back until another one has been delivered.
      if (fault === 'reorder') await system().phone.pay((await orderOf(await system().actors.aPerson())).out_trade_no);
      await system().advance(DAY_SECONDS);
      if (fault === 'drop_all') {
        expect(await system().actors.balanceOf(person), 'nobody has told us').to.equal(0);
        await system().sweep('poll-payments');
      }
      await system().sweep('handle-notifications');
      expect(await firedSoOften()).to.equal(1);
      await expectCreditedOnce(person, order);
    });
  }
}).timeout(60_000);

const uuid = (id: string): string => id.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
