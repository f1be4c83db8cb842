import { Router } from 'express';
import { z } from 'zod';
import type { NamedRefusedCalls } from '../../../application/keyvault/list-refused-calls.ts';
import type { RefusedCode } from '../../../domain/keyvault/refused-call.ts';
import { USAGE_DAYS } from '../../../domain/ledger/usage-summary.ts';
import { beijingDayOf } from '../../../domain/shared/beijing-time.ts';
import type { ApiKeyId } from '../../../domain/shared/ids.ts';
import { sum } from '../../../domain/shared/points.ts';
import { forUser } from '../authorize.ts';
import { instant } from '../json-values.ts';
import { pageLimit } from '../page-limit.ts';
import { idSchema, publicId } from '../public-id.ts';
import { readQuery } from '../read-body.ts';
import type { UseCases } from '../use-cases.ts';
import { wholeNumber } from '../whole-number.ts';

const key = idSchema<ApiKeyId>('key').optional();
const UsageQuery = z.strictObject({
  days: z
    .string()
    .regex(/^[1-9]\d?$/, { message: `expected a number of days from 1 to ${USAGE_DAYS.longest}` })
    .transform(Number)
    .pipe(z.int().max(USAGE_DAYS.longest))
    .default(USAGE_DAYS.usual),
  key,
});
const RefusedQuery = z.strictObject({
  key,
  cursor: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .optional(),
  limit: pageLimit,
});

/** What calls have cost, and which were refused. Those that were served are on the statement. */
export function callRoutes({ authenticateSession, summariseUsage, listRefusedCalls }: UseCases): Router {
  const router = Router();
  router.get(
    '/calls/summary',
    forUser(authenticateSession, async (user, req, res) => {
      const query = readQuery(UsageQuery, req, res);
      if (!query) return;
      const { from, usage } = await summariseUsage(user.id, { keyId: query.key ?? null, days: query.days });
      res.json({
        ...{ days: query.days, from: beijingDayOf(from) },
        calls: usage.reduce((all, { calls }) => all + calls, 0),
        points: wholeNumber(sum(usage.map(({ points }) => points))),
        points_returned: wholeNumber(sum(usage.map(({ returned }) => returned))),
        usage: usage.map((each) => ({
          ...{ day: each.day, api: each.apiCode, api_name: each.apiName, calls: each.calls },
          ...{ points: wholeNumber(each.points), points_returned: wholeNumber(each.returned) },
        })),
      });
    }),
  );
  router.get(
    '/calls/refused',
    forUser(authenticateSession, async (user, req, res) => {
      const query = readQuery(RefusedQuery, req, res);
      if (!query) return;
      const page = { keyId: query.key ?? null, before: query.cursor ?? null, limit: query.limit };
      const { items, more } = await listRefusedCalls(user.id, page);
      const last = more ? items.at(-1) : undefined;
      res.json({ refused: items.map(refusedJson), next_cursor: last ? instant(last.lastAt) : null });
    }),
  );
  return router;
}

const refusedJson = (refused: NamedRefusedCalls) => ({
  ...{ api: refused.apiCode, api_name: refused.apiName },
  ...{ key_id: publicId('key', refused.keyId), key_name: refused.keyName },
  ...{ code: refused.code, reason: REASONS[refused.code], calls: refused.calls },
  ...{ first_at: instant(refused.firstAt), last_at: instant(refused.lastAt) },
});

/** For the owner of the key to read. */
const REASONS: Record<RefusedCode, string> = {
  key_disabled: 'Key 已禁用',
  key_expired: 'Key 已过期',
  scope_missing: 'Key 无该接口权限',
  client_ip_missing: '未提供调用方 IP，而 Key 设有 IP 白名单',
  ip_not_allowed: '调用方 IP 不在白名单内',
  rate_limited: '超过 Key 的调用频率限制',
  daily_budget_exhausted: '超过 Key 的每日积分上限',
  total_budget_exhausted: '超过 Key 的积分总上限',
  insufficient_points: '积分不足',
};
