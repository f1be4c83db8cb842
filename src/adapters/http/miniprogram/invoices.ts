import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { RequestInvoiceOutcome } from '../../../application/ordering/request-invoice.ts';
import { INVOICE_STATUSES } from '../../../domain/ordering/invoice.ts';
import type { InvoiceId, InvoiceTitleId, OrderId } from '../../../domain/shared/ids.ts';
import { forUser } from '../authorize.ts';
import { pageLimit } from '../page-limit.ts';
import { idSchema, parseId, publicId } from '../public-id.ts';
import { readBody, readQuery } from '../read-body.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { invoiceableOrderJson, invoiceJson } from './invoice-json.ts';

const NewInvoice = z.strictObject({ order_id: z.string().max(64), title_id: z.string().max(64) });

const InvoicesQuery = z.strictObject({
  status: z.enum(INVOICE_STATUSES).optional(),
  cursor: idSchema<InvoiceId>('inv').optional(),
  limit: pageLimit,
});
const OrdersQuery = z.strictObject({ cursor: idSchema<OrderId>('ord').optional(), limit: pageLimit });

export function invoiceRoutes(useCases: UseCases): Router {
  const router = listRoutes(useCases);
  const { authenticateSession, requestInvoice, readInvoice, cancelInvoice } = useCases;
  router.post(
    '/invoices',
    forUser(authenticateSession, async (user, req, res) => {
      const body = readBody(NewInvoice, req, res);
      if (!body) return;
      const orderId = parseId<OrderId>('ord', body.order_id);
      if (!orderId) return sendProblem(req, res, 'unknown_order');
      const titleId = parseId<InvoiceTitleId>('ttl', body.title_id);
      if (!titleId) return sendProblem(req, res, 'unknown_invoice_title');
      sendRequested(req, res, await requestInvoice(user.id, orderId, titleId));
    }),
  );
  router.get(
    '/invoices/:id',
    forUser(authenticateSession, async (user, req, res) => {
      const id = parseId<InvoiceId>('inv', req.params['id']);
      const outcome = id && (await readInvoice(user.id, id));
      if (outcome?.kind !== 'found') return sendProblem(req, res, 'unknown_invoice');
      res.json(invoiceJson(outcome.invoice));
    }),
  );
  router.post(
    '/invoices/:id/cancel',
    forUser(authenticateSession, async (user, req, res) => {
      const id = parseId<InvoiceId>('inv', req.params['id']);
      const outcome = id ? await cancelInvoice(user.id, id) : { kind: 'unknown_invoice' as const };
      if (outcome.kind === 'unknown_invoice') return sendProblem(req, res, outcome.kind);
      if (outcome.kind === 'cancelled') return void res.json(invoiceJson(outcome.invoice));
      sendProblem(req, res, 'invoice_not_cancellable', { invoice_status: outcome.invoice.status });
    }),
  );
  return router;
}

/** Before the routes with an id in their place. */
function listRoutes(useCases: UseCases): Router {
  const { authenticateSession, listInvoices, listInvoiceableOrders, summariseInvoices } = useCases;
  const router = Router();
  router.get(
    '/invoices',
    forUser(authenticateSession, async (user, req, res) => {
      const query = readQuery(InvoicesQuery, req, res);
      if (!query) return;
      const page = { status: query.status ?? null, after: query.cursor ?? null, limit: query.limit };
      const { items, more } = await listInvoices(user.id, page);
      const last = more ? items.at(-1) : undefined;
      res.json({ invoices: items.map(invoiceJson), next_cursor: last ? publicId('inv', last.id) : null });
    }),
  );
  router.get(
    '/invoices/summary',
    forUser(authenticateSession, async (user, _req, res) => {
      const { requestableOrders, requestableFen, requested, issued } = await summariseInvoices(user.id);
      res.json({ requestable_orders: requestableOrders, requestable_fen: requestableFen, requested, issued });
    }),
  );
  router.get(
    '/invoices/requestable',
    forUser(authenticateSession, async (user, req, res) => {
      const query = readQuery(OrdersQuery, req, res);
      if (!query) return;
      const { items, more } = await listInvoiceableOrders(user.id, { after: query.cursor ?? null, limit: query.limit });
      const last = more ? items.at(-1) : undefined;
      res.json({ orders: items.map(invoiceableOrderJson), next_cursor: last ? publicId('ord', last.id) : null });
    }),
  );
  return router;
}

function sendRequested(req: Request, res: Response, outcome: RequestInvoiceOutcome): void {
  switch (outcome.kind) {
    case 'requested':
      return void res.status(201).json(invoiceJson(outcome.invoice));
    case 'unknown_order':
      return sendProblem(req, res, outcome.kind);
    case 'unknown_title':
      return sendProblem(req, res, 'unknown_invoice_title');
    case 'order_unpaid':
    case 'order_closed':
    case 'order_refunded':
      return sendProblem(req, res, `invoice_${outcome.kind}`);
    case 'period_over':
      return sendProblem(req, res, 'invoice_period_over', { ended_at: outcome.endedAt });
    case 'title_differs':
    case 'already_issued':
    case 'being_reversed':
      return sendProblem(req, res, `invoice_${outcome.kind}`, { invoice_id: publicId('inv', outcome.invoice.id) });
  }
}
