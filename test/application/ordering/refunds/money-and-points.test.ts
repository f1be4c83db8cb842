import { expect } from 'chai';
import fc from 'fast-check';
import { MemoryUnitOfWork } from '../../../../src/adapters/memory/memory-unit-of-work.ts';
import { refundedFenOf } from '../../../../src/domain/ordering/order.ts';
import type { ProviderRefund } from '../../../../src/domain/ordering/payment-gateway.ts';
import { isOpen, type Refund } from '../../../../src/domain/ordering/refund.ts';
import { fen } from '../../../../src/domain/shared/fen.ts';
import { accountOf } from '../../../../src/domain/shared/ids.ts';
import { points } from '../../../../src/domain/shared/points.ts';
import { expectBalancedBooks } from '../../../support/books.ts';
import { aProviderRefund, OURS } from '../../../support/builders.ts';
import { theOrder } from '../../../support/customers.ts';
import { MINUTE, msAfter, NOON } from '../../../support/instants.ts';
import { toldOf } from '../../../support/refund-builders.ts';
import { aPaidBuyer, askFor, available, frozenFor, refundsOfOrder, spend } from '../../../support/refunding.ts';
import { openShop, untilDone } from '../../../support/shop.ts';

const PAID = 97;
const SOLD = 40n;

/** `part`: of what is there, in sixteenths. */
const anyPart = fc.bigInt({ min: 1n, max: 16n });
const anyNth = fc.nat({ max: 20 });
const anyDeed = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('spend' as const), part: anyPart }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('ask' as const), amount: fc.nat({ max: PAID }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('decide' as const), nth: anyNth, agrees: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('tell' as const),
      nth: anyNth,
      status: fc.constantFrom<ProviderRefund['status']>('processing', 'succeeded', 'closed', 'abnormal'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reject' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('elsewhere' as const), amount: fc.integer({ min: 1, max: 50 }) }),
  },
);
type Deed = typeof anyDeed extends fc.Arbitrary<infer Kind> ? Kind : never;

async function opened() {
  const shop = openShop(new MemoryUnitOfWork(NOON), { approvalLimitFen: fen(60) });
  const bought = await aPaidBuyer(shop, { priceFen: fen(PAID), points: points(29n), bonusPoints: points(11n) });
  return { shop, ...bought };
}
type History = Awaited<ReturnType<typeof opened>>;

const openOnes = async ({ shop, order }: History): Promise<Refund[]> =>
  (await refundsOfOrder(shop, order.id)).filter((refund) => isOpen(refund) || refund.status === 'awaiting_approval');

async function follow(history: History, deed: Deed): Promise<void> {
  const { shop, userId, order, outTradeNo } = history;
  shop.uow.now = msAfter(shop.uow.now, MINUTE);
  if (deed.kind === 'spend') await spend(shop, userId, ((await available(shop, userId)) * deed.part + 15n) / 16n || 1n);
  if (deed.kind === 'ask') await shop.requestRefund(askFor(order, deed.amount === 0 ? 'all' : deed.amount));
  if (deed.kind === 'reject') shop.gateway.refunds.gives({ kind: 'rejected', reason: 'no' });
  if (deed.kind === 'elsewhere') {
    const refund = aProviderRefund({ outTradeNo, refundFen: fen(deed.amount), status: 'succeeded' });
    await shop.applyRefund({ mchid: OURS.mchid, refund }, 'notification');
  }
  const open = await openOnes(history);
  const chosen = 'nth' in deed ? open[deed.nth % Math.max(1, open.length)] : undefined;
  if (deed.kind === 'decide' && chosen) {
    await (deed.agrees ? shop.approveRefund(chosen.id, 'bob') : shop.rejectRefund(chosen.id, 'bob', 'no'));
  }
  if (deed.kind === 'tell' && chosen && isOpen(chosen)) {
    await shop.applyRefund({ mchid: OURS.mchid, refund: toldOf(chosen, { status: deed.status }) }, 'poll');
  }
  await shop.sendRefunds.run(untilDone);
}

/** Of every refund, its points are where its state says. */
const FREEZE_OF: Record<Refund['status'], string> = {
  awaiting_approval: 'frozen',
  approved: 'frozen',
  processing: 'frozen',
  abnormal: 'frozen',
  succeeded: 'burned',
  failed: 'released',
  rejected: 'released',
};

async function audit({ shop, userId, order }: History): Promise<{ goneFen: number; missing: bigint }> {
  const refunds = await refundsOfOrder(shop, order.id);
  let [goneFen, burned, missing] = [0, 0n, 0n];
  for (const refund of refunds) {
    const freeze = await frozenFor(shop, userId, refund.id);
    if (freeze) expect(freeze.state, refund.status).to.equal(FREEZE_OF[refund.status]);
    else expect(refund.origin, 'without points').to.equal('elsewhere');
    if (refund.status !== 'succeeded') continue;
    goneFen += refund.refundFen;
    burned += freeze?.points ?? 0n;
    missing += refund.shortfallPoints;
  }
  const { order: now } = await theOrder(shop, order.id);
  if (now.status === 'pending' || now.status === 'closed') expect.fail(now.status);
  expect(refundedFenOf(now), 'what the order says').to.equal(goneFen);
  expect(goneFen).to.be.at.most(PAID);
  expect(BigInt(goneFen) * SOLD <= BigInt(PAID) * (burned + missing), `${goneFen} fen for ${burned}`).to.equal(true);
  await shop.uow.run(({ ledger }) => expectBalancedBooks(ledger, accountOf(userId)));
  return { goneFen, missing };
}

describe('an order that is spent and paid back, here and elsewhere, in any sequence', () => {
  it('never gives back more money than its points stand for, and never loses a point', async () => {
    let [gone, missed, failed] = [0, 0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(anyDeed, { minLength: 4, maxLength: 20 }), async (deeds) => {
        const history = await opened();
        for (const deed of deeds) await follow(history, deed);
        const { goneFen, missing } = await audit(history);
        expect(history.shop.reported).to.deep.equal([]);
        gone += goneFen > 0 ? 1 : 0;
        missed += missing > 0n ? 1 : 0;
        failed += history.shop.alarms.includes('refund_failed') ? 1 : 0;
      }),
      { numRuns: 150 },
    );
    expect(
      [gone, missed, failed].map((count) => count > 10),
      `${gone} ${missed} ${failed}`,
    ).to.deep.equal([true, true, true]);
  });

  it('gives back no more than its points stand for where nothing is done elsewhere, without exception', async () => {
    const here = anyDeed.filter(({ kind }) => kind !== 'elsewhere');
    await fc.assert(
      fc.asyncProperty(fc.array(here, { minLength: 4, maxLength: 20 }), async (deeds) => {
        const history = await opened();
        for (const deed of deeds) await follow(history, deed);
        expect((await audit(history)).missing).to.equal(0n);
        expect(history.shop.alarms).not.to.include('refund_shortfall');
      }),
      { numRuns: 100 },
    );
  });
});
