import type { Refund } from '../../domain/ordering/refund.ts';
import type { RefundFilter } from '../../domain/ordering/refunds.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

export type ListRefunds = (filter: RefundFilter) => Promise<Refund[]>;

export const listRefunds =
  ({ uow }: { readonly uow: UnitOfWork<'refunds'> }): ListRefunds =>
  (filter) =>
    uow.run(({ refunds }) => refunds.list(filter));
