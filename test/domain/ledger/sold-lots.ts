import fc from 'fast-check';
import type { LotKind } from '../../../src/domain/ledger/lot.ts';
import type { Sale, SoldLot } from '../../../src/domain/ledger/refund-share.ts';
import { fen } from '../../../src/domain/shared/fen.ts';
import type { LotId } from '../../../src/domain/shared/ids.ts';
import { minus, points } from '../../../src/domain/shared/points.ts';
import type { aLot } from '../../support/builders.ts';
import { anyInstant } from './arbitrary-lots.ts';

/** `sold(aLot().of(20n), 60n)`: 20 of 60 points are left. */
export const sold = (lot: ReturnType<typeof aLot>, granted: bigint = lot.remaining): SoldLot => {
  const { id, kind, remaining, grantedAt, expiresAt } = lot;
  return { id, kind, remaining, grantedAt, expiresAt, granted: points(granted) };
};

export const paidFen = (paid: number, refunded = 0): Sale => ({ paidFen: fen(paid), refundedFen: fen(refunded) });

/** Mostly small, so that roundings matter; sometimes as large as a package can be. */
const anyGranted = fc.oneof(
  { weight: 4, arbitrary: fc.bigInt({ min: 1n, max: 40n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: 1n, max: 2n ** 53n - 1n }) },
);
export const anyPaidFen = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 60 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 ** 31 - 1 }) },
);

/** An order gives a paid and a bonus lot; the rule holds for more. */
export const anyUntouchedLots = fc.uniqueArray(
  fc
    .record({
      id: fc.uuid().map((id) => id as LotId),
      kind: fc.constantFrom<LotKind>('paid', 'bonus'),
      granted: anyGranted.map(points),
      grantedAt: anyInstant,
      expiresAt: anyInstant,
    })
    .map((lot): SoldLot => ({ ...lot, remaining: lot.granted })),
  { selector: (lot) => lot.id, minLength: 1, maxLength: 4 },
);

/** The same, each spent up to some part. */
export const anySoldLots = fc
  .tuple(anyUntouchedLots, fc.array(fc.bigInt({ min: 0n, max: 4n }), { minLength: 4, maxLength: 4 }))
  .map(([lots, quarters]) =>
    lots.map((lot, at) => ({
      ...lot,
      remaining: minus(lot.granted, points((lot.granted * (quarters[at] ?? 0n)) / 4n)),
    })),
  );
