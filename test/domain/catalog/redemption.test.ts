import { expect } from 'chai';
import { isSameBatch, refuseBatch } from '../../../src/domain/catalog/code-batch.ts';
import { codeState, decideRedemption, isOpen, type RedemptionCode } from '../../../src/domain/catalog/redemption.ts';
import type { AdjustmentId, UserId } from '../../../src/domain/shared/ids.ts';
import { MOST_POINTS, points } from '../../../src/domain/shared/points.ts';
import { aBatch, batchTerms } from '../../support/codes.ts';
import { newId } from '../../support/ids.ts';
import { beijing, msAfter, NOON } from '../../support/instants.ts';

const SOMEBODY = newId<UserId>();
const REDEMPTION = {
  userId: SOMEBODY,
  at: NOON,
  adjustmentId: newId<AdjustmentId>(),
  pointsExpireAt: msAfter(NOON, 1),
};

describe('redeeming a code', () => {
  const batch = aBatch();
  const code = (change: Partial<RedemptionCode> = {}): RedemptionCode => ({
    ...{ batchId: batch.id, no: 1, voidedAt: null, redemption: null },
    ...change,
  });
  const decide = (one: RedemptionCode, of: Partial<typeof batch> = {}, asked: object = {}) =>
    decideRedemption(one, { ...batch, ...of }, { userId: SOMEBODY, redeemedBefore: 0, now: NOON, ...asked });

  it('gives the points, which count from then on', () => {
    expect(decide(code())).to.deep.equal({
      ...{ kind: 'possible', points: 50n, pointsExpireAt: beijing('2026-04-16 00:00') },
    });
  });

  it('is the same redemption where the same person asks again, whatever became of the batch', () => {
    const redeemed = code({ redemption: REDEMPTION });
    const again = { kind: 'repeated', redemption: REDEMPTION };
    expect(decide(redeemed)).to.deep.equal(again);
    expect(decide(redeemed, { endsAt: NOON, perPerson: 1 }, { redeemedBefore: 1 })).to.deep.equal(again);
  });

  it('is for one person', () => {
    expect(decide(code({ redemption: REDEMPTION }), {}, { userId: newId() })).to.deep.equal({ kind: 'redeemed' });
  });

  it('is over when the code is void, or its time', () => {
    expect(decide(code({ voidedAt: NOON }))).to.deep.equal({ kind: 'void' });
    expect(decide(code(), { endsAt: NOON })).to.deep.equal({ kind: 'expired' });
    expect(decide(code(), { endsAt: msAfter(NOON, 1) })).to.have.property('kind', 'possible');
    expect(decide(code(), { validity: { kind: 'until', until: NOON } })).to.deep.equal({ kind: 'expired' });
  });

  it('may be done so often per person', () => {
    const tried = [0, 1, 2, 3].map((redeemedBefore) => decide(code(), { perPerson: 2 }, { redeemedBefore }).kind);
    expect(tried).to.deep.equal(['possible', 'possible', 'enough_for_one_person', 'enough_for_one_person']);
    expect(decide(code(), { perPerson: null }, { redeemedBefore: 9_999 })).to.have.property('kind', 'possible');
  });

  it('says of a code what became of it, for whoever is asked', () => {
    const stateOf = (change: Partial<RedemptionCode>, of: Partial<typeof batch> = {}) =>
      codeState(code(change), { ...batch, ...of }, NOON);
    expect(stateOf({})).to.equal('open');
    expect(stateOf({}, { endsAt: NOON })).to.equal('expired');
    expect(stateOf({ voidedAt: NOON }, { endsAt: NOON })).to.equal('void');
    expect(stateOf({ redemption: REDEMPTION }, { endsAt: NOON })).to.equal('redeemed');
  });

  it('is open to those that are neither redeemed nor void', () => {
    expect([code(), code({ voidedAt: NOON }), code({ redemption: REDEMPTION })].map(isOpen)).to.deep.equal([
      ...[true, false, false],
    ]);
  });
});

describe('a batch of codes', () => {
  const refusal = (change: Parameters<typeof batchTerms>[0]) => refuseBatch(batchTerms(change), NOON)?.kind ?? null;

  it('ends in the future', () => {
    expect(refusal({ endsAt: NOON })).to.equal('codes_end_too_early');
    expect(refusal({ endsAt: msAfter(NOON, 1) })).to.equal(null);
  });

  it('ends before its points do', () => {
    const endsAt = msAfter(NOON, 1_000);
    const until = (ms: number) => refusal({ endsAt, validity: { kind: 'until', until: msAfter(NOON, ms) } });
    expect([until(999), until(1_000)]).to.deep.equal(['points_end_before_codes', null]);
  });

  it('gives no more in all than a whole number in JSON', () => {
    expect(refusal({ codes: 2, points: points(MOST_POINTS / 2n) })).to.equal(null);
    expect(refusal({ codes: 3, points: points(MOST_POINTS / 2n) })).to.equal('too_many_points');
  });

  it('is the same where the same is asked for', () => {
    expect(isSameBatch(batchTerms(), batchTerms({ reason: 'another word' }))).to.equal(true);
    for (const change of [
      ...[{ name: 'x' }, { codes: 4 }, { points: points(1n) }, { perPerson: 1 }, { endsAt: NOON }],
      { validity: { kind: 'months', months: 3 } } as const,
    ]) {
      expect(isSameBatch(batchTerms(), batchTerms(change)), Object.keys(change)[0]).to.equal(false);
    }
  });
});
