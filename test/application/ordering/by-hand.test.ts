import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { uuidV7Source } from '../../../src/adapters/system/random.ts';
import { askProvider } from '../../../src/application/ordering/ask-provider.ts';
import { closeByHand } from '../../../src/application/ordering/close-by-hand.ts';
import { type ByHand, settleByHand } from '../../../src/application/ordering/settle-by-hand.ts';
import { Unavailable } from '../../../src/domain/shared/faults.ts';
import type { OrderId } from '../../../src/domain/shared/ids.ts';
import { aPaymentFor } from '../../support/builders.ts';
import { aBuyerWithAnOrder, historyOf, theOrder } from '../../support/customers.ts';
import { newId } from '../../support/ids.ts';
import { NOON } from '../../support/instants.ts';
import { aPaidBuyer } from '../../support/refunding.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { openShop } from '../../support/shop.ts';

describe('what an operator does about an order by hand', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const wanted = (orderId: OrderId): ByHand => ({
    ...{ name: { orderId }, reason: 'ticket-7' },
    by: { actor: { kind: 'operator', name: 'alice' }, requestId: null },
  });
  const settle = (id: OrderId) => settleByHand({ ...shop, ids: uuidV7Source })(wanted(id));
  const close = (id: OrderId) => closeByHand({ ...shop, ids: uuidV7Source })(wanted(id));
  const causes = async (id: OrderId) => (await historyOf(shop, id)).map(({ kind, cause }) => `${kind} ${cause}`);
  const noted = async (subjectId: OrderId) =>
    (await shop.uow.run(({ audit }) => audit.list({ subjectId }, { before: null, limit: 9 }))).map(
      ({ action, by, after }) => [action, by.actor, after],
    );
  const ALICE = { kind: 'operator', name: 'alice' };

  it('settles what WeChat says is paid, with his name and why', async () => {
    const { order, attempt, userId } = await aBuyerWithAnOrder(shop);
    shop.gateway.hasReceived(aPaymentFor(attempt));
    const asked = await settle(order.id);
    expect(asked.kind === 'asked' && [asked.order.status, asked.attempts]).to.deep.equal([
      ...['paid', [{ outTradeNo: attempt.intent.outTradeNo, outcome: 'settled' }]],
    ]);
    expect((await shop.readBalance(userId)).available).to.equal(100n);
    expect(await causes(order.id)).to.deep.equal(['placed user', 'paid operator']);
    expect(await noted(order.id)).to.deep.equal([['order.check_asked', ALICE, { reason: 'ticket-7' }]]);
  });

  it('credits nothing that WeChat does not say is paid', async () => {
    const { order, userId } = await aBuyerWithAnOrder(shop);
    const asked = await settle(order.id);
    expect(asked.kind === 'asked' && asked.attempts.map(({ outcome }) => outcome)).to.deep.equal(['unpaid']);
    expect((await shop.readBalance(userId)).available).to.equal(0n);
  });

  it('asks about every attempt: an earlier one may have been paid', async () => {
    const { order, userId, offer, attempt } = await aBuyerWithAnOrder(shop);
    await shop.closeUnpaid(attempt.intent.outTradeNo, 'user', 'attempt');
    await shop.placeOrder({ userId, packageId: offer.id, platform: 'android' });
    shop.gateway.hasReceived(aPaymentFor(attempt));
    const asked = await settle(order.id);
    expect(asked.kind === 'asked' && asked.attempts.map(({ outcome }) => outcome)).to.deep.equal(['settled', 'unpaid']);
  });

  it('says that it was credited before, and credits it once', async () => {
    const { order, userId } = await aPaidBuyer(shop);
    const asked = await settle(order.id);
    expect(asked.kind === 'asked' && asked.attempts.map(({ outcome }) => outcome)).to.deep.equal(['already_settled']);
    expect((await shop.readBalance(userId)).available).to.equal(100n);
  });

  it('is told that WeChat does not answer; that he asked is noted', async () => {
    const { order } = await aBuyerWithAnOrder(shop);
    shop.gateway.queries.gives(new Unavailable('wechat_pay'));
    expect(await rejectionOf(settle(order.id))).to.be.instanceOf(Unavailable);
    expect(await noted(order.id)).to.have.length(1);
  });

  it('closes what nobody has paid, as its expiry does', async () => {
    const { order } = await aBuyerWithAnOrder(shop);
    expect(await close(order.id)).to.deep.equal({ kind: 'closed' });
    expect((await theOrder(shop, order.id)).order.status).to.equal('closed');
    expect(await causes(order.id)).to.deep.equal(['placed user', 'attempt_ended operator', 'closed operator']);
    expect(shop.gateway.asked.map((line) => line.split(' ')[0])).to.deep.equal(['query', 'close', 'query']);
    expect(await noted(order.id)).to.deep.equal([['order.close_asked', ALICE, { reason: 'ticket-7' }]]);
  });

  it('does not close what turns out to be paid: it is credited', async () => {
    const { order, attempt } = await aBuyerWithAnOrder(shop);
    shop.gateway.hasReceived(aPaymentFor(attempt));
    const outcome = await close(order.id);
    expect(outcome.kind === 'paid' && outcome.order.status).to.equal('paid');
  });

  const withTwoNumbers = async () => {
    const bought = await aBuyerWithAnOrder(shop);
    await shop.closeUnpaid(bought.outTradeNo, 'user', 'attempt');
    await shop.placeOrder({ userId: bought.userId, packageId: bought.offer.id, platform: 'android' });
    shop.gateway.asked.length = 0;
    return bought;
  };

  it('closes every number of an order', async () => {
    const { order } = await withTwoNumbers();
    expect(await close(order.id)).to.deep.equal({ kind: 'closed' });
    expect(shop.gateway.asked.filter((line) => line.startsWith('close'))).to.have.length(2);
  });

  it('goes no further than to the number that turns out to be paid', async () => {
    const { order, attempt, outTradeNo } = await withTwoNumbers();
    shop.gateway.hasReceived(aPaymentFor(attempt));
    expect((await close(order.id)).kind).to.equal('paid');
    expect(shop.gateway.asked).to.deep.equal([`query ${outTradeNo}`]);
  });

  it('leaves an order of which only an earlier number was set aside', async () => {
    const { order, attempt } = await withTwoNumbers();
    await shop.settlePayment(aPaymentFor(attempt, { currency: 'USD' }), 'poll');
    expect(await close(order.id)).to.deep.equal({ kind: 'set_aside' });
  });

  it('closes nothing but what waits, and nothing twice', async () => {
    const { order } = await aPaidBuyer(shop);
    expect(await close(order.id)).to.deep.equal({ kind: 'not_pending', status: 'paid' });
    const other = await aBuyerWithAnOrder(shop, { code: 'other' });
    await close(other.order.id);
    expect(await close(other.order.id)).to.deep.equal({ kind: 'not_pending', status: 'closed' });
    expect(await close(newId<OrderId>())).to.deep.equal({ kind: 'unknown_order' });
    expect(await settle(newId<OrderId>())).to.deep.equal({ kind: 'unknown_order' });
  });

  it('leaves what was set aside to whoever looks at it', async () => {
    const { order, attempt } = await aBuyerWithAnOrder(shop);
    await shop.settlePayment(aPaymentFor(attempt, { currency: 'USD' }), 'poll');
    expect(await close(order.id)).to.deep.equal({ kind: 'set_aside' });
  });

  it('may only look: WeChat is asked, and nothing is done', async () => {
    const { order, attempt } = await aBuyerWithAnOrder(shop);
    shop.gateway.hasReceived(aPaymentFor(attempt));
    const asked = await askProvider(shop)({ orderId: order.id });
    const { outTradeNo } = attempt.intent;
    expect(asked).to.deep.include({ kind: 'answered', answers: [{ outTradeNo, answer: 'paid' }] });
    expect(await causes(order.id)).to.deep.equal(['placed user']);
    expect(await noted(order.id)).to.deep.equal([]);
  });
});
