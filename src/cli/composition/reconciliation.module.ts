import { ContainerModule } from 'inversify';
import { applyDifferences } from '../../application/reconciliation/apply-differences.ts';
import { compareDay } from '../../application/reconciliation/compare-day.ts';
import { readReport } from '../../application/reconciliation/read-report.ts';
import { reconcileBills } from '../../application/reconciliation/reconcile-bills.ts';
import { Parts, Tokens } from './tokens.ts';

/** The part of Ordering that compares our books with the provider's bills. */
export const reconciliationModule = new ContainerModule(({ bind }) => {
  bind(Tokens.compareDay).toResolvedValue(
    (uow, tradeBills, ids) => compareDay({ uow, tradeBills, ids }),
    [Parts.uow, Parts.tradeBills, Parts.ids],
  );
  bind(Tokens.applyDifferences).toResolvedValue(
    (uow, queryAndSettle, applyRefund, ids, reportFault) =>
      applyDifferences({ uow, queryAndSettle, applyRefund, ids, reportFault }),
    [Parts.uow, Tokens.queryAndSettle, Tokens.applyRefund, Parts.ids, Parts.reportFault],
  );
  bind(Tokens.readReport).toResolvedValue((uow) => readReport({ uow }), [Parts.uow]);
  bind(Tokens.reconciliationSweeps).toResolvedValue(
    (uow, compareDay, applyDifferences, readReport, raiseAlarm, reportFault) => [
      reconcileBills({ uow, compareDay, applyDifferences, readReport, raiseAlarm, reportFault }),
    ],
    [Parts.uow, Tokens.compareDay, Tokens.applyDifferences, Tokens.readReport, Parts.raiseAlarm, Parts.reportFault],
  );
});
