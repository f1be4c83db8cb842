import type { Knex } from 'knex';
import type { DailyUsage, UsageFilter } from '../../../domain/ledger/usage-summary.ts';
import type { BeijingDay } from '../../../domain/shared/beijing-time.ts';
import type { AccountId, ApiCode } from '../../../domain/shared/ids.ts';
import { points } from '../../../domain/shared/points.ts';
import { rowsOf } from '../rows.ts';

type Row = {
  readonly day: BeijingDay;
  readonly api_code: ApiCode;
  readonly calls: bigint;
  readonly points: bigint;
  readonly returned: bigint;
};

/** The same as `usageByDay` of the domain; reads the entries since `from`, which stand together. */
export async function usageByDay(db: Knex, accountId: AccountId, { keyId, from }: UsageFilter): Promise<DailyUsage[]> {
  const before = new Date(from.getTime() - 1);
  const rows = await rowsOf<Row>(
    db,
    `select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day, api_code,
       coalesce(sum(quantity) filter (where kind = 'consume' and part = 1), 0) as calls,
       coalesce(-sum(change) filter (where kind = 'consume'), 0) as points,
       coalesce(sum(change) filter (where kind = 'reverse'), 0) as returned
     from ledger.entries
     where account_id = ? and seq > (select ledger.seq_at(?, ?)) and kind in ('consume', 'reverse')
       and api_code is not null and (?::uuid is null or key_id = ?)
     group by 1, 2 order by 1, api_code collate "C"`,
    [accountId, accountId, before, keyId, keyId],
  );
  return rows.map((row) => ({
    ...{ day: row.day, apiCode: row.api_code, calls: Number(row.calls) },
    ...{ points: points(row.points), returned: points(row.returned) },
  }));
}
