import { z } from 'zod';
import type { LotStanding } from '../../domain/ledger/lot-standing.ts';
import { noPoints, sum } from '../../domain/shared/points.ts';
import { instant, points } from '../face/answer.ts';

export const lotShape = z.strictObject({
  id: z.uuid(),
  kind: z.enum(['paid', 'bonus']),
  expires_at: instant,
  granted: points,
  spent: points.meta({ description: 'by calls, those under way included' }),
  expired: points,
  frozen: points.meta({ description: 'by refunds under way' }),
  taken_back: points.meta({ description: 'for money that went back' }),
  debited: points.meta({ description: 'by operators' }),
  left: points,
});

export const lotJson = ({ lot, spent, expired, frozen, takenBack, debited, left }: LotStanding) => ({
  ...{ id: lot.id, kind: lot.kind, expires_at: lot.expiresAt, granted: String(lot.granted), spent: String(spent) },
  ...{ expired: String(expired), frozen: String(frozen), taken_back: String(takenBack) },
  ...{ debited: String(debited), left: String(left) },
});

export const lotLine = (standing: LotStanding): string => {
  const { id, kind, granted, expiresAt } = standing.lot;
  return `${kind.padEnd(5)}  ${granted} points: ${placesOf([standing])}; expires ${expiresAt.toISOString()}  ${id}`;
};

const PLACES = [
  ['spent', 'spent'],
  ['expired', 'expired'],
  ['frozen', 'frozen'],
  ['takenBack', 'taken back'],
  ['debited', 'debited'],
  ['left', 'left'],
] as const;

/** `120 spent, 480 left`: where the points of these lots are, as far as there are any there. */
export function placesOf(lots: readonly LotStanding[]): string {
  const counted = PLACES.map(([place, word]) => ({ word, count: sum(lots.map((lot) => lot[place])) }));
  const told = counted.filter(({ word, count }) => count > noPoints || word === 'left');
  return told.map(({ word, count }) => `${count} ${word}`).join(', ');
}
