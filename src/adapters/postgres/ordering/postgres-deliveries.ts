import type { Knex } from 'knex';
import type { Deliveries, OwedReport, ReportEnd } from '../../../domain/ordering/deliveries.ts';
import type { OutTradeNo } from '../../../domain/shared/ids.ts';
import { rowsOf } from '../rows.ts';
import { takeDueReportsSql } from './take-due.sql.ts';

type OwedRow = { out_trade_no: OutTradeNo; owed_since: Date; tries: number };
type StateRow = { state: ReportEnd['state'] | 'pending'; reason: string | null };

export class PostgresDeliveries implements Deliveries {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async owe({ outTradeNo, owedSince, tries }: OwedReport, dueAt: Date): Promise<void> {
    const row = { out_trade_no: outTradeNo, owed_since: owedSince, tries, next_report_at: dueAt };
    await this.#db('ordering.deliveries').insert(row);
  }

  async takeDue(now: Date, limit: number): Promise<OwedReport[]> {
    const rows = await rowsOf<OwedRow>(this.#db, takeDueReportsSql, [now, limit]);
    return rows.map((row) => ({ outTradeNo: row.out_trade_no, owedSince: row.owed_since, tries: row.tries }));
  }

  async scheduleReport(outTradeNo: OutTradeNo, tries: number, at: Date): Promise<void> {
    await this.#pending(outTradeNo).update({ tries, next_report_at: at });
  }

  async claimAlarm(outTradeNo: OutTradeNo, now: Date): Promise<boolean> {
    return (await this.#pending(outTradeNo).whereNull('alarmed_at').update({ alarmed_at: now })) === 1;
  }

  async end(outTradeNo: OutTradeNo, end: ReportEnd, at: Date): Promise<void> {
    const reason = end.state === 'refused' ? end.reason : null;
    await this.#pending(outTradeNo).update({ state: end.state, reason, next_report_at: null, ended_at: at });
  }

  async stateOf(outTradeNo: OutTradeNo): Promise<ReportEnd | { readonly state: 'pending' } | null> {
    const row = await this.#db('ordering.deliveries').where({ out_trade_no: outTradeNo }).first<StateRow>();
    if (!row) return null;
    return row.state === 'refused' ? { state: 'refused', reason: row.reason as string } : { state: row.state };
  }

  #pending(outTradeNo: OutTradeNo): Knex.QueryBuilder {
    return this.#db('ordering.deliveries').where({ out_trade_no: outTradeNo, state: 'pending' });
  }
}
