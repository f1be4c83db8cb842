import fc from 'fast-check';
import { ENTRY_KINDS, type EntryKind } from '../../src/domain/ledger/entry.ts';
import type { LotKind } from '../../src/domain/ledger/lot.ts';
import { points } from '../../src/domain/shared/points.ts';
import { msAfter, NOON } from '../support/instants.ts';

/** Few instants, so that lots often tie and often expire at the very moment of a step. */
const anyInstant = (from: number, to: number) => fc.integer({ min: from, max: to }).map((ms) => msAfter(NOON, ms));
export const anyLots = fc.array(
  fc.record({
    kind: fc.constantFrom<LotKind>('paid', 'bonus'),
    granted: fc.bigInt({ min: 2n, max: 9n }).map(points),
    grantedAt: anyInstant(0, 1),
    expiresAt: anyInstant(3, 8),
  }),
  { minLength: 3, maxLength: 5, size: 'max' },
);

/** Write-offs are named by chance, and come about by draws. */
const kinds = (Object.keys(ENTRY_KINDS) as EntryKind[]).filter((kind) => kind !== 'expire');
const anyKind = fc.constantFrom<EntryKind>('consume', 'hold', 'freeze', 'release', 'claw_back', 'debit', ...kinds);
/** Lines of one kind stand together. Now and then of a lot that is nobody's. */
const anyLines = fc
  .uniqueArray(
    fc.record({
      kind: anyKind,
      lots: fc.uniqueArray(fc.oneof({ weight: 12, arbitrary: fc.nat({ max: 2 }) }, fc.constant(99)), {
        minLength: 1,
        maxLength: 3,
      }),
      points: fc.bigInt({ min: 1n, max: 2n }),
    }),
    { selector: ({ kind }) => kind, minLength: 1, maxLength: 2 },
  )
  .map((groups) =>
    groups.flatMap(({ kind, lots, points: moved }) => lots.map((lot) => ({ kind, lot, points: moved }))),
  );

const anyStep = fc.record({
  what: fc.constantFrom('post', 'draw', 'draw', 'draw from the open lot', 'draw from the open lot', 'lock', 'no lock'),
  who: fc.constantFrom<0 | 1>(0, 0, 1),
  lines: anyLines,
  points: fc.oneof({ weight: 2, arbitrary: fc.bigInt({ min: 1n, max: 3n }) }, fc.bigInt({ min: 1n, max: 14n })),
  cause: fc.nat({ max: 11 }),
  isCall: fc.boolean(),
  ms: fc.nat({ max: 9 }),
});
export type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;
export const anySteps = fc.array(anyStep, { minLength: 4, maxLength: 10, size: 'max' });
export const CAUSES = 12;
