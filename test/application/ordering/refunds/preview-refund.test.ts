import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../../src/adapters/memory/memory-unit-of-work.ts';
import { nodeSecrets, uuidV7Source } from '../../../../src/adapters/system/random.ts';
import { previewDecision } from '../../../../src/application/ordering/preview-decision.ts';
import { previewRefund, type RefundPreview } from '../../../../src/application/ordering/preview-refund.ts';
import type { Entry } from '../../../../src/domain/ledger/entry.ts';
import { type Fen, fen } from '../../../../src/domain/shared/fen.ts';
import type { UserId } from '../../../../src/domain/shared/ids.ts';
import { points } from '../../../../src/domain/shared/points.ts';
import { entriesOf } from '../../../support/customers.ts';
import { NOON } from '../../../support/instants.ts';
import { toldOf } from '../../../support/refund-builders.ts';
import {
  aPaidBuyer,
  aRequestedRefund,
  askFor,
  available,
  refundsOfOrder,
  spend,
  theRefund,
} from '../../../support/refunding.ts';
import { openShop, untilDone } from '../../../support/shop.ts';

const APPROVAL_LIMIT: Fen = fen(500);
/** What a line says, apart from the refund, whose name is not known before it is made. */
const saidBy = (entries: readonly Entry[]) =>
  entries.map(({ seq, kind, change, balanceBefore, balanceAfter, lotId, part, parts }) => ({
    ...{ seq, kind, change, balanceBefore, balanceAfter, lotId, part, parts },
  }));

describe('the preview of a refund', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON), { approvalLimitFen: APPROVAL_LIMIT });
  });
  const tools = () => ({ ...shop, ids: uuidV7Source, secrets: nodeSecrets, approvalLimitFen: APPROVAL_LIMIT });
  const preview = async (...wish: Parameters<typeof askFor>): Promise<RefundPreview> => {
    const outcome = await previewRefund(tools())(askFor(...wish));
    return outcome.kind === 'previewed' ? outcome.preview : expect.fail(outcome.kind);
  };
  const aBuyer = () => aPaidBuyer(shop, { bonusPoints: points(20n) });
  const linesAfter = async (userId: UserId, seq: number) => saidBy((await entriesOf(shop, userId)).slice(seq));

  it('shows exactly the lines that the ledger then has, at once and when the money is back', async () => {
    const { order, userId } = await aBuyer();
    await spend(shop, userId, 30n);
    const before = (await entriesOf(shop, userId)).length;
    const shown = await preview(order, 330);
    const refund = await aRequestedRefund(shop, order, 330);
    expect(saidBy(shown.entries)).to.deep.equal(await linesAfter(userId, before));
    await shop.sendRefunds.run(untilDone);
    const news = toldOf(await theRefund(shop, refund.id), { status: 'succeeded', succeededAt: NOON });
    await shop.applyRefund({ mchid: null, refund: news }, 'poll');
    expect(saidBy([...shown.entries, ...shown.entriesOnceBack])).to.deep.equal(await linesAfter(userId, before));
  });

  it('writes nothing', async () => {
    const { order, userId } = await aBuyer();
    const before = await entriesOf(shop, userId);
    await preview(order, 'all');
    expect(await entriesOf(shop, userId)).to.deep.equal(before);
    expect(await refundsOfOrder(shop, order.id)).to.deep.equal([]);
    expect(await available(shop, userId)).to.equal(120n);
  });

  it('tells lot by lot what is taken, spent and left', async () => {
    const { order, userId } = await aBuyer();
    await spend(shop, userId, 30n);
    const { refund, goneBackFen, lots } = await preview(order, 'all');
    expect([refund.refundFen, refund.status, goneBackFen]).to.deep.equal([742, 'awaiting_approval', 0]);
    const told = lots.map(({ lot, taken, spent, left }) => [lot.kind, lot.granted, taken, spent, left]);
    expect(told).to.deep.equal([
      ['bonus', 20n, 0n, 20n, 0n],
      ['paid', 100n, 90n, 10n, 90n],
    ]);
  });

  it('tells what other refunds have under way', async () => {
    const { order } = await aBuyer();
    await aRequestedRefund(shop, order, 99);
    const { goneBackFen, lots } = await preview(order, 99);
    expect(goneBackFen).to.equal(99);
    expect(lots.map(({ frozen, taken }) => [frozen, taken])).to.deep.equal([
      [2n, 2n],
      [10n, 10n],
    ]);
  });

  it('refuses what the request would refuse', async () => {
    const { order, userId } = await aBuyer();
    const refused = async (...wish: Parameters<typeof askFor>) => [
      (await previewRefund(tools())(askFor(...wish))).kind,
      (await shop.requestRefund(askFor(...wish))).kind,
    ];
    expect(await refused(order, 991)).to.deep.equal(['more_than_refundable', 'more_than_refundable']);
    await spend(shop, userId, 120n);
    expect(await refused(order, 'all')).to.deep.equal(['nothing_to_refund', 'nothing_to_refund']);
  });

  it('of one that was asked for before says so', async () => {
    const { order } = await aBuyer();
    const key = { requestKey: 'ticket-7' };
    const { id } = await aRequestedRefund(shop, order, 99, key);
    const again = await previewRefund(tools())(askFor(order, 99, key));
    expect(again.kind === 'asked_before' && again.refund.id).to.equal(id);
  });

  it('binds: where it comes to something else by then, nothing is done', async () => {
    const { order, userId } = await aPaidBuyer(shop, { points: points(99_000n) });
    const { refund, lots } = await preview(order, 495);
    const agreed = { refundFen: refund.refundFen, points: lots[0]?.taken ?? points(0n) };
    expect(agreed).to.deep.equal({ refundFen: 495, points: 49_500n });
    // Now it is all that can go back, so that the crumbs go with it.
    await spend(shop, userId, 49_401n);
    const changed = await shop.requestRefund({ ...askFor(order, 495), agreed });
    expect(changed).to.deep.equal({ kind: 'figure_changed', refundFen: 495, points: 49_599n });
    expect(await refundsOfOrder(shop, order.id)).to.deep.equal([]);
    const all = await shop.requestRefund({ ...askFor(order, 'all'), agreed });
    expect(all.kind === 'requested' && all.refund.refundFen).to.equal(495);
  });

  describe('of a decision about it', () => {
    const decided = async (...asked: Parameters<ReturnType<typeof previewDecision>>) => {
      const outcome = await previewDecision(tools())(...asked);
      return outcome.kind === 'previewed' ? outcome.preview : expect.fail(outcome.kind);
    };

    it('shows what a yes takes for good, and what a no frees', async () => {
      const { order, userId } = await aBuyer();
      const { id } = await aRequestedRefund(shop, order, 'all');
      const before = (await entriesOf(shop, userId)).length;
      const yes = await decided(id, 'bob', 'approve');
      expect([yes.entries, yes.entriesOnceBack.map(({ kind }) => kind)]).to.deep.equal([
        [],
        ['release', 'release', 'claw_back', 'claw_back'],
      ]);
      expect(yes.lots.map(({ taken }) => taken)).to.deep.equal([20n, 100n]);
      const no = await decided(id, 'bob', 'reject');
      await shop.rejectRefund(id, 'bob', 'no');
      expect(saidBy(no.entries)).to.deep.equal(await linesAfter(userId, before));
    });

    it('refuses the one who asked, and what is decided already', async () => {
      const { order } = await aBuyer();
      const { id } = await aRequestedRefund(shop, order, 'all');
      const kindOf = async (operator: string, decision: 'approve' | 'reject') =>
        (await previewDecision(tools())(id, operator, decision)).kind;
      expect(await kindOf('Alice', 'approve')).to.equal('same_operator');
      expect(await kindOf('alice', 'reject')).to.equal('previewed');
      await shop.approveRefund(id, 'bob');
      expect(await kindOf('carol', 'approve')).to.equal('not_awaiting');
    });
  });
});
