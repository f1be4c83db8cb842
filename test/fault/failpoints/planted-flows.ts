import { parseId } from '../../../src/adapters/http/public-id.ts';
import { adjustPoints } from '../../../src/application/ledger/adjust-points.ts';
import { decideSettlement } from '../../../src/domain/ordering/settlement.ts';
import { accountOf, type LotId, type OutTradeNo, type UserId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import type { Flow } from './flow.ts';
import { expectOrder, order } from './flows/buying.ts';
import { expectRefund, giveBack, sale } from './flows/refunding.ts';
import type { Process } from './mortal-process.ts';

/** Wrong on purpose: the order is paid in one transaction, and the points are granted in the next. */
async function settleInTwo({ parts: { uow, gateways, ids } }: Process, outTradeNo: OutTradeNo): Promise<void> {
  const attempt = await uow.run(({ orders }) => orders.findAttempt(outTradeNo));
  const lookup = attempt && (await gateways.get('jsapi')?.query(attempt));
  if (lookup?.kind !== 'paid') throw new Error('it is not paid');
  const settlement = await uow.run(async ({ orders, clock }) => {
    const found = await orders.lock(outTradeNo);
    if (!found) throw new Error('no such order');
    const now = await clock.now();
    const decided = decideSettlement(found.order, found.attempt, lookup.payment, now);
    if (decided.kind === 'settled') {
      await orders.save(decided.order, { kind: 'paid', cause: 'poll', at: now, detail: {} });
    }
    return decided;
  });
  if (settlement.kind !== 'settled') return;
  const { userId, id: orderId, pointsExpireAt: expiresAt, settledAt: at, terms } = settlement.order;
  const lots = [{ id: ids.next<LotId>(), kind: 'paid' as const, points: terms.points, expiresAt }];
  await uow.run(({ ledger }) => ledger.grant({ accountId: accountOf(userId), orderId, lots, at }));
}

const lost: Flow = {
  name: 'planted: paid in one transaction, granted in the next',
  play: async (scene) => {
    const person = await scene.world.system.actors.aPerson();
    const { order: placed } = await order(scene, person, 'android');
    await scene.phone.pay(placed.out_trade_no, { openid: person.openid, notify: false });
    await scene.step((on) => settleInTwo(on, placed.out_trade_no as OutTradeNo));
    await scene.over();
    await expectOrder(scene, person, placed.id, { status: 'paid' }, 600);
  },
};

const doubled: Flow = {
  name: 'planted: points by an operator’s word, without a word for it',
  play: async (scene) => {
    const { actors } = scene.world.system;
    const person = await actors.aPerson();
    const userId = parseId<UserId>('usr', person.id) as UserId;
    await scene.step(({ parts: { uow, ids, secrets } }) =>
      adjustPoints({ uow, ids, secrets })({
        ...{ userId, reason: 'planted', operator: 'alice', requestKey: null, dryRun: false },
        correction: { kind: 'credit', points: points(100n), expiresAt: new Date('2200-01-01') },
      }),
    );
    await scene.over();
    const balance = await actors.balanceOf(person);
    if (balance !== 100) throw new Error(`${balance} points for one word`);
  },
};

const paidBackTwice: Flow = {
  name: 'planted: a refund that is asked for again without a key',
  play: async (scene) => {
    const sold = await sale(scene);
    await giveBack(scene, sold, 1_000, null);
    await expectRefund(scene, sold, 'partly_refunded 1000, 480 points');
  },
};

/** Each has a mistake that a death at one of its points must bring to light. */
export const PLANTED: readonly Flow[] = [lost, doubled, paidBackTwice];
