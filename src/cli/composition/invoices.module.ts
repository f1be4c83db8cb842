import { ContainerModule } from 'inversify';
import { addInvoiceTitle } from '../../application/ordering/add-invoice-title.ts';
import { cancelInvoice } from '../../application/ordering/cancel-invoice.ts';
import { changeInvoiceTitle } from '../../application/ordering/change-invoice-title.ts';
import { deleteInvoiceTitles } from '../../application/ordering/delete-invoice-titles.ts';
import { listInvoiceTitles } from '../../application/ordering/list-invoice-titles.ts';
import { listInvoiceableOrders } from '../../application/ordering/list-invoiceable-orders.ts';
import { listInvoices } from '../../application/ordering/list-invoices.ts';
import { readInvoice } from '../../application/ordering/read-invoice.ts';
import { requestInvoice } from '../../application/ordering/request-invoice.ts';
import { summariseInvoices } from '../../application/ordering/summarise-invoices.ts';
import { Parts, Tokens } from './tokens.ts';

/** The part of Ordering that users see as 发票管理; what operators do with invoices is in the command line alone. */
export const invoicesModule = new ContainerModule(({ bind }) => {
  bind(Tokens.addInvoiceTitle).toResolvedValue((uow, ids) => addInvoiceTitle({ uow, ids }), [Parts.uow, Parts.ids]);
  bind(Tokens.changeInvoiceTitle).toResolvedValue((uow) => changeInvoiceTitle({ uow }), [Parts.uow]);
  bind(Tokens.deleteInvoiceTitles).toResolvedValue((uow) => deleteInvoiceTitles({ uow }), [Parts.uow]);
  bind(Tokens.listInvoiceTitles).toResolvedValue((uow) => listInvoiceTitles({ uow }), [Parts.uow]);
  bind(Tokens.requestInvoice).toResolvedValue(
    (uow, ids, invoiceRequestDays) => requestInvoice({ uow, ids, invoiceRequestDays }),
    [Parts.uow, Parts.ids, Parts.invoiceRequestDays],
  );
  bind(Tokens.cancelInvoice).toResolvedValue((uow) => cancelInvoice({ uow }), [Parts.uow]);
  bind(Tokens.readInvoice).toResolvedValue((uow) => readInvoice({ uow }), [Parts.uow]);
  bind(Tokens.listInvoices).toResolvedValue((uow) => listInvoices({ uow }), [Parts.uow]);
  bind(Tokens.listInvoiceableOrders).toResolvedValue(
    (uow, invoiceRequestDays) => listInvoiceableOrders({ uow, invoiceRequestDays }),
    [Parts.uow, Parts.invoiceRequestDays],
  );
  bind(Tokens.summariseInvoices).toResolvedValue(
    (uow, invoiceRequestDays) => summariseInvoices({ uow, invoiceRequestDays }),
    [Parts.uow, Parts.invoiceRequestDays],
  );
});
