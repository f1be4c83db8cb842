import type { CodeBatchId } from '../shared/ids.ts';
import { MOST_POINTS, type Points, times } from '../shared/points.ts';
import { sameValue } from '../shared/same-value.ts';
import type { Validity } from '../shared/validity.ts';

/** What one file of codes holds. */
export const CODES_PER_BATCH = 10_000;
export const LONGEST_BATCH_NAME = 30;

/** Codes that are made together: each gives the same points to one person. */
export type CodeBatch = {
  readonly id: CodeBatchId;
  /** On the statement of whoever redeems one. */
  readonly name: string;
  /** How many codes, numbered from 1. */
  readonly codes: number;
  /** What each gives. */
  readonly points: Points;
  /** Of the points, from the moment in which a code is redeemed. */
  readonly validity: Validity;
  /** The first instant at which the codes no longer count. */
  readonly endsAt: Date;
  /** How many of them one person may redeem; null: all of them. */
  readonly perPerson: number | null;
  readonly reason: string;
  readonly madeBy: string;
  /** The operator's word for this one batch. */
  readonly requestKey: string | null;
  readonly madeAt: Date;
};
export type BatchTerms = Omit<CodeBatch, 'id' | 'madeAt'>;

export type CodeFigures = { readonly redeemed: number; readonly voided: number };
export const NO_CODES: CodeFigures = { redeemed: 0, voided: 0 };

/** How many of a batch can still be redeemed, as long as their time is not over. */
export const openCodes = ({ codes }: Pick<CodeBatch, 'codes'>, { redeemed, voided }: CodeFigures): number =>
  codes - redeemed - voided;

export type BatchRefusal =
  | { readonly kind: 'codes_end_too_early'; readonly now: Date }
  /** A code that is redeemed at its last moment would give points that have expired. */
  | { readonly kind: 'points_end_before_codes' }
  | { readonly kind: 'too_many_points'; readonly most: Points };

/** Why such a batch cannot be made at `now`; null if it can. */
export function refuseBatch({ codes, points, validity, endsAt }: BatchTerms, now: Date): BatchRefusal | null {
  if (endsAt <= now) return { kind: 'codes_end_too_early', now };
  if (validity.kind === 'until' && validity.until < endsAt) return { kind: 'points_end_before_codes' };
  return times(points, codes) > MOST_POINTS ? { kind: 'too_many_points', most: MOST_POINTS } : null;
}

/** Do two requests under one key ask for the same? */
export const isSameBatch = (a: BatchTerms, b: BatchTerms): boolean =>
  a.name === b.name &&
  a.codes === b.codes &&
  a.points === b.points &&
  a.endsAt.getTime() === b.endsAt.getTime() &&
  a.perPerson === b.perPerson &&
  sameValue(a.validity, b.validity);
