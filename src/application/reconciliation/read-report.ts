import type { DifferenceFilter, Report, ReportedDifference } from '../../domain/ordering/reconciliation/report.ts';
import type { BeijingDay } from '../../domain/shared/beijing-time.ts';
import type { ReconciliationId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = { readonly uow: UnitOfWork<'reconciliations'> };

export type ReadReport = (id: ReconciliationId) => Promise<Report | null>;
export type ReadLatestReports = (first: BeijingDay, last: BeijingDay) => Promise<Report[]>;
export type ListReports = (limit: number) => Promise<Report[]>;
export type ListDifferences = (id: ReconciliationId, filter: DifferenceFilter) => Promise<ReportedDifference[]>;

export const readReport =
  ({ uow }: Dependencies): ReadReport =>
  (id) =>
    uow.run(({ reconciliations }) => reconciliations.find(id));

/** Those that count, one a day, oldest first. */
export const readLatestReports =
  ({ uow }: Dependencies): ReadLatestReports =>
  (first, last) =>
    uow.run(({ reconciliations }) => reconciliations.latestBetween(first, last));

/** Newest first. */
export const listReports =
  ({ uow }: Dependencies): ListReports =>
  (limit) =>
    uow.run(({ reconciliations }) => reconciliations.list(limit));

export const listDifferences =
  ({ uow }: Dependencies): ListDifferences =>
  (id, filter) =>
    uow.run(({ reconciliations }) => reconciliations.differencesOf(id, filter));
