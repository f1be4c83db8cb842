import { expect } from 'chai';
import type { CodeBatch } from '../../src/domain/catalog/code-batch.ts';
import type { Redemption } from '../../src/domain/catalog/redemption.ts';
import type { AdjustmentId, CodeBatchId, UserId } from '../../src/domain/shared/ids.ts';
import { aBatch } from '../support/codes.ts';
import { newId } from '../support/ids.ts';
import { MINUTE, msAfter, NOON } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';

describeStores('RedemptionCodes', (commit) => {
  const digest = (): string => `digest ${newId()}`;
  const add = async (batch: CodeBatch): Promise<string[]> => {
    const made = Array.from({ length: batch.codes }, digest);
    await commit(({ redemptionCodes }) => redemptionCodes.addBatch(batch, made));
    return made;
  };
  const find = (digest: string) => commit(({ redemptionCodes }) => redemptionCodes.find(digest));
  const redemption = (change: Partial<Redemption> = {}): Redemption => ({
    ...{
      userId: newId<UserId>(),
      at: NOON,
      adjustmentId: newId<AdjustmentId>(),
      pointsExpireAt: msAfter(NOON, MINUTE),
    },
    ...change,
  });
  const redeem = (digest: string, by: Redemption) =>
    commit(async ({ redemptionCodes }) => {
      const code = await redemptionCodes.lock(digest);
      if (code) await redemptionCodes.redeem(code, by);
    });

  for (const change of [
    { validity: { kind: 'months', months: 12 }, perPerson: 2, requestKey: 'key-1' },
    { validity: { kind: 'until', until: msAfter(NOON, 1) } },
    {},
  ] as const) {
    it(`give a batch back as it was: ${JSON.stringify(change)}`, async () => {
      const batch = aBatch(change);
      await add(batch);
      expect(await commit(({ redemptionCodes }) => redemptionCodes.findBatch(batch.id))).to.deep.equal(batch);
      const ofKey = await commit(({ redemptionCodes }) => redemptionCodes.findBatchByKey('key-1'));
      expect(ofKey).to.deep.equal('requestKey' in change ? batch : null);
    });
  }

  it('number the codes of a batch in their order', async () => {
    const batch = aBatch();
    const made = await add(batch);
    for (const [nth, digest] of made.entries()) {
      const code = { batchId: batch.id, no: nth + 1, voidedAt: null, redemption: null };
      expect(await find(digest)).to.deep.equal(code);
    }
    expect(await find('another')).to.equal(null);
    expect(await commit(({ redemptionCodes }) => redemptionCodes.lock('another'))).to.equal(null);
    expect(await commit(({ redemptionCodes }) => redemptionCodes.findBatch(newId<CodeBatchId>()))).to.equal(null);
  });

  it('hold one batch of a request key, and one code of a digest', async () => {
    const [first] = await add(aBatch({ requestKey: 'key-2' }));
    await rejectionOf(add(aBatch({ requestKey: 'key-2' })));
    await rejectionOf(
      commit(({ redemptionCodes }) => redemptionCodes.addBatch(aBatch({ codes: 1 }), [first as string])),
    );
  });

  it('are redeemed once', async () => {
    const batch = aBatch();
    const [digest, other] = (await add(batch)) as [string, string];
    const by = redemption();
    await redeem(digest, by);
    expect(await find(digest)).to.deep.equal({ batchId: batch.id, no: 1, voidedAt: null, redemption: by });
    await rejectionOf(redeem(digest, redemption()));
    expect((await find(digest))?.redemption).to.deep.equal(by);
    expect((await find(other))?.redemption).to.equal(null);
  });

  it('are void only where nobody has redeemed them', async () => {
    const batch = aBatch({ codes: 4 });
    const [redeemed, one, ...rest] = (await add(batch)) as [string, string, string, string];
    const [foreign] = (await add(aBatch())) as [string];
    await redeem(redeemed, redemption());
    const void_ = (no: number | null, at = NOON) =>
      commit(({ redemptionCodes }) => redemptionCodes.voidOpen(batch.id, no, at));
    expect([await void_(1), await void_(2), await void_(2), await void_(null, msAfter(NOON, 1))]).to.deep.equal([
      ...[0, 1, 0, 2],
    ]);
    expect((await find(redeemed))?.voidedAt).to.equal(null);
    expect((await find(one))?.voidedAt).to.deep.equal(NOON);
    for (const digest of rest) expect((await find(digest))?.voidedAt).to.deep.equal(msAfter(NOON, 1));
    expect((await find(foreign))?.voidedAt).to.equal(null);
    await rejectionOf(redeem(one, redemption()));
  });

  it('are counted: by batch, and what one person has redeemed', async () => {
    const [batch, other] = [aBatch({ codes: 4 }), aBatch()];
    const [a, b, c] = (await add(batch)) as [string, string, string];
    const [d] = (await add(other)) as [string];
    const userId = newId<UserId>();
    for (const digest of [a, b, d]) await redeem(digest, redemption({ userId }));
    await redeem(c, redemption());
    await commit(({ redemptionCodes }) => redemptionCodes.voidOpen(batch.id, null, NOON));
    const counts = await commit(({ redemptionCodes }) =>
      redemptionCodes.countCodes([batch.id, other.id, newId<CodeBatchId>()]),
    );
    expect([...counts]).to.have.deep.members([
      [batch.id, { redeemed: 3, voided: 1 }],
      [other.id, { redeemed: 1, voided: 0 }],
    ]);
    expect(await commit(({ redemptionCodes }) => redemptionCodes.countRedeemed(batch.id, userId))).to.equal(2);
  });

  it('go over to whoever somebody turns out to be', async () => {
    const batch = aBatch();
    const [digest, other] = (await add(batch)) as [string, string];
    const [from, into] = [newId<UserId>(), newId<UserId>()];
    const [by, stranger] = [redemption({ userId: from }), redemption()];
    await redeem(digest, by);
    await redeem(other, stranger);
    await commit(({ redemptionCodes }) => redemptionCodes.move(from, into));
    expect((await find(digest))?.redemption).to.deep.equal({ ...by, userId: into });
    expect((await find(other))?.redemption).to.deep.equal(stranger);
  });

  it('list batches, newest first, page by page', async () => {
    const ids: CodeBatchId[] = [];
    for (const minutes of [0, 2, 1, 2]) {
      const batch = aBatch({ madeAt: msAfter(NOON, minutes * MINUTE) });
      ids.push(batch.id);
      await add(batch);
    }
    const page = async (after: CodeBatchId | null, limit: number) =>
      (await commit(({ redemptionCodes }) => redemptionCodes.listBatches({ after, limit }))).map(({ id }) => id);
    const [oldest, second, middle, newest] = ids as [CodeBatchId, CodeBatchId, CodeBatchId, CodeBatchId];
    expect(await page(null, 9)).to.deep.equal([newest, second, middle, oldest]);
    expect(await page(null, 2)).to.deep.equal([newest, second]);
    expect(await page(second, 2)).to.deep.equal([middle, oldest]);
    expect(await page(newId<CodeBatchId>(), 2)).to.deep.equal([]);
  });
});
