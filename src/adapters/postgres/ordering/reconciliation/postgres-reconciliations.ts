import type { Knex } from 'knex';
import type { Difference } from '../../../../domain/ordering/reconciliation/difference.ts';
import {
  type DifferenceFilter,
  type Reconciliation,
  type Reconciliations,
  type Report,
  type ReportedDifference,
  type Summary,
  UNDER_WAY_MS,
} from '../../../../domain/ordering/reconciliation/report.ts';
import type { BeijingDay } from '../../../../domain/shared/beijing-time.ts';
import type { ReconciliationId } from '../../../../domain/shared/ids.ts';
import { type Binding, firstRow, lockName, rowsOf } from '../../rows.ts';
import {
  type DifferenceRow,
  differenceColumns,
  type ReportRow,
  selectReportsSql,
  summaryJson,
  toDifference,
  toReport,
} from './rows.ts';

export class PostgresReconciliations implements Reconciliations {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async begin({ id, mchid, day, askedBy, begunAt }: Reconciliation): Promise<boolean> {
    await lockName(this.#db, `reconciliation:${mchid}:${day}`);
    const since = new Date(begunAt.getTime() - UNDER_WAY_MS);
    const other = await firstRow(
      this.#db,
      `select 1 from ordering.reconciliations where mchid = ? and day = ? and finished_at is null and begun_at > ?`,
      [mchid, day, since],
    );
    if (other) return false;
    await this.#db('ordering.reconciliations').where({ mchid, day, finished_at: null }).delete();
    await this.#db('ordering.bill_lines').where({ mchid, day }).delete();
    await this.#db('ordering.reconciliations').insert({ id, mchid, day, asked_by: askedBy, begun_at: begunAt });
    return true;
  }

  async addDifferences(
    id: ReconciliationId,
    differences: readonly (Difference & { readonly no: number })[],
  ): Promise<void> {
    if (differences.length === 0) return;
    const rows = differences.map((difference) => ({ reconciliation_id: id, ...differenceColumns(difference) }));
    await this.#db.batchInsert('ordering.reconciliation_differences', rows, 1_000);
  }

  async finish(id: ReconciliationId, at: Date, summary: Summary): Promise<void> {
    await this.#db('ordering.reconciliations')
      .where({ id })
      .update({ finished_at: at, summary: JSON.stringify(summaryJson(summary)) });
  }

  async abandon(id: ReconciliationId): Promise<void> {
    await this.#db('ordering.reconciliations').where({ id, finished_at: null }).delete();
  }

  async find(id: ReconciliationId): Promise<Report | null> {
    return (await this.#reports('and report.id = ?', [id]))[0] ?? null;
  }

  async latestBetween(first: BeijingDay, last: BeijingDay): Promise<Report[]> {
    const newest = `and report.day between ? and ? and not exists (
      select 1 from ordering.reconciliations later where later.day = report.day and later.finished_at is not null
        and (later.begun_at, later.id) > (report.begun_at, report.id))`;
    return this.#reports(`${newest} order by report.day`, [first, last]);
  }

  list(limit: number): Promise<Report[]> {
    return this.#reports('order by report.begun_at desc, report.id desc limit ?', [limit]);
  }

  async differencesOf(id: ReconciliationId, filter: DifferenceFilter): Promise<ReportedDifference[]> {
    const query = this.#db('ordering.reconciliation_differences').where({ reconciliation_id: id });
    if (filter.class) query.where({ class: filter.class });
    if (filter.openOnly) query.whereNull('resolved_at');
    const rows: DifferenceRow[] = await query.orderBy('no');
    return rows.map(toDifference);
  }

  async resolve(id: ReconciliationId, no: number, at: Date, by: string | null): Promise<void> {
    await this.#db('ordering.reconciliation_differences')
      .where({ reconciliation_id: id, no, resolved_at: null })
      .update({ resolved_at: at, resolved_by: by });
  }

  async #reports(conditions: string, bindings: readonly Binding[]): Promise<Report[]> {
    return (await rowsOf<ReportRow>(this.#db, `${selectReportsSql} ${conditions}`, bindings)).map(toReport);
  }
}
