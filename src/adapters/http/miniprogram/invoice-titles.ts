import { Router } from 'express';
import type { InvoiceTitleId } from '../../../domain/shared/ids.ts';
import { forUser } from '../authorize.ts';
import { parseId, publicId } from '../public-id.ts';
import { readBody } from '../read-body.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { titleJson } from './invoice-json.ts';
import { TitleBody, TitleIds } from './read-invoice-title.ts';

export function invoiceTitleRoutes(useCases: UseCases): Router {
  const { authenticateSession, addInvoiceTitle, changeInvoiceTitle, deleteInvoiceTitles, listInvoiceTitles } = useCases;
  const router = Router();
  router.get(
    '/invoice-titles',
    forUser(authenticateSession, async (user, _req, res) => {
      res.json({ invoice_titles: (await listInvoiceTitles(user.id)).map(titleJson) });
    }),
  );
  router.post(
    '/invoice-titles',
    forUser(authenticateSession, async (user, req, res) => {
      const title = readBody(TitleBody, req, res);
      if (!title) return;
      const outcome = await addInvoiceTitle(user.id, title);
      if (outcome.kind === 'added') return void res.status(201).json(titleJson(outcome.title));
      sendProblem(req, res, 'too_many_invoice_titles', { limit: outcome.limit });
    }),
  );
  router.put(
    '/invoice-titles/:id',
    forUser(authenticateSession, async (user, req, res) => {
      const title = readBody(TitleBody, req, res);
      if (!title) return;
      const id = parseId<InvoiceTitleId>('ttl', req.params['id']);
      const outcome = id && (await changeInvoiceTitle(user.id, id, title));
      if (outcome?.kind !== 'changed') return sendProblem(req, res, 'unknown_invoice_title');
      res.json(titleJson(outcome.title));
    }),
  );
  router.post(
    '/invoice-titles/delete',
    forUser(authenticateSession, async (user, req, res) => {
      const body = readBody(TitleIds, req, res);
      if (!body) return;
      const ids = body.ids.flatMap((text) => parseId<InvoiceTitleId>('ttl', text) ?? []);
      const deleted = await deleteInvoiceTitles(user.id, ids);
      res.json({ deleted: deleted.map((id) => publicId('ttl', id)) });
    }),
  );
  return router;
}
