import { expect } from 'chai';
import {
  answerFaults,
  contentFaults,
  deliveryFaults,
  type FaultRule,
  transportFaults,
} from '../../simulator/state/fault-plan.ts';
import { RefundingSystem, type Sale } from '../support/http/refunding-system.ts';
import { useTestSystem } from '../support/http/test-system.ts';

const SEED = 20_261_122;
const DAY_SECONDS = 86_400;
/** Beyond the longest pause between two tries of a refund, and between two questions about one. */
const PAUSE_SECONDS = 3_700;
const MOST_TRIES = 6;

describe('Money goes back, once, although WeChat', () => {
  const system = useTestSystem({ wechatTimeoutMs: 400 });
  let shop: RefundingSystem;
  before(() => {
    shop = new RefundingSystem(system());
  });
  afterEach(() => shop.plan());

  const breaking = (rule: FaultRule) => system().phone.faults({ seed: SEED, rules: [rule] });
  const firedSoOften = async () => (await system().phone.faults())[0];

  /** Half of it, under one number, and nothing else. */
  async function expectHalfGoneOnce(sale: Sale): Promise<void> {
    expect(await shop.seenBy(sale)).to.equal('partly_refunded 2500, 300 points');
    const atWechat = await shop.atWechat(sale);
    expect(atWechat.map(({ status, amount }) => [status, amount.refund])).to.deep.equal([['SUCCESS', 2_500]]);
    expect((await shop.refundsOf(sale)).map(({ status }) => status)).to.deep.equal(['succeeded']);
  }

  for (const fault of [...transportFaults, ...answerFaults]) {
    it(`answers with ${fault} when it is asked to give money back`, async () => {
      const sale = await shop.aSale();
      await shop.plan({ notify: false });
      await breaking({ on: 'request', fault, path: '/v3/refund', times: 4, delay_ms: 50 });
      await shop.request(sale, 2_500);
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        await system().sweep('send-refunds');
        await system().advance(PAUSE_SECONDS);
        await system().sweep('poll-refunds');
      }
      expect(await firedSoOften()).to.be.at.least(1);
      await expectHalfGoneOnce(sale);
    });
  }

  for (const fault of [...deliveryFaults, ...contentFaults]) {
    it(`tells of the refund with ${fault}`, async () => {
      const sale = await shop.aSale();
      await breaking({ on: 'notification', fault, event: 'REFUND.SUCCESS', times: 1, delay_seconds: 7_200 });
      await shop.send(sale, 2_500);
      await system().advance(60);
      // Held back until another one has been delivered.
      if (fault === 'reorder') await shop.send(await shop.aSale(), 2_500);
      await system().advance(DAY_SECONDS);
      if (fault === 'drop_all') {
        expect(await shop.seenBy(sale), 'nobody has told us').to.equal('paid 0, 300 points');
        await system().sweep('poll-refunds');
      }
      await system().sweep('handle-notifications');
      expect(await firedSoOften()).to.equal(1);
      await expectHalfGoneOnce(sale);
    });
  }
}).timeout(60_000);
