import type { InvoiceTitleId, UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

/** The ids of those that were there; others were gone before, or are somebody else's. */
export type DeleteInvoiceTitles = (userId: UserId, ids: readonly InvoiceTitleId[]) => Promise<InvoiceTitleId[]>;

/** Forgets these titles. If the default one goes, the newest that is left takes its place. */
export const deleteInvoiceTitles =
  ({ uow }: { readonly uow: UnitOfWork<'invoiceTitles'> }): DeleteInvoiceTitles =>
  (userId, ids) =>
    uow.run(async ({ invoiceTitles }) => {
      await invoiceTitles.lockOwner(userId);
      const kept = await invoiceTitles.listOf(userId);
      const going = kept.filter(({ id }) => ids.includes(id));
      await invoiceTitles.delete(going.map(({ id }) => id));
      const next = kept.find((each) => !going.includes(each));
      if (next && going.some(({ isDefault }) => isDefault)) await invoiceTitles.makeDefault(userId, next.id);
      return going.map(({ id }) => id);
    });
