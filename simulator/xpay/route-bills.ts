import { Router } from 'express';
import type { Context } from '../context.ts';
import { writeBill } from './write-bill.ts';

/** Where the addresses of `download_bill` lead; who has one needs no access token. */
export function billDownloads(context: Context): Router {
  const router = Router();
  router.get('/xpay/bills/:token', (request, response) => {
    const bill = context.store.world.xpay.bills.get(String(request.params['token']));
    if (bill) response.type('text/csv').send(writeBill(context, bill));
    else response.status(404).end();
  });
  return router;
}
