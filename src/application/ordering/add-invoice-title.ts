import {
  type InvoiceTitle,
  sameDetails,
  TITLES_PER_USER,
  type TitleDetails,
} from '../../domain/ordering/invoice-title.ts';
import type { InvoiceTitleId, UserId } from '../../domain/shared/ids.ts';
import type { IdSource } from '../shared/random.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';

type Needs = 'invoiceTitles' | 'clock';
type Dependencies = { readonly uow: UnitOfWork<Needs>; readonly ids: IdSource };
export type NewTitle = { readonly details: TitleDetails; readonly asDefault: boolean };
export type AddInvoiceTitleOutcome =
  /** Now, or before with the same details. */
  | { readonly kind: 'added'; readonly title: InvoiceTitle }
  | { readonly kind: 'too_many_titles'; readonly limit: number };
export type AddInvoiceTitle = (userId: UserId, title: NewTitle) => Promise<AddInvoiceTitleOutcome>;

/** A user keeps these details for invoices to come. The first ones are the default. */
export const addInvoiceTitle =
  ({ uow, ids }: Dependencies): AddInvoiceTitle =>
  (userId, { details, asDefault }) =>
    uow.run(async (stores) => {
      await stores.invoiceTitles.lockOwner(userId);
      const kept = await stores.invoiceTitles.listOf(userId);
      const same = kept.find((each) => sameDetails(each.details, details));
      if (!same && kept.length >= TITLES_PER_USER) return { kind: 'too_many_titles', limit: TITLES_PER_USER };
      const title = same ?? (await add(stores, { id: ids.next<InvoiceTitleId>(), userId, details }));
      if (!asDefault && kept.length > 0) return { kind: 'added', title };
      await stores.invoiceTitles.makeDefault(userId, title.id);
      return { kind: 'added', title: { ...title, isDefault: true } };
    });

async function add(
  { invoiceTitles, clock }: Pick<Stores, Needs>,
  given: Pick<InvoiceTitle, 'id' | 'userId' | 'details'>,
): Promise<InvoiceTitle> {
  const title = { ...given, isDefault: false, createdAt: await clock.now() };
  await invoiceTitles.add(title);
  return title;
}
