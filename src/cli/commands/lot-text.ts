import { z } from 'zod';
import type { LotStanding } from '../../domain/ledger/lot-standing.ts';
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

/** Where its points are, as far as there are any there. */
export function lotLine(standing: LotStanding): string {
  const { id, kind, expires_at, granted, ...parts } = lotJson(standing);
  const told = Object.entries(parts).filter(([name, count]) => count !== '0' || name === 'left');
  const places = told.map(([name, count]) => `${count} ${name.replace('_', ' ')}`);
  return `${kind.padEnd(5)}  ${granted} points: ${places.join(', ')}; expires ${expires_at.toISOString()}  ${id}`;
}
