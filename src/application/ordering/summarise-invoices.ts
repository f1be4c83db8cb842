import { oldestRequestable } from '../../domain/ordering/invoice-request.ts';
import type { InvoiceSummary } from '../../domain/ordering/invoices.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = { readonly uow: UnitOfWork<'invoices' | 'clock'>; readonly invoiceRequestDays: number };
export type SummariseInvoices = (userId: UserId) => Promise<InvoiceSummary>;

/** What the profile page shows beside 「发票管理」. */
export const summariseInvoices =
  ({ uow, invoiceRequestDays: requestDays }: Dependencies): SummariseInvoices =>
  (userId) =>
    uow.run(async ({ invoices, clock }) =>
      invoices.summaryOf(userId, oldestRequestable({ now: await clock.now(), requestDays })),
    );
