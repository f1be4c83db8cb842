import type { Knex } from 'knex';
import type { FundSum } from '../../../../domain/ordering/reconciliation/funds.ts';
import type { FundFlows } from '../../../../domain/ordering/reconciliation/report.ts';
import type { ReconciliationId } from '../../../../domain/shared/ids.ts';
import { rowsOf } from '../../rows.ts';

type FlowRow = { provider_no: string; moved_fen: bigint; fee_fen: bigint; first_at: Date };

const ADD = /* sql */ `
insert into ordering.fund_flows as flow (reconciliation_id, provider_no, moved_fen, fee_fen, first_at)
select ?::uuid, provider_no, moved_fen, fee_fen, first_at
from jsonb_to_recordset(?::jsonb) as told (provider_no text, moved_fen bigint, fee_fen bigint, first_at timestamptz)
on conflict (reconciliation_id, provider_no) do update set moved_fen = flow.moved_fen + excluded.moved_fen,
  fee_fen = flow.fee_fen + excluded.fee_fen, first_at = least(flow.first_at, excluded.first_at)`;

export class PostgresFundFlows implements FundFlows {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async add(id: ReconciliationId, sums: readonly FundSum[]): Promise<void> {
    const rows = sums.map(({ providerNo, movedFen, feeFen, firstAt }) => ({
      ...{ provider_no: providerNo, moved_fen: movedFen, fee_fen: feeFen, first_at: firstAt },
    }));
    if (rows.length > 0) await rowsOf(this.#db, ADD, [id, JSON.stringify(rows)]);
  }

  async take(id: ReconciliationId, providerNos: readonly string[]): Promise<ReadonlyMap<string, FundSum>> {
    const sql = 'delete from ordering.fund_flows where reconciliation_id = ? and provider_no = any (?) returning *';
    const rows = await rowsOf<FlowRow>(this.#db, sql, [id, providerNos as never]);
    return new Map(rows.map((row) => [row.provider_no, toSum(row)]));
  }

  async takeRest(id: ReconciliationId): Promise<FundSum[]> {
    const sql = `with rest as (delete from ordering.fund_flows where reconciliation_id = ? returning *)
                 select * from rest order by first_at, provider_no`;
    return (await rowsOf<FlowRow>(this.#db, sql, [id])).map(toSum);
  }
}

const toSum = (row: FlowRow): FundSum => ({
  ...{ providerNo: row.provider_no, movedFen: Number(row.moved_fen), feeFen: Number(row.fee_fen) },
  firstAt: row.first_at,
});
