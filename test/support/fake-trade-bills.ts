import { providerNoOf } from '../../src/domain/ordering/reconciliation/bill-line.ts';
import { roundedFen } from '../../src/domain/ordering/reconciliation/milli-fen.ts';
import type { Bill, BillRow, FundRow, OpenBill, TradeBills } from '../../src/domain/ordering/trade-bill.ts';
import type { BeijingDay } from '../../src/domain/shared/beijing-time.ts';
import { OURS } from './builders.ts';
import { Script } from './script.ts';

/** Days on which nothing happened, unless a test says otherwise. */
export class FakeTradeBills implements TradeBills {
  readonly mchid = OURS.mchid;
  readonly answers = new Script<Bill<BillRow>>();
  readonly asked: BeijingDay[] = [];
  /** Bills that somebody has not let go of. */
  open = 0;
  readonly #bills = new Map<string, Bill<BillRow>>();
  readonly #funds = new Map<string, Bill<FundRow>>();

  /** From now on, the provider has this bill, and a fund bill that fits it, or this one. */
  has(day: string, rows: readonly BillRow[], funds: readonly FundRow[] | 'empty' | 'not_ready' = fundsOf(rows)): void {
    this.#bills.set(day, this.#opened(rows));
    this.#funds.set(day, typeof funds === 'string' ? { kind: funds } : this.#opened(funds));
  }

  async fetch(day: BeijingDay): Promise<Bill<BillRow>> {
    this.asked.push(day);
    return this.answers.next(() => this.#count(this.#bills.get(day)));
  }

  async fetchFunds(day: BeijingDay): Promise<Bill<FundRow>> {
    return this.#count(this.#funds.get(day));
  }

  #count<Row>(bill: Bill<Row> | undefined): Bill<Row> {
    if (bill?.kind === 'bill') this.open += 1;
    return bill ?? { kind: 'empty' };
  }

  #opened<Row>(rows: readonly Row[]): OpenBill<Row> {
    return {
      kind: 'bill',
      batches: () => inBatches(rows),
      bytes: async function* () {},
      close: async () => {
        this.open -= 1;
      },
    };
  }
}

/** So few that a bill has several. */
const ROWS_AT_ONCE = 200;

async function* inBatches<Row>(rows: readonly Row[]): AsyncIterable<readonly Row[]> {
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) yield rows.slice(at, at + ROWS_AT_ONCE);
}

/** What these lines have moved. */
export const fundsOf = (rows: readonly BillRow[]): FundRow[] =>
  rows.flatMap((row) => {
    const about = { providerNo: providerNoOf(row), at: row.at };
    const moved = row.kind === 'payment' ? row.settledFen : -row.settledFen;
    return [
      { ...about, kind: 'money' as const, changeFen: moved },
      { ...about, kind: 'fee' as const, changeFen: -roundedFen(row.feeMilliFen) },
    ].filter(({ changeFen }) => changeFen !== 0);
  });
