import { type Listening, listenToOrder, type StreamEnd } from '../api/listen-to-order.ts';
import { eventsPath, queryOrder } from '../api/payment.ts';
import { SITE } from '../api/site.ts';
import { wait } from '../wait.ts';
import type { WatchTools } from './watch-order.ts';

/** The server tells how it stands at once, and that it is alive every 15 s. Whoever keeps a stream back shows by that. */
const PATIENCE = { firstMs: 5_000, laterMs: 40_000 };
/** A stream tells what our server knows; a question makes it ask WeChat, in case the word of a payment was lost. */
const ASK_EVERY_MS = 10_000;

export const watchTools = (token: string, orderId: string, signal: AbortSignal): WatchTools => ({
  listen: ({ onOrder }) =>
    listenForAWhile({ url: `${SITE}${eventsPath(orderId)}`, token, patience: PATIENCE, onOrder }, signal),
  query: () => queryOrder(token, orderId, { signal }),
  wait: (ms) => wait(ms, signal, { wakes: true }),
});

/** Until it is time to ask; that is also when the page is looked at again, as by one who comes back from paying, or online again. */
async function listenForAWhile(listening: Omit<Listening, 'signal'>, outer: AbortSignal): Promise<StreamEnd> {
  const leaving = new AbortController();
  void wait(ASK_EVERY_MS, leaving.signal, { wakes: true }).then(() => leaving.abort());
  const leave = (): void => leaving.abort();
  outer.addEventListener('abort', leave);
  if (outer.aborted) leave();
  const end = await listenToOrder({ ...listening, signal: leaving.signal });
  const hasEnded = !leaving.signal.aborted;
  outer.removeEventListener('abort', leave);
  leave();
  return hasEnded ? end : { kind: 'left' };
}
