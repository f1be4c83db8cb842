import { InvalidArgumentError } from 'commander';
import { plainText } from '../../../adapters/http/plain-text.ts';
import { parseId } from '../../../adapters/http/public-id.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import { MOST_POINTS, type Points, points } from '../../../domain/shared/points.ts';

const LONGEST_REASON = 200;
const LONGEST_KEY = 128;
const DAY = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

export const USER = ['<user>', 'usr_…'] as const;

export function readUser(text: string): UserId {
  const id = parseId<UserId>('usr', text);
  if (id) return id;
  throw new InvalidArgumentError('expected a user such as usr_0192…');
}

export function readPoints(text: string): Points {
  const count = /^[1-9]\d{0,15}$/.test(text) ? points(BigInt(text)) : null;
  if (count !== null && count <= MOST_POINTS) return count;
  throw new InvalidArgumentError(`expected a whole number of points, from 1 to ${MOST_POINTS}`);
}

/** An instant with its offset, or a day: its beginning in Beijing. */
export function readInstant(text: string): Date {
  const instant = new Date(DAY.test(text) ? `${text}T00:00:00+08:00` : text);
  if ((DAY.test(text) || INSTANT.test(text)) && isReal(instant, text)) return instant;
  throw new InvalidArgumentError('expected a day in Beijing such as 2026-01-15, or 2026-01-15T12:00:00+08:00');
}

/** JavaScript takes the 30th of February for the 2nd of March. */
function isReal(instant: Date, text: string): boolean {
  if (Number.isNaN(instant.getTime())) return false;
  const day = text.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) === day;
}

/** The user reads it on the statement. */
export function readReason(text: string): string {
  const reason = plainText.trim().min(1).max(LONGEST_REASON).safeParse(text);
  if (reason.success) return reason.data;
  throw new InvalidArgumentError(`expected 1 to ${LONGEST_REASON} characters on one line`);
}

export function readRequestKey(text: string): string {
  const key = plainText.trim().min(1).max(LONGEST_KEY).safeParse(text);
  if (key.success) return key.data;
  throw new InvalidArgumentError(`expected 1 to ${LONGEST_KEY} characters on one line`);
}
