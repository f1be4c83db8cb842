import { expect } from 'chai';
import { nodeSecrets, uuidV7Source } from '../../../src/adapters/system/random.ts';
import { findCode, listCodeBatches, showCodeBatch } from '../../../src/application/catalog/look-at-codes.ts';
import { voidCodes } from '../../../src/application/catalog/void-codes.ts';
import { accountOf, type CodeBatchId, type UserId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { expectBalancedBooks } from '../../support/books.ts';
import { codesMade, making } from '../../support/codes.ts';
import { aUser, entriesOf, lotsOf } from '../../support/customers.ts';
import { BY_ALICE } from '../../support/followers.ts';
import { newId } from '../../support/ids.ts';
import { BY_NOBODY, openShop } from '../../support/shop.ts';
import { describeStores } from '../../support/stores.ts';

describeStores('Redemption codes', (commit) => {
  const uow = { run: commit };
  const shop = openShop(uow);
  const redeem = (userId: UserId, code: string) => shop.redeemCode(userId, code, BY_NOBODY);
  const available = async (userId: UserId) => (await shop.readBalance(userId)).available;
  const withdraw = voidCodes({ uow, ids: uuidV7Source, secrets: nodeSecrets, by: BY_ALICE });
  const audited = () => commit(({ audit }) => audit.list({}, { before: null, limit: 50 }));
  const actions = async () => (await audited()).map(({ action }) => action).filter((name) => name.startsWith('code'));

  it('give their points once: to whoever comes first, and to him again nothing more', async () => {
    const { batch, codes } = await codesMade(uow);
    const [one, other] = [await aUser(shop, newId()), await aUser(shop, newId())];
    const first = await redeem(one, codes[0] as string);
    expect(first).to.deep.include({ kind: 'points_given', batch, repeated: false });
    expect(await redeem(one, (codes[0] as string).toLowerCase())).to.deep.equal({ ...first, repeated: true });
    expect(await redeem(other, codes[0] as string)).to.deep.equal({ kind: 'redeemed' });
    expect([await available(one), await available(other)]).to.deep.equal([50n, 0n]);
    expect(await actions()).to.deep.equal(['code.redeemed', 'codes.made']);
  });

  it('are bonus points in the books, by whoever made them, with the name of the batch', async () => {
    const { codes } = await codesMade(uow, { name: '内测礼包' });
    const userId = await aUser(shop, newId());
    const outcome = await redeem(userId, codes[2] as string);
    if (outcome.kind !== 'points_given') throw new Error(outcome.kind);
    const [lot] = await lotsOf(shop, userId);
    expect(lot).to.deep.include({ kind: 'bonus', remaining: 50n, expiresAt: outcome.redemption.pointsExpireAt });
    const [entry] = await entriesOf(shop, userId);
    expect(entry).to.include({ kind: 'credit', change: 50n, causeId: outcome.redemption.adjustmentId });
    const [adjustment] = await commit(({ ledger }) =>
      ledger.listAdjustments(accountOf(userId), [outcome.redemption.adjustmentId]),
    );
    expect(adjustment).to.include({ reason: '兑换码：内测礼包', operator: 'alice' });
    await commit(({ ledger, holds }) => expectBalancedBooks(ledger, accountOf(userId), holds));
  });

  it('are refused for what they are, and nothing is given', async () => {
    const { batch, codes } = await codesMade(uow, { codes: 2, perPerson: 1 });
    const userId = await aUser(shop, newId());
    const [one, other] = codes as [string, string];
    expect(await redeem(userId, 'no code')).to.deep.equal({ kind: 'malformed' });
    expect(await redeem(userId, '0000-0000-0000-0000')).to.deep.equal({ kind: 'unknown' });
    await redeem(userId, one);
    expect(await redeem(userId, other)).to.deep.equal({ kind: 'enough_for_one_person', limit: 1 });
    await withdraw({ batchId: batch.id, code: null, reason: 'over', dryRun: false });
    expect(await redeem(userId, other)).to.deep.equal({ kind: 'void' });
    expect(await available(userId)).to.equal(50n);
  });

  it('count for one person where two users turn out to be one', async () => {
    const { codes } = await codesMade(uow, { perPerson: 1 });
    const [from, into] = [await aUser(shop, newId()), await aUser(shop, newId())];
    await redeem(from, codes[0] as string);
    expect(await shop.mergeUsers(from, into, BY_ALICE)).to.have.property('kind', 'merged');
    expect(await available(into)).to.equal(50n);
    expect(await redeem(into, codes[1] as string)).to.have.property('kind', 'enough_for_one_person');
    expect(await redeem(into, codes[0] as string)).to.include({ kind: 'points_given', repeated: true });
    expect(await redeem(from, codes[1] as string)).to.deep.equal({ kind: 'account_closing' });
  });

  it('are made once per request key, and shown once', async () => {
    const make = making(uow);
    const made = await make({ requestKey: 'spring' });
    if (made.kind !== 'made') throw new Error(made.kind);
    expect(new Set(made.printed).size).to.equal(3);
    expect(await make({ requestKey: 'spring' })).to.deep.equal({ kind: 'made_before', batch: made.batch });
    expect(await make({ requestKey: 'spring', points: points(51n) })).to.deep.equal({
      ...{ kind: 'request_key_reused', batch: made.batch },
    });
    expect(await actions()).to.deep.equal(['codes.made']);
  });

  it('are not made where they could not be redeemed, nor by a dry run', async () => {
    const make = making(uow);
    expect(await make({ endsAt: new Date(0) })).to.have.property('kind', 'codes_end_too_early');
    expect(await make({ dryRun: true })).to.deep.include({ kind: 'made', printed: [] });
    expect(await listCodeBatches({ uow })({ after: null, limit: 9 })).to.deep.equal([]);
    expect(await audited()).to.deep.equal([]);
  });

  it('are taken back one by one, or all that are open; a dry run says how many', async () => {
    const { batch, codes } = await codesMade(uow, { codes: 4 });
    const userId = await aUser(shop, newId());
    await redeem(userId, codes[0] as string);
    const take = (code: string | null, dryRun = false) => withdraw({ batchId: batch.id, code, reason: '误发', dryRun });
    expect(await take(null, true)).to.include({ kind: 'voided', codes: 3 });
    expect(await take(codes[0] as string, true)).to.include({ codes: 0 });
    expect(await take(codes[1] as string, true)).to.include({ codes: 1 });
    expect(await take(codes[1] as string)).to.include({ codes: 1 });
    expect(await take(codes[1] as string)).to.include({ codes: 0 });
    expect(await take(null)).to.include({ codes: 2 });
    expect(await actions()).to.deep.equal(['codes.voided', 'codes.voided', 'code.redeemed', 'codes.made']);
    expect(await showCodeBatch({ uow })(batch.id)).to.include({ redeemed: 1, voided: 3 });
  });

  it('are not taken back under another batch', async () => {
    const [one, other] = [await codesMade(uow), await codesMade(uow)];
    const take = (batchId: CodeBatchId, code: string | null) =>
      withdraw({ batchId, code, reason: '误发', dryRun: false });
    expect(await take(newId<CodeBatchId>(), null)).to.deep.equal({ kind: 'unknown_batch' });
    expect(await take(one.batch.id, other.codes[0] as string)).to.deep.equal({ kind: 'unknown_code' });
    expect(await take(one.batch.id, 'x')).to.deep.equal({ kind: 'unknown_code' });
  });

  it('are found by what was printed', async () => {
    const { batch, codes } = await codesMade(uow);
    const find = findCode({ uow, secrets: nodeSecrets });
    expect(await find(codes[1] as string)).to.deep.equal({
      code: { batchId: batch.id, no: 2, voidedAt: null, redemption: null },
      batch: { ...batch, redeemed: 0, voided: 0 },
      state: 'open',
    });
    expect([await find('x'), await find('0000-0000-0000-0000')]).to.deep.equal([null, null]);
    expect(await showCodeBatch({ uow })(newId<CodeBatchId>())).to.equal(null);
  });
});
