import { api } from './api';
import type {
  Invoice,
  InvoiceableOrders,
  InvoicePage,
  InvoiceStatus,
  InvoiceSummary,
  InvoiceTitle,
  TitleList,
  TitleWish,
} from './types';

type Page = { readonly cursor?: string | null; readonly limit?: number };

export const summariseInvoices = (): Promise<InvoiceSummary> => api.get('/invoices/summary');
export const listInvoices = (query: Page & { readonly status?: InvoiceStatus } = {}): Promise<InvoicePage> =>
  api.get('/invoices', query);
export const listInvoiceableOrders = (query: Page = {}): Promise<InvoiceableOrders> =>
  api.get('/invoices/requestable', query);
/** Asking again gives the same one. */
export const requestInvoice = (orderId: string, titleId: string): Promise<Invoice> =>
  api.post('/invoices', { order_id: orderId, title_id: titleId });
export const cancelInvoice = (id: string): Promise<Invoice> => api.post(`/invoices/${id}/cancel`);

export const listTitles = (): Promise<TitleList> => api.get('/invoice-titles');
export const addTitle = (wish: TitleWish): Promise<InvoiceTitle> => api.post('/invoice-titles', wish);
export const changeTitle = (id: string, wish: TitleWish): Promise<InvoiceTitle> =>
  api.put(`/invoice-titles/${id}`, wish);
export const deleteTitles = (ids: readonly string[]): Promise<{ readonly deleted: readonly string[] }> =>
  api.post('/invoice-titles/delete', { ids });
