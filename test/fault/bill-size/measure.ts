// A process of its own, so that its memory is that of the comparison: parent and child talk by messages.

import { ROLE_OF } from '../../../src/adapters/postgres/application-role.ts';
import { connectPostgres } from '../../../src/adapters/postgres/connect.ts';
import { PostgresUnitOfWork } from '../../../src/adapters/postgres/postgres-unit-of-work.ts';
import { uuidV7Source } from '../../../src/adapters/system/random.ts';
import { PlatformKeys } from '../../../src/adapters/wechat/pay/platform-keys.ts';
import type { WechatPaySettings } from '../../../src/adapters/wechat/pay/settings.ts';
import { WechatTradeBills } from '../../../src/adapters/wechat/pay/wechat-trade-bills.ts';
import { compareDay } from '../../../src/application/reconciliation/compare-day.ts';
import type { BeijingDay } from '../../../src/domain/shared/beijing-time.ts';

export type Wanted = { readonly databaseUrl: string; readonly settings: WechatPaySettings };
export type Measured = {
  readonly matched: number;
  readonly found: number;
  readonly seconds: number;
  readonly peakMegabytes: number;
};

/** Those of the real system. */
const LIMITS = {
  ...{ poolSize: 2, acquireTimeoutMs: 3_000, statementTimeoutMs: 10_000, lockTimeoutMs: 5_000 },
  role: ROLE_OF.worker,
};

process.once('message', async ({ databaseUrl, settings }: Wanted) => {
  const knex = connectPostgres({ ...LIMITS, url: databaseUrl });
  try {
    const tradeBills = new WechatTradeBills({ settings, keys: new PlatformKeys(settings) });
    const compare = compareDay({ uow: new PostgresUnitOfWork(knex), tradeBills, ids: uuidV7Source });
    const begun = performance.now();
    const outcome = await compare({ day: '2026-01-15' as BeijingDay, askedBy: null });
    if (outcome.kind !== 'compared') throw new Error(outcome.kind);
    const measured: Measured = {
      ...{ matched: outcome.report.summary.matched, found: outcome.report.found },
      seconds: (performance.now() - begun) / 1_000,
      peakMegabytes: process.resourceUsage().maxRSS / 1_024,
    };
    process.send?.(measured);
  } finally {
    await knex.destroy();
    process.disconnect();
  }
});
