import { z } from 'zod';
import { publicId } from '../../../adapters/http/public-id.ts';
import type { Merged } from '../../../application/identity/merge-users.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import { instant, points, shownId } from '../../face/answer.ts';
import { OwnedEntryShape, ownedEntryJson } from '../ledger/entry-text.ts';

export const MergeShape = z.strictObject({
  from: shownId('usr'),
  into: shownId('usr'),
  dry_run: z.boolean(),
  points: points.meta({ description: 'that come over' }),
  portions: z.array(z.strictObject({ points, expires_at: instant })),
  identities: z.int().meta({ description: 'of WeChat, that come over' }),
  ended_keys: z.int(),
  orders_left: z.int().meta({ description: 'orders that stay with the user who goes' }),
  entries: z.array(OwnedEntryShape).optional().meta({ description: 'of a dry run: the lines that would be written' }),
});

/** `entries`: of a dry run; null: it was done. */
export const mergeJson = (
  [from, into]: readonly [UserId, UserId],
  { transfer, identities, endedKeys, ordersLeft }: Merged,
  entries: readonly Entry[] | null,
) => ({
  ...{ from: publicId('usr', from), into: publicId('usr', into), dry_run: entries !== null },
  points: String(transfer.points),
  portions: transfer.portions.map((each) => ({ points: String(each.points), expires_at: each.expiresAt })),
  ...{ identities, ended_keys: endedKeys, orders_left: ordersLeft },
  ...(entries && { entries: entries.map(ownedEntryJson) }),
});

export function describeMerge(
  { transfer, identities, endedKeys, ordersLeft }: Merged,
  from: UserId,
  into: UserId,
): string[] {
  const [goes, stays] = [publicId('usr', from), publicId('usr', into)];
  return [
    `${goes} becomes ${stays}, for good:`,
    `  ${transfer.points} points come over, as bonus points that expire as before`,
    ...transfer.portions.map(({ points: count, expiresAt }) => `    ${count} until ${expiresAt.toISOString()}`),
    `  ${identities} WeChat ${identities === 1 ? 'identity comes' : 'identities come'} over; sessions end`,
    ...(endedKeys > 0 ? [`  ${endedKeys} API ${endedKeys === 1 ? 'key is' : 'keys are'} disabled`] : []),
    ...(ordersLeft > 0 ? leftBehind(ordersLeft, goes) : []),
  ];
}

const leftBehind = (orders: number, goes: string): string[] => [
  `  ${orders} ${orders === 1 ? 'order stays' : 'orders stay'} with ${goes}, with its invoices and its part of the statement:`,
  '    a refund of one finds no points there any more. Money that has to go back is sent in another way, and',
  `    points that come to ${goes} later are moved with "seahorse ledger adjust"`,
];
