import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { type RequestHandler, Router } from 'express';
import { type BullMqTarget, openQueue } from './connections.ts';

export type QueueDashboard = { readonly router: Router; close(): Promise<void> };
type Options = { readonly at: string; readonly writes: boolean; readonly onError: (error: unknown) => void };

/** The runs of the sweeps in a browser. What is done there costs time and nothing else: jobs carry no truth. */
export function openQueueDashboard(target: BullMqTarget, { at, writes, onError }: Options): QueueDashboard {
  const queue = openQueue(target);
  queue.on('error', onError);
  const serverAdapter = new ExpressAdapter().setBasePath(at);
  createBullBoard({
    queues: [new BullMQAdapter(queue, { readOnlyMode: !writes, allowRetries: writes })],
    serverAdapter,
    options: { uiConfig: { boardTitle: 'Hot Seahorse' } },
  });
  const router = Router().use(withoutForeignAssets, serverAdapter.getRouter() as RequestHandler);
  return { router, close: () => queue.close() };
}

/** Its page asks another host for fonts, which our policy would refuse. */
const withoutForeignAssets: RequestHandler = (_req, res, next) => {
  const send = res.send.bind(res);
  res.send = (body) => send(typeof body === 'string' ? body.replace(/<link[^>]+"https?:[^>]*>/g, '') : body);
  next();
};
