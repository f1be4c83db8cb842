import { newsIn, providerNoOf } from '../../domain/ordering/reconciliation/bill-line.ts';
import { canBeApplied } from '../../domain/ordering/reconciliation/difference.ts';
import type { ReportedDifference } from '../../domain/ordering/reconciliation/report.ts';
import type { DoneBy } from '../../domain/shared/audit.ts';
import type { ReconciliationId } from '../../domain/shared/ids.ts';
import type { ApplyRefund } from '../ordering/apply-refund.ts';
import type { QueryAndSettle } from '../ordering/query-and-settle.ts';
import { noteDeed } from '../shared/note-deed.ts';
import type { IdSource } from '../shared/random.ts';
import type { ReportFault } from '../shared/run-each.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';
import { type JudgeNeeds, judgeLines } from './judge-lines.ts';

type Dependencies = {
  readonly uow: UnitOfWork<JudgeNeeds | 'billLines' | 'reconciliations' | 'audit' | 'clock'>;
  readonly queryAndSettle: QueryAndSettle;
  readonly applyRefund: ApplyRefund;
  readonly ids: IdSource;
  /** What kept a difference from being dealt with; the next one goes on. */
  readonly reportFault: ReportFault;
};
export type WantedApplication = {
  readonly by: DoneBy;
  /** For the audit log. */
  readonly reason: string;
  readonly signal?: AbortSignal;
};
export type AppliedDifference = {
  readonly difference: ReportedDifference;
  /** `resolved`: bill, orders and ledger agree now. `fault`: it is unknown, and can be tried again. Otherwise what stands in the way. */
  readonly outcome:
    | 'resolved'
    | 'fault'
    | Awaited<ReturnType<QueryAndSettle>>['kind']
    | Awaited<ReturnType<ApplyRefund>>;
};
export type ApplyDifferences = (id: ReconciliationId, wanted: WantedApplication) => Promise<AppliedDifference[]>;

/**
 * Does what a report's differences tell and can be done without a person: asks the provider about payments and settles what is
 * paid, and moves refunds on. Nothing is believed but the provider's answer, or its bill. Again, it finds nothing to do.
 */
export const applyDifferences =
  (dependencies: Dependencies): ApplyDifferences =>
  async (id, { by, reason, signal }) => {
    const { uow, ids, reportFault } = dependencies;
    const open = await uow.run(({ reconciliations }) => reconciliations.differencesOf(id, { openOnly: true }));
    const wanted = open.filter(canBeApplied);
    // Payments first: a refund may be of one that the same bill tells us of.
    const inOrder = [...wanted.filter(isOfPayment), ...wanted.filter((each) => !isOfPayment(each))];
    const applied: AppliedDifference[] = [];
    for (const difference of inOrder) {
      if (signal?.aborted) break;
      const outcome = await applyOne(dependencies, id, difference, by).catch((error: unknown) => {
        reportFault(error);
        return 'fault' as const;
      });
      applied.push({ difference, outcome });
    }
    if (applied.length > 0) {
      const after = { reason, applied: applied.map(({ difference, outcome }) => ({ no: difference.no, outcome })) };
      const subject = { kind: 'reconciliation', id } as const;
      await uow.run((stores) =>
        noteDeed(stores, ids, by, { action: 'reconciliation.applied', subject, userId: null, after }),
      );
    }
    return applied;
  };

const isOfPayment = ({ subject }: ReportedDifference): boolean => subject === 'payment';

async function applyOne(
  { uow, queryAndSettle, applyRefund }: Dependencies,
  id: ReconciliationId,
  difference: ReportedDifference,
  by: DoneBy,
): Promise<AppliedDifference['outcome']> {
  const line = await uow.run((stores) => findLine(stores, difference));
  if (!line) return 'unknown_order';
  const outcome =
    line.kind === 'payment'
      ? (await queryAndSettle(line.outTradeNo, 'bill')).kind
      : await applyRefund(newsIn(line), 'bill');
  const agrees = await uow.run(async (stores) => {
    const [judged] = await judgeLines(stores, [line]);
    if (judged?.verdict.kind !== 'matched') return false;
    await stores.reconciliations.resolve(id, difference.no, await stores.clock.now(), nameOf(by));
    return true;
  });
  return agrees ? 'resolved' : outcome;
}

async function findLine(
  { billLines }: Pick<Stores, 'billLines'>,
  { subject, outTradeNo, providerNo }: ReportedDifference,
) {
  if (outTradeNo === null) return null;
  const lines = await billLines.ofPayment(outTradeNo);
  return lines.find((line) => line.kind === subject && providerNoOf(line) === providerNo) ?? null;
}

const nameOf = ({ actor }: DoneBy): string | null => (actor.kind === 'operator' ? actor.name : null);
