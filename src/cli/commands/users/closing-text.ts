import { z } from 'zod';
import { publicId } from '../../../adapters/http/public-id.ts';
import type { ClosingView } from '../../../application/identity/look-at-closing.ts';
import { USER_STATUSES } from '../../../domain/identity/user.ts';
import type { Entry } from '../../../domain/ledger/entry.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import type { Points } from '../../../domain/shared/points.ts';
import { instant, points, shownId } from '../../face/answer.ts';
import { OwnedEntryShape, ownedEntryJson } from '../ledger/entry-text.ts';

export const ClosingShape = z.strictObject({
  user: shownId('usr'),
  dry_run: z.boolean(),
  found: z
    .strictObject({
      status: z.enum(USER_STATUSES),
      paid: points,
      bonus: points,
      held: points,
      frozen: points,
      keys: z.int(),
    })
    .meta({ description: 'what the user had before: points by their kind, and keys that could be used' }),
  status: z.enum(['closing', 'closed']),
  closes_at: instant.meta({ description: 'when it is closed for good' }),
  points_written_off: points.nullable().meta({ description: 'null: the account is still closing' }),
  entries: z.array(OwnedEntryShape).optional().meta({ description: 'of a dry run: the lines that would be written' }),
});

export type ClosingResult = {
  readonly userId: UserId;
  readonly view: ClosingView;
  readonly closesAt: Date;
  /** Null: it is closing. */
  readonly writtenOff: Points | null;
  /** Of a dry run; null: it was done. */
  readonly entries: readonly Entry[] | null;
};

export const closingJson = ({ userId, view, closesAt, writtenOff, entries }: ClosingResult) => ({
  ...{ user: publicId('usr', userId), dry_run: entries !== null },
  found: {
    ...{ status: view.status, paid: String(view.points.paid), bonus: String(view.points.bonus) },
    ...{ held: String(view.points.held), frozen: String(view.points.frozen), keys: view.keys },
  },
  status: writtenOff === null ? ('closing' as const) : ('closed' as const),
  closes_at: closesAt,
  points_written_off: writtenOff === null ? null : String(writtenOff),
  ...(entries && { entries: entries.map(ownedEntryJson) }),
});

export const describeView = ({ status, points: { paid, bonus, held, frozen }, keys, closing }: ClosingView): string =>
  [
    `${status}${closing ? ` until ${closing.deletesAt.toISOString()}` : ''}`,
    `${paid} paid points, ${bonus} bonus points, ${held} held, ${frozen} frozen`,
    `${keys} ${keys === 1 ? 'key' : 'keys'}`,
  ].join('; ');

export const describeEnd = ({ closesAt, writtenOff }: ClosingResult): string =>
  writtenOff === null
    ? `closing: keys are off; closed for good at ${closesAt.toISOString()}`
    : `closed; ${writtenOff} points written off`;
