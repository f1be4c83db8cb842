import type { FundSum } from '../../domain/ordering/reconciliation/funds.ts';
import type { FundRow, OpenBill } from '../../domain/ordering/trade-bill.ts';

type Sum = { movedFen: number; feeFen: number; firstAtMs: number; hasLine: boolean };

/**
 * What a fund bill has moved, summed up by payment and refund: some 150 bytes each, so that it fits into memory where the bills
 * themselves do not.
 */
export class FundSums {
  readonly #sums = new Map<string, Sum>();
  #feeFen = 0;

  static async of(bill: OpenBill<FundRow>): Promise<FundSums> {
    const sums = new FundSums();
    for await (const rows of bill.batches()) for (const row of rows) sums.#add(row);
    return sums;
  }

  /** All fees together. */
  get feeFen(): number {
    return this.#feeFen;
  }

  find(providerNo: string): FundSum | null {
    const sum = this.#sums.get(providerNo);
    return sum ? toFundSum(providerNo, sum) : null;
  }

  /** There is a line of the trade bill for each of these. */
  noteLines(providerNos: readonly string[]): void {
    for (const providerNo of providerNos) {
      const sum = this.#sums.get(providerNo);
      if (sum) sum.hasLine = true;
    }
  }

  /** What no line has been noted for. */
  withoutLine(): FundSum[] {
    return [...this.#sums].flatMap(([providerNo, sum]) => (sum.hasLine ? [] : [toFundSum(providerNo, sum)]));
  }

  #add({ providerNo, kind, changeFen, at }: FundRow): void {
    const sum = this.#sums.get(providerNo) ?? { movedFen: 0, feeFen: 0, firstAtMs: at.getTime(), hasLine: false };
    if (kind === 'money') sum.movedFen += changeFen;
    else sum.feeFen -= changeFen;
    if (kind === 'fee') this.#feeFen -= changeFen;
    sum.firstAtMs = Math.min(sum.firstAtMs, at.getTime());
    this.#sums.set(providerNo, sum);
  }
}

const toFundSum = (providerNo: string, { movedFen, feeFen, firstAtMs }: Sum): FundSum => ({
  ...{ providerNo, movedFen, feeFen, firstAt: new Date(firstAtMs) },
});
