import { expect } from 'chai';
import { parseId } from '../../../../src/adapters/http/public-id.ts';
import { fen } from '../../../../src/domain/shared/fen.ts';
import type { OrderId, RefundId } from '../../../../src/domain/shared/ids.ts';
import { COUNTERS } from '../../../support/http/counters.ts';
import { RefundingSystem, type Sale } from '../../../support/http/refunding-system.ts';
import type { Flow } from '../flow.ts';
import type { Scene } from '../scene.ts';

/** Above this, a second operator is asked. */
const LARGE = 'points-300';

export const shopOf = ({ world }: Scene): RefundingSystem => new RefundingSystem(world.system);

/** Made before, by the process that stays; refunds go as usual. */
export async function sale(scene: Scene, code?: string): Promise<Sale> {
  await shopOf(scene).plan({ notify: false });
  return scene.before(() => shopOf(scene).aSale(code));
}

/** An operator asks for it, again under the same key where nobody has answered. */
export async function request(scene: Scene, { order }: Sale, amount: number | 'all', requestKey: string | null) {
  const outcome = await scene.step(({ application }) =>
    application.requestRefund({
      of: { orderId: parseId<OrderId>('ord', order.id) as OrderId },
      refundFen: amount === 'all' ? 'all' : fen(amount),
      ...{ reason: '用户申请退款', operator: 'alice', requestKey },
    }),
  );
  if (outcome.kind !== 'requested') throw new Error(`requestRefund: ${outcome.kind}`);
  return outcome.refund;
}

export async function giveBack(
  scene: Scene,
  sold: Sale,
  amount: number | 'all',
  key: string | null = crypto.randomUUID(),
) {
  const refund = await request(scene, sold, amount, key);
  await scene.sweep('send-refunds');
  // A refund of a payment that was refunded less than a minute ago, or of a process that died over it, goes later.
  await scene.advance(70);
  await scene.sweep('send-refunds');
  await scene.advance(70);
  await scene.sweep('poll-refunds');
  // Of what is taken from the list of the due, and dropped, it is asked again later.
  await scene.advance(600);
  await scene.sweep('poll-refunds');
  return refund;
}

export async function expectRefund(scene: Scene, sold: Sale, seen: string): Promise<void> {
  await scene.over();
  expect(await shopOf(scene).seenBy(sold)).to.equal(seen);
}

const polled: Flow = {
  name: 'a refund, found by polling',
  play: async (scene) => {
    const sold = await sale(scene);
    await giveBack(scene, sold, 2_500);
    await expectRefund(scene, sold, 'partly_refunded 2500, 300 points');
  },
};

const approved: Flow = {
  name: 'a large refund, approved, told by a notification',
  play: async (scene) => {
    const sold = await sale(scene, LARGE);
    const { id, outRefundNo } = await request(scene, sold, 'all', crypto.randomUUID());
    const outcome = await scene.step(({ application }) => application.approveRefund(id, 'bob'));
    // Who asks again because nobody has answered is told that it was approved.
    expect(['approved', 'not_awaiting']).to.include(outcome.kind);
    await scene.sweep('send-refunds');
    await scene.advance(70);
    await scene.sweep('send-refunds');
    await scene.advance(10);
    await scene.told(() => scene.phone.deliverRefund(outRefundNo));
    await scene.until(() => ended(scene, sold, id), 'handle-notifications');
    await expectRefund(scene, sold, 'refunded 30000, 0 points');
  },
};

async function ended(scene: Scene, sold: Sale, id: RefundId): Promise<void> {
  const refund = (await shopOf(scene).refundsOf(sold)).find((each) => each.id === id);
  expect(refund?.status).to.equal('succeeded');
}

const rejected: Flow = {
  name: 'a large refund that a second operator rejects',
  play: async (scene) => {
    const sold = await sale(scene, LARGE);
    const { id } = await request(scene, sold, 'all', crypto.randomUUID());
    await scene.step(({ application }) => application.rejectRefund(id, 'bob', '金额不符'));
    await expectRefund(scene, sold, 'paid 0, 4200 points');
  },
};

const failed: Flow = {
  name: 'a refund that WeChat closes',
  play: async (scene) => {
    const sold = await sale(scene);
    await shopOf(scene).plan({ outcome: 'CLOSED', notify: false });
    await giveBack(scene, sold, 2_500);
    await expectRefund(scene, sold, 'paid 0, 600 points');
  },
};

const elsewhere: Flow = {
  name: 'a refund made in the merchant console',
  play: async (scene) => {
    const sold = await sale(scene);
    await shopOf(scene).plan({ notify: false });
    await scene.phone.refundElsewhere(sold.order.out_trade_no, { amount_fen: 2_500, notify: false });
    await scene.advance(10);
    const number = (await shopOf(scene).atWechat(sold))[0]?.out_refund_no ?? '';
    await scene.told(() => scene.phone.deliverRefund(number));
    const seen = 'partly_refunded 2500, 300 points';
    await scene.until(async () => expect(await shopOf(scene).seenBy(sold)).to.equal(seen), 'handle-notifications');
    await expectRefund(scene, sold, seen);
  },
};

const byApple: Flow = {
  name: 'a refund by Apple, pushed',
  play: async (scene) => {
    const { actors } = scene.world.system;
    const person = await actors.aPerson();
    const order = await COUNTERS.xpay.order(scene.world.system, person, 'points-50');
    await scene.phone.payLater(order.out_trade_no, { notify: false });
    await scene.told(() => scene.phone.push(order.out_trade_no));
    await scene.until(async () => expect(await actors.balanceOf(person)).to.equal(600), 'handle-notifications');
    await scene.phone.refundByApple(order.out_trade_no, 5_000);
    await scene.until(async () => expect(await actors.balanceOf(person)).to.equal(0), 'handle-notifications');
    await scene.over();
    expect(await actors.balanceOf(person)).to.equal(0);
  },
};

export const REFUNDING: readonly Flow[] = [polled, approved, rejected, failed, elsewhere, byApple];
