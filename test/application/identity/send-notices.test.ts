import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { NoticeKind } from '../../../src/domain/identity/notice.ts';
import { Unavailable } from '../../../src/domain/shared/faults.ts';
import type { UserId } from '../../../src/domain/shared/ids.ts';
import { aNotice, aPaymentFor } from '../../support/builders.ts';
import { aBuyerWithAnOrder, aUser } from '../../support/customers.ts';
import { aNotification } from '../../support/fake-gateway.ts';
import { DAY, MINUTE, msAfter, NOON, SECOND } from '../../support/instants.ts';
import { openShop, untilDone } from '../../support/shop.ts';

const PAID = 'tmpl-paid';

describe('send notices', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  let userId: UserId;
  beforeEach(async () => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    userId = await aUser(shop, 'o-alice');
  });
  const owe = async (change: Parameters<typeof aNotice>[0] = {}) => {
    const notice = aNotice({ userId, createdAt: shop.uow.now, ...change });
    await shop.uow.run(({ notices }) => notices.add(notice, shop.uow.now));
    return notice;
  };
  const accept = (times = 1, id = PAID) =>
    Promise.all(
      Array(times)
        .fill([id])
        .map((ids) => shop.acceptMessages(userId, ids)),
    );
  const available = async (kind: NoticeKind = 'payment_success') =>
    (await shop.listSubscriptions(userId)).find((each) => each.kind === kind)?.available;
  /** How many messages this run has tried to send. */
  const runAt = async (ms = 0): Promise<number> => {
    shop.uow.now = msAfter(NOON, ms);
    const before = shop.noticeSender.sent.length;
    await shop.sendNotices.run(untilDone);
    return shop.noticeSender.sent.length - before;
  };
  const isPending = () => shop.uow.run(({ notices }) => notices.hasPending(userId, 'payment_success'));

  it('tells a user once what he has accepted to hear, by his openid, and counts it', async () => {
    await accept(2);
    const notice = await owe();
    expect(await runAt()).to.equal(1);
    expect(shop.noticeSender.sent[0]).to.deep.include({ openid: 'o-alice', notice: { ...notice, tries: 0 } });
    expect([await available(), await isPending()]).to.deep.equal([1, false]);
    expect(await runAt(DAY)).to.equal(0);
  });

  it('tells nothing to whom has switched messages off, and keeps what he had accepted', async () => {
    await accept();
    await shop.changeProfile(userId, { notifications: false }, { actor: { kind: 'user', userId }, requestId: null });
    await owe();
    expect(await runAt()).to.equal(0);
    expect([await available(), await isPending()]).to.deep.equal([1, false]);
  });

  it('tells nothing to whom WeChat does not know', async () => {
    await owe({ userId: aNotice().userId });
    expect(await runAt()).to.equal(0);
    expect(shop.reported).to.deep.equal([]);
  });

  it('tells nothing for which there is no template', async () => {
    await accept();
    shop.noticeSender.templates.delete('payment_success');
    await owe();
    expect([await runAt(), await isPending()]).to.deep.equal([0, false]);
  });

  it('tells of a payment when the buyer accepts on the page after it', async () => {
    await owe();
    expect(await runAt()).to.equal(0);
    expect(await runAt(29 * SECOND)).to.equal(0);
    await accept();
    expect(await runAt(29 * SECOND)).to.equal(0);
    expect(await runAt(30 * SECOND)).to.equal(1);
  });

  it('tells of a payment no more when nobody has accepted within ten minutes', async () => {
    await owe();
    for (let minute = 0; minute <= 10; minute++) await runAt(minute * MINUTE);
    expect(await isPending()).to.equal(false);
    await accept();
    expect(await runAt(11 * MINUTE)).to.equal(0);
    expect(await available()).to.equal(1);
  });

  it('takes it for normal that WeChat knows of no consent: none is left, no warning, no other try', async () => {
    await accept(3);
    shop.noticeSender.answers.gives({ kind: 'refused_by_user' });
    await owe();
    expect(await runAt()).to.equal(1);
    expect([await available(), await isPending(), shop.reported]).to.deep.equal([0, false, []]);
    expect(await runAt(DAY)).to.equal(0);
  });

  it('gives up what no other try mends, with one report, and takes no consent for it', async () => {
    await accept();
    const fault = new Error('WeChat answered 47003');
    shop.noticeSender.answers.gives({ kind: 'failed', fault });
    await owe();
    expect(await runAt()).to.equal(1);
    expect(shop.reported).to.deep.equal([fault]);
    expect([await available(), await isPending()]).to.deep.equal([1, false]);
  });

  it('tries again where WeChat is away, less and less often, and takes no consent before it has taken the message', async () => {
    await accept();
    const away = () => shop.noticeSender.answers.gives(new Unavailable('wechat_api'));
    await owe();
    away();
    expect(await runAt()).to.equal(1);
    expect(await runAt(MINUTE - 1)).to.equal(0);
    away();
    expect(await runAt(MINUTE)).to.equal(1);
    expect(await runAt(6 * MINUTE - 1)).to.equal(0);
    expect([await available(), await isPending()]).to.deep.equal([1, true]);
    expect(await runAt(6 * MINUTE)).to.equal(1);
    expect([await available(), await isPending()]).to.deep.equal([0, false]);
  });

  it('gives up after a day of that', async () => {
    await accept();
    for (let tries = 0; tries < 99; tries++) shop.noticeSender.answers.gives(new Unavailable('wechat_api'));
    await owe();
    for (let hour = 0; hour < 24; hour++) await runAt(hour * 60 * MINUTE);
    expect(await isPending()).to.equal(true);
    const tries = shop.noticeSender.sent.length;
    expect(tries).to.be.within(5, 12);
    await runAt(28 * 60 * MINUTE);
    expect([await isPending(), shop.noticeSender.sent.length, await available()]).to.deep.equal([false, tries, 1]);
  });

  it('goes on with the others where one cannot be sent', async () => {
    await accept(2);
    shop.noticeSender.answers.gives(new Unavailable('wechat_api'));
    await owe();
    await owe();
    expect(await runAt()).to.equal(2);
    expect(await available()).to.equal(1);
  });

  it('sends once more after a crash between WeChat’s answer and its note, and never counts below none', async () => {
    await accept();
    await owe();
    shop.noticeSender.answers.gives(async () => {
      // Another worker has noted the same, as one does that was believed dead.
      await shop.uow.run(({ consents }) => consents.take(userId, 'payment_success'));
      return { kind: 'sent' } as const;
    });
    await runAt();
    expect(await available()).to.equal(0);
  });
});

describe('a notice of a payment', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const sent = async () => {
    await shop.sendNotices.run(untilDone);
    return shop.noticeSender.sent.map(({ notice }) => notice);
  };

  it('is owed by the settlement, in words that the order has frozen', async () => {
    const { userId, attempt, order, outTradeNo } = await aBuyerWithAnOrder(shop);
    await shop.acceptMessages(userId, [PAID]);
    const payment = aPaymentFor(attempt);
    await shop.settlePayment(payment, 'notification');
    await shop.settlePayment(payment, 'poll');
    const notices = await sent();
    expect(notices).to.have.length(1);
    expect(notices[0]).to.deep.include({
      ...{ userId, kind: 'payment_success', key: order.id, createdAt: NOON },
      data: {
        ...{ package: '入门包', amount: '990', points: '100', order: outTradeNo },
        time: payment.paidAt.toISOString(),
      },
    });
  });

  it('is owed also where a notification from the inbox settles the order', async () => {
    const { userId, attempt } = await aBuyerWithAnOrder(shop);
    await shop.acceptMessages(userId, [PAID]);
    const reading = { kind: 'payment', notificationId: 'n-1', payment: aPaymentFor(attempt), content: '' } as const;
    await shop.receiveNotification(aNotification(reading));
    await shop.handleNotification('n-1');
    expect(await sent()).to.have.length(1);
  });

  it('cannot stand in the way of a settlement: where the buyer has been told already, the order is paid all the same', async () => {
    const { userId, attempt, order } = await aBuyerWithAnOrder(shop);
    await shop.uow.run(({ notices }) => notices.add(aNotice({ userId, key: order.id }), NOON));
    expect((await shop.settlePayment(aPaymentFor(attempt), 'notification')).kind).to.equal('settled');
  });

  it('is not owed for a second payment, nor for one that is not ours', async () => {
    const { userId, attempt } = await aBuyerWithAnOrder(shop);
    for (let times = 0; times < 3; times++) await shop.acceptMessages(userId, [PAID]);
    await shop.settlePayment(aPaymentFor(attempt, { currency: 'USD' }), 'notification');
    expect(await sent()).to.deep.equal([]);
    await shop.settlePayment(aPaymentFor(attempt), 'notification');
    await shop.settlePayment(aPaymentFor(attempt), 'notification');
    expect(await sent()).to.have.length(1);
  });
});
