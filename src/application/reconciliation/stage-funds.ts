import type { FundSum } from '../../domain/ordering/reconciliation/funds.ts';
import type { FundRow, OpenBill } from '../../domain/ordering/trade-bill.ts';
import type { ReconciliationId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

/** Lays the fund bill out, summed up by payment and refund, for the lines of the trade bill to take. Gives all fees, in fen. */
export async function stageFunds(
  uow: UnitOfWork<'fundFlows'>,
  id: ReconciliationId,
  bill: OpenBill<FundRow>,
): Promise<number> {
  let feeFen = 0;
  for await (const rows of bill.batches()) {
    const sums = sumUp(rows);
    await uow.run(({ fundFlows }) => fundFlows.add(id, sums));
    feeFen += sums.reduce((total, sum) => total + sum.feeFen, 0);
  }
  return feeFen;
}

function sumUp(rows: readonly FundRow[]): FundSum[] {
  const sums = new Map<string, FundSum>();
  for (const { providerNo, kind, changeFen, at } of rows) {
    const before = sums.get(providerNo) ?? { providerNo, movedFen: 0, feeFen: 0, firstAt: at };
    const moved = kind === 'money' ? { movedFen: before.movedFen + changeFen } : { feeFen: before.feeFen - changeFen };
    sums.set(providerNo, { ...before, ...moved, firstAt: at < before.firstAt ? at : before.firstAt });
  }
  return [...sums.values()];
}
