import { once } from 'node:events';
import { type Response, Router } from 'express';
import { z } from 'zod';
import type { ListStatement } from '../../../application/ledger/list-statement.ts';
import { ENTRY_KINDS, type EntryKind } from '../../../domain/ledger/entry.ts';
import { EXPIRING_DAYS } from '../../../domain/ledger/expiry.ts';
import { type StatementFilter, WHOLE_STATEMENT } from '../../../domain/ledger/statement.ts';
import { beijingMonth } from '../../../domain/shared/beijing-time.ts';
import type { ApiKeyId, UserId } from '../../../domain/shared/ids.ts';
import { sum } from '../../../domain/shared/points.ts';
import { forUser } from '../authorize.ts';
import { pageLimit } from '../page-limit.ts';
import { apiCode } from '../plain-text.ts';
import { idSchema } from '../public-id.ts';
import { readQuery } from '../read-body.ts';
import { CSV_HEAD, csvLine } from '../statement-csv.ts';
import { statementLineJson } from '../statement-text.ts';
import type { UseCases } from '../use-cases.ts';
import { wholeNumber } from '../whole-number.ts';

const ExpiringQuery = z.strictObject({
  days: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, { message: `expected a number of days from 1 to ${EXPIRING_DAYS.longest}` })
    .transform(Number)
    .pipe(z.int().max(EXPIRING_DAYS.longest))
    .default(EXPIRING_DAYS.usual),
});
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const StatementQuery = z.strictObject({
  kind: z.enum(Object.keys(ENTRY_KINDS) as [EntryKind, ...EntryKind[]]).optional(),
  from: instant.optional(),
  to: instant.optional(),
  api: apiCode.optional(),
  key: idSchema<ApiKeyId>('key').optional(),
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,17}$/, { message: 'expected "next_cursor" of the page before' })
    .transform(BigInt)
    .optional(),
  limit: pageLimit,
});
const CsvQuery = z.strictObject({
  month: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, { message: 'expected a month such as 2026-01' }),
});
const CSV_PAGE = 500;

/** What a user sees of the books. */
export function pointsRoutes({ authenticateSession, listExpiring, listStatement }: UseCases): Router {
  const router = Router();
  router.get(
    '/points/expiring',
    forUser(authenticateSession, async (user, req, res) => {
      const query = readQuery(ExpiringQuery, req, res);
      if (!query) return;
      const lots = await listExpiring(user.id, query.days);
      res.json({
        days: query.days,
        points: wholeNumber(sum(lots.map(({ remaining }) => remaining))),
        lots: lots.map((lot) => ({
          ...{ kind: lot.kind, points: wholeNumber(lot.remaining), expires_at: lot.expiresAt },
        })),
      });
    }),
  );
  router.get(
    '/points/statement',
    forUser(authenticateSession, async (user, req, res) => {
      const query = readQuery(StatementQuery, req, res);
      if (!query) return;
      const { kind = null, from = null, to = null, api = null, key = null, cursor = null, limit } = query;
      const filter = { kind, from, to, apiCode: api, keyId: key };
      const { lines, next } = await listStatement(user.id, filter, { before: cursor, limit });
      res.json({ lines: lines.map(statementLineJson), next_cursor: next && String(next) });
    }),
  );
  router.get(
    '/points/statement.csv',
    forUser(authenticateSession, async (user, req, res) => {
      const query = readQuery(CsvQuery, req, res);
      if (query) await sendCsv(res, listStatement, user.id, query.month);
    }),
  );
  return router;
}

/** Page after page, each once the one before is on its way: an account of any size takes the memory of one page. */
async function sendCsv(res: Response, listStatement: ListStatement, userId: UserId, month: string): Promise<void> {
  const filter: StatementFilter = { ...WHOLE_STATEMENT, ...beijingMonth(month) };
  let before: bigint | null = null;
  do {
    // The first one before the head of the answer: what fails here can still be a problem.
    const { lines, next } = await listStatement(userId, filter, { before, limit: CSV_PAGE });
    if (!res.headersSent) {
      res.type('text/csv').attachment(`statement-${month}.csv`);
      res.write(CSV_HEAD);
    }
    if (!res.write(lines.map(csvLine).join('')) && lines.length > 0) await drained(res);
    before = next;
  } while (before !== null && !res.destroyed);
  res.end();
}

/** Also when the reader has gone. */
async function drained(res: Response): Promise<void> {
  const over = new AbortController();
  const on = (event: string): Promise<unknown> => once(res, event, { signal: over.signal });
  await Promise.race([on('drain'), on('close')]);
  over.abort();
}
