import { z } from 'zod';
import { publicId } from '../../../adapters/http/public-id.ts';
import type { CountedBatch } from '../../../application/catalog/look-at-codes.ts';
import { type CodeBatch, openCodes } from '../../../domain/catalog/code-batch.ts';
import type { Validity } from '../../../domain/shared/validity.ts';
import { instant, points, shownId } from '../../face/answer.ts';

export const BatchShape = z.strictObject({
  id: shownId('cdb'),
  name: z.string(),
  codes: z.int(),
  points: points.meta({ description: 'what each gives' }),
  points_valid: z
    .string()
    .meta({ description: '90d, 12m, or until when, from the moment in which a code is redeemed' }),
  expires_at: instant.meta({ description: 'from then on the codes no longer count' }),
  per_person: z.int().nullable().meta({ description: 'how many one person may redeem; null: all of them' }),
  reason: z.string(),
  made_by: z.string(),
  made_at: instant,
});
export const CountedShape = BatchShape.extend({ redeemed: z.int(), voided: z.int(), open: z.int() });

const validityText = (validity: Validity): string => {
  if (validity.kind === 'until') return validity.until.toISOString();
  return validity.kind === 'days' ? `${validity.days}d` : `${validity.months}m`;
};

export const batchJson = (batch: CodeBatch) => ({
  ...{ id: publicId('cdb', batch.id), name: batch.name, codes: batch.codes, points: batch.points.toString() },
  ...{ points_valid: validityText(batch.validity), expires_at: batch.endsAt, per_person: batch.perPerson },
  ...{ reason: batch.reason, made_by: batch.madeBy, made_at: batch.madeAt },
});

export const countedJson = (batch: CountedBatch) => ({
  ...batchJson(batch),
  ...{ redeemed: batch.redeemed, voided: batch.voided, open: openCodes(batch, batch) },
});

/** `100 codes of 50 points each until 2027-01-31T16:00:00.000Z, points valid 90d, 1 per person` */
export const termsText = ({ codes, points: each, endsAt, validity, perPerson }: CodeBatch): string =>
  [
    `${codes} codes of ${each} points each until ${endsAt.toISOString()}`,
    `points valid ${validity.kind === 'until' ? 'until ' : ''}${validityText(validity)}`,
    perPerson === null ? 'as many as one person likes' : `${perPerson} per person`,
  ].join(', ');

export const batchLine = (batch: CountedBatch): string =>
  [
    ...[batch.madeAt.toISOString(), publicId('cdb', batch.id), batch.name],
    `${batch.codes} × ${batch.points} points`,
    `redeemed ${batch.redeemed}, void ${batch.voided}, open ${openCodes(batch, batch)}`,
    `until ${batch.endsAt.toISOString()}`,
  ].join('  ');
