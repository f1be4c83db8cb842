import type { Knex } from 'knex';
import type { BillLine } from '../../../../domain/ordering/reconciliation/bill-line.ts';
import { milliFen } from '../../../../domain/ordering/reconciliation/milli-fen.ts';
import type { BillLines } from '../../../../domain/ordering/reconciliation/report.ts';
import type { PackageSales } from '../../../../domain/ordering/reconciliation/revenue.ts';
import type { BeijingDay } from '../../../../domain/shared/beijing-time.ts';
import { fen } from '../../../../domain/shared/fen.ts';
import type { OutTradeNo } from '../../../../domain/shared/ids.ts';
import { rowsOf } from '../../rows.ts';
import { type BillLineRow, billLineTexts, KEPT_COLUMNS, NOTHING, toBillLine } from './bill-line-rows.ts';
import { type SalesRow, salesBetweenSql } from './sales-between.sql.ts';

/** Bindings: a text for each column (`billLineTexts`). */
const KEEP = /* sql */ `
insert into ordering.bill_lines (${KEPT_COLUMNS.map(([name]) => name).join(', ')})
select * from unnest(
  ${KEPT_COLUMNS.map(([, type]) => `string_to_array(?, e'\\n', '${NOTHING}')::${type}[]`).join(',\n  ')})`;

const REPEATED = /* sql */ `
select * from (
  select *, row_number() over (partition by kind, transaction_id, out_refund_no order by line) as nth
  from ordering.bill_lines where mchid = ? and day = ?) told
where nth > 1 order by line`;

export class PostgresBillLines implements BillLines {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async keep(lines: readonly BillLine[]): Promise<void> {
    if (lines.length > 0) await rowsOf(this.#db, KEEP, billLineTexts(lines));
  }

  ofPayment(outTradeNo: OutTradeNo): Promise<BillLine[]> {
    return this.#all('where out_trade_no = ? order by at, day, line', [outTradeNo]);
  }

  ofProviderNos(providerNos: readonly string[]): Promise<BillLine[]> {
    return this.#all('where coalesce(refund_id, transaction_id) = any (?) order by day, line', [providerNos as never]);
  }

  async repeatedIn(mchid: string, day: BeijingDay): Promise<BillLine[]> {
    return (await rowsOf<BillLineRow>(this.#db, REPEATED, [mchid, day])).map(toBillLine);
  }

  async salesBetween(first: BeijingDay, last: BeijingDay): Promise<PackageSales[]> {
    return (await rowsOf<SalesRow>(this.#db, salesBetweenSql, [first, last])).map(toSales);
  }

  async #all(conditions: string, bindings: readonly Knex.RawBinding[]): Promise<BillLine[]> {
    return (await rowsOf<BillLineRow>(this.#db, `select * from ordering.bill_lines ${conditions}`, bindings)).map(
      toBillLine,
    );
  }
}

const toSales = (row: SalesRow): PackageSales => ({
  ...{ packageCode: row.package_code, packageName: row.package_name },
  ...{ payments: Number(row.payments), refunds: Number(row.refunds) },
  ...{ paidFen: fen(Number(row.paid_fen)), refundedFen: fen(Number(row.refunded_fen)) },
  feeMilliFen: milliFen(Number(row.fee_milli_fen)),
});
