import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { Payment } from '../../../src/domain/ordering/payment-gateway.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import type { OutTradeNo, TransactionId } from '../../../src/domain/shared/ids.ts';
import { aPaymentFor } from '../../support/builders.ts';
import { aBuyerWithAnOrder } from '../../support/customers.ts';
import { aNotification } from '../../support/fake-gateway.ts';
import { NOON } from '../../support/instants.ts';
import { openShop } from '../../support/shop.ts';

describe('an alarm', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  beforeEach(() => {
    shop = openShop(new MemoryUnitOfWork(NOON));
  });
  const notify = async (payment: Payment): Promise<void> => {
    const reading = { kind: 'payment', notificationId: 'n-1', payment, content: '' } as const;
    await shop.receiveNotification(aNotification(reading));
    await shop.handleNotification('n-1');
  };

  it('is not raised by a payment that is right, however often it is told of', async () => {
    const { attempt } = await aBuyerWithAnOrder(shop);
    const right = aPaymentFor(attempt);
    await notify(right);
    await shop.settlePayment(right, 'poll');
    expect(shop.alarms).to.deep.equal([]);
  });

  it('is raised by a payment that does not match, whoever tells us', async () => {
    const { attempt } = await aBuyerWithAnOrder(shop);
    const wrong = aPaymentFor(attempt, { amountFen: fen(1) });
    await notify(wrong);
    await shop.settlePayment(wrong, 'poll');
    expect(shop.alarms).to.deep.equal(['payment_mismatch', 'payment_mismatch']);
  });

  it('is raised once by a notification that is repeated', async () => {
    const { attempt } = await aBuyerWithAnOrder(shop);
    const wrong = aPaymentFor(attempt, { amountFen: fen(1) });
    await notify(wrong);
    await notify(wrong);
    expect(shop.alarms).to.deep.equal(['payment_mismatch']);
  });

  it('is raised by a second payment of a paid order, and by one of an order that is not ours', async () => {
    const { attempt } = await aBuyerWithAnOrder(shop);
    await shop.settlePayment(aPaymentFor(attempt), 'user');
    await shop.settlePayment(aPaymentFor(attempt, { transactionId: 'another' as TransactionId }), 'poll');
    await notify(aPaymentFor(attempt, { outTradeNo: 'f'.repeat(32) as OutTradeNo }));
    expect(shop.alarms).to.deep.equal(['duplicate_payment', 'payment_of_unknown_order']);
  });

  it('is not raised for what was rolled back', async () => {
    const { attempt } = await aBuyerWithAnOrder(shop);
    const failing = openShop(shop.uow);
    const run = shop.uow.run.bind(shop.uow);
    shop.uow.run = (work) =>
      run(async (stores) => {
        await work(stores);
        throw new Error('the commit failed');
      });
    const settled = failing.settlePayment(aPaymentFor(attempt, { amountFen: fen(1) }), 'poll');
    expect(await settled.catch((error: Error) => error.message)).to.equal('the commit failed');
    expect(failing.alarms).to.deep.equal([]);
  });
});
