import type { InvoiceTitle } from '../../domain/ordering/invoice-title.ts';
import type { InvoiceTitleId, UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';
import type { NewTitle } from './add-invoice-title.ts';

export type ChangeInvoiceTitleOutcome =
  | { readonly kind: 'changed'; readonly title: InvoiceTitle }
  /** Somebody else's title is as unknown as one that never was. */
  | { readonly kind: 'unknown_title' };
export type ChangeInvoiceTitle = (
  userId: UserId,
  id: InvoiceTitleId,
  title: NewTitle,
) => Promise<ChangeInvoiceTitleOutcome>;

/** New details in place of the old ones. Requests that were made with it keep theirs; the default stays so until another one is. */
export const changeInvoiceTitle =
  ({ uow }: { readonly uow: UnitOfWork<'invoiceTitles' | 'clock'> }): ChangeInvoiceTitle =>
  (userId, id, { details, asDefault }) =>
    uow.run(async ({ invoiceTitles, clock }) => {
      await invoiceTitles.lockOwner(userId);
      const kept = await invoiceTitles.find(id);
      if (kept?.userId !== userId) return { kind: 'unknown_title' };
      const title = { ...kept, details, isDefault: kept.isDefault || asDefault };
      await invoiceTitles.change(title, await clock.now());
      if (asDefault) await invoiceTitles.makeDefault(userId, id);
      return { kind: 'changed', title };
    });
