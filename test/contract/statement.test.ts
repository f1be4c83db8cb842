import { expect } from 'chai';
import type { StatementLine } from '../../src/application/ledger/list-statement.ts';
import { WHOLE_STATEMENT } from '../../src/domain/ledger/statement.ts';
import { accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { IMAGE_API } from '../support/builders.ts';
import { aCaller } from '../support/customers.ts';
import { newId } from '../support/ids.ts';
import { aPaidBuyer, aRequestedRefund, spend } from '../support/refunding.ts';
import { openShop } from '../support/shop.ts';
import { describeStores } from '../support/stores.ts';

const FAR = new Date('2099-01-01T00:00:00.000Z');

describeStores('A user’s statement', (commit) => {
  const shop = openShop({ run: commit });
  const statement = (userId: UserId, before: bigint | null = null, limit = 50) =>
    shop.listStatement(userId, WHOLE_STATEMENT, { before, limit });
  const told = ({ kind, change, balanceAfter }: StatementLine) => `${kind} ${change} = ${balanceAfter}`;

  it('says which order gave points, and which refund took them and gave them back', async () => {
    const { userId, order } = await aPaidBuyer(shop);
    const refund = await aRequestedRefund(shop, order, 198);
    const waiting = await aRequestedRefund(shop, order, 99);
    await commit(async ({ ledger, clock }) => {
      await ledger.burn(accountOf(userId), refund.id, await clock.now());
      await ledger.release(accountOf(userId), waiting.id, await clock.now());
    });
    const { lines } = await statement(userId);
    expect(lines.map(told)).to.deep.equal([
      ...[
        'release 10 = 80',
        'claw_back -20 = 70',
        'release 20 = 90',
        'freeze -10 = 70',
        'freeze -20 = 80',
        'grant 100 = 100',
      ],
    ]);
    const ofRefund = ({ id, outRefundNo }: typeof refund) => ({ kind: 'refund', refundId: id, outRefundNo });
    expect(lines.map(({ reason }) => reason)).to.deep.equal([
      ...[waiting, refund, refund, waiting, refund].map(ofRefund),
      { kind: 'order', orderId: order.id, outTradeNo: order.outTradeNo },
    ]);
  });

  it('says which API was called how often, and with which key', async () => {
    const { userId, key, usage } = await aCaller(shop, 100n);
    await shop.chargeUsage(usage({ quantity: 2 }));
    const [line] = (await statement(userId)).lines;
    expect(line && told(line)).to.equal('consume -6 = 94');
    expect(line?.reason).to.deep.equal({
      ...{ kind: 'call', apiCode: IMAGE_API, apiName: '图像识别', keyId: key.id, keyName: 'test', quantity: 2 },
    });
  });

  it('says what a call was for that names an API and a key which are no more', async () => {
    const { userId } = await aCaller(shop, 100n);
    await spend(shop, userId, 5n);
    const reason = (await statement(userId)).lines[0]?.reason;
    expect(reason).to.deep.include({ kind: 'call', keyName: null });
  });

  it('gives the reason of an adjustment, and nothing for points that expired', async () => {
    const { userId } = await aCaller(shop, 0n);
    const wanted = { userId, reason: '活动补偿', operator: 'alice', requestKey: null, dryRun: false };
    await shop.adjustPoints({ ...wanted, correction: { kind: 'credit', points: points(9n), expiresAt: FAR } });
    await shop.adjustPoints({ ...wanted, correction: { kind: 'debit', points: points(2n) }, reason: '误发' });
    const [lot] = await commit(({ ledger }) => ledger.listLots(accountOf(userId)));
    await commit(async ({ ledger, clock }) => {
      await ledger.lock(accountOf(userId));
      const lines = [{ kind: 'expire' as const, lotId: lot?.id as never, points: points(7n) }];
      await ledger.post({ accountId: accountOf(userId), causeId: newId(), lines, call: null, at: await clock.now() });
    });
    const { lines } = await statement(userId);
    expect(lines.map(told)).to.deep.equal(['expire -7 = 0', 'debit -2 = 7', 'credit 9 = 9']);
    expect(lines.map(({ reason }) => reason)).to.deep.equal([
      { kind: 'none' },
      { kind: 'adjustment', reason: '误发' },
      { kind: 'adjustment', reason: '活动补偿' },
    ]);
  });

  it('comes in pages, whose last one says so', async () => {
    const { userId, usage } = await aCaller(shop, 100n);
    for (let calls = 0; calls < 3; calls++) await shop.chargeUsage(usage());
    const first = await statement(userId, null, 2);
    expect(first.lines).to.have.length(2);
    const second = await statement(userId, first.next, 2);
    expect([...first.lines, ...second.lines].map(told)).to.deep.equal([
      ...['consume -3 = 91', 'consume -3 = 94', 'consume -3 = 97', 'grant 100 = 100'],
    ]);
    expect([first.next, second.next]).to.deep.equal([first.lines[1]?.seq, null]);
    expect(await statement(newId<UserId>())).to.deep.equal({ lines: [], next: null });
  });
});
