import fc from 'fast-check';
import type { Lot, LotKind } from '../../../src/domain/ledger/lot.ts';
import type { LotId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { msAfter, NOON, SECOND } from '../../support/instants.ts';

/** One of few instants around noon, so that ties and exact expiries are frequent. */
export const anyInstant = fc.integer({ min: -3, max: 3 }).map((seconds) => msAfter(NOON, seconds * SECOND));

const anyLot = fc.record<Lot>({
  id: fc.uuid().map((id) => id as LotId),
  kind: fc.constantFrom<LotKind>('paid', 'bonus'),
  remaining: fc.bigInt({ min: 0n, max: 9n }).map(points),
  grantedAt: anyInstant,
  expiresAt: anyInstant,
});

export const anyLots = fc.uniqueArray(anyLot, { selector: (lot) => lot.id, maxLength: 8 });
export const anyRequest = fc.bigInt({ min: 1n, max: 20n }).map(points);
