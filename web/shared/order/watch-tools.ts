import { listenToOrder } from '../api/listen-to-order.ts';
import { eventsPath, queryOrder } from '../api/payment.ts';
import { SITE } from '../api/site.ts';
import { wait } from '../wait.ts';
import type { WatchTools } from './watch-order.ts';

/** The server tells how it stands at once, and that it is alive every 15 s. Whoever keeps a stream back shows by that. */
const PATIENCE = { firstMs: 5_000, laterMs: 40_000 };

export const watchTools = (token: string, orderId: string, signal: AbortSignal): WatchTools => ({
  listen: (listening) =>
    listenToOrder({ url: `${SITE}${eventsPath(orderId)}`, token, patience: PATIENCE, ...listening }),
  query: () => queryOrder(token, orderId, { signal }),
  wait: (ms) => wait(ms, signal, { wakes: true }),
});
