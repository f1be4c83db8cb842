import { InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { plainText } from '../../../adapters/http/plain-text.ts';
import { parseId } from '../../../adapters/http/public-id.ts';
import { CODES_PER_BATCH, LONGEST_BATCH_NAME } from '../../../domain/catalog/code-batch.ts';
import type { CodeBatchId } from '../../../domain/shared/ids.ts';
import type { Validity } from '../../../domain/shared/validity.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { readInstant } from '../ledger/read-options.ts';

export const BATCH = ['<batch>', 'cdb_…', readBatch] as const;

export function readBatch(text: string): CodeBatchId {
  const id = parseId<CodeBatchId>('cdb', text);
  if (id) return id;
  throw new InvalidArgumentError('expected a batch such as cdb_0192…; "seahorse codes list" names them');
}

export const noSuchBatch = (): ExpectedFailure =>
  new ExpectedFailure('there is no such batch; look for it with "seahorse codes list"');

/** Whoever redeems a code reads it on the statement. */
export function readBatchName(text: string): string {
  const name = plainText.trim().pipe(z.string().min(1).max(LONGEST_BATCH_NAME)).safeParse(text);
  if (name.success) return name.data;
  throw new InvalidArgumentError(`expected 1 to ${LONGEST_BATCH_NAME} characters on one line`);
}

export function readCount(text: string): number {
  const count = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
  if (count <= CODES_PER_BATCH) return count;
  throw new InvalidArgumentError(`expected a number from 1 to ${CODES_PER_BATCH}`);
}

const SPAN = /^([1-9]\d{0,3})([dm])$/;
const [MOST_DAYS, MOST_MONTHS] = [3_650, 120];

/** `90d`, `12m`, or an instant as everywhere. */
export function readValidity(text: string): Validity {
  const [, count, unit] = SPAN.exec(text) ?? [];
  if (count === undefined) return { kind: 'until', until: readInstant(text) };
  const [days, months] = unit === 'd' ? [Number(count), 0] : [0, Number(count)];
  if (days > MOST_DAYS || months > MOST_MONTHS) {
    throw new InvalidArgumentError(`expected at most ${MOST_DAYS}d or ${MOST_MONTHS}m`);
  }
  return days > 0 ? { kind: 'days', days } : { kind: 'months', months };
}
