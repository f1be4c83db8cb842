import { expect } from 'chai';
import type { Reversal } from '../../src/domain/ledger/reversals.ts';
import { accountOf, type ConsumptionId, type RefundId, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { aFreeze, aGrant, aNewLot } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { NOON } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';

describeStores('Reversals', (commit) => {
  async function aReversal(change: Partial<Reversal> = {}): Promise<Reversal> {
    const accountId = accountOf(newId<UserId>());
    await commit(({ ledger }) => ledger.lock(accountId));
    const figures = { points: points(5n), expired: points(2n), availableAfter: points(7n) };
    return { accountId, usageId: newId<ConsumptionId>(), ...figures, reason: '图片没有生成', at: NOON, ...change };
  }
  const add = (reversal: Reversal) => commit(({ reversals }) => reversals.add(reversal));
  const find = ({ accountId, usageId }: Pick<Reversal, 'accountId' | 'usageId'>) =>
    commit(({ reversals }) => reversals.find(accountId, usageId));

  it('gives back what was added', async () => {
    for (const reversal of [await aReversal(), await aReversal({ reason: null, expired: points(0n) })]) {
      await add(reversal);
      expect(await find(reversal)).to.deep.equal(reversal);
    }
  });

  it('finds nothing of another call, nor of another account', async () => {
    const [reversal, other] = [await aReversal(), await aReversal()];
    await add(reversal);
    expect(await find(other)).to.equal(null);
    expect(await find({ ...reversal, accountId: other.accountId })).to.equal(null);
  });

  it('refuses a second one of the same call', async () => {
    const reversal = await aReversal();
    await add(reversal);
    await rejectionOf(add({ ...reversal, reason: 'another' }));
    expect(await find(reversal)).to.deep.equal(reversal);
  });
});

describeStores('PointsLedger, about what is frozen,', (commit) => {
  it('sums up what refunds under way have taken, per account', async () => {
    const [account, neighbour] = [accountOf(newId<UserId>()), accountOf(newId<UserId>())];
    const freezes: RefundId[] = [];
    for (const accountId of [account, account, neighbour]) {
      const lot = aNewLot();
      const grant = aGrant(accountId, { lots: [lot] });
      const freeze = aFreeze(accountId, grant.orderId, [{ lotId: lot.id, points: points(4n) }]);
      freezes.push(freeze.refundId);
      await commit(async ({ ledger }) => {
        await ledger.grant(grant);
        await ledger.lock(accountId);
        await ledger.freeze(freeze);
      });
    }
    const frozen = () => commit(({ ledger }) => ledger.sumFrozen(account));
    expect(await frozen()).to.equal(8n);
    await commit(({ ledger }) => ledger.release(account, freezes[0] as RefundId, NOON));
    expect(await frozen()).to.equal(4n);
    await commit(({ ledger }) => ledger.burn(account, freezes[1] as RefundId, NOON));
    expect(await frozen()).to.equal(0n);
    expect(await commit(({ ledger }) => ledger.sumFrozen(neighbour))).to.equal(4n);
  });
});
