import type { RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { ReadOrderOutcome } from '../../../application/ordering/read-order.ts';
import type { WatchOrder } from '../../../application/ordering/watch-orders.ts';
import type { OrderId } from '../../../domain/shared/ids.ts';
import { forBuyer } from '../authorize.ts';
import { parseId } from '../public-id.ts';
import { readQuery } from '../read-body.ts';
import { SERVER_STOPS } from '../responses-under-way.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { Admissions } from './admissions.ts';
import { queriedJson } from './payment-json.ts';

type Found = Extract<ReadOrderOutcome, { kind: 'found' }>;

const Question = z.object({ order_id: z.string() });
const KEEP_ALIVE_MS = 15_000;
/** A page that is still open then asks again. */
const LONGEST_MS = 10 * 60_000;
const RETRY_AFTER_SECONDS = 10;
const [MOST_STREAMS, MOST_PER_BUYER] = [1_000, 4];
const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  // nginx would keep the events until there are enough of them.
  'X-Accel-Buffering': 'no',
};

/**
 * What the page with the QR code watches: the order as it is, and again whenever it moves (server-sent events). It asks us
 * and not WeChat; that is what `query` and the workers do.
 */
export function orderEvents({ authenticateSession, readOrder, watchOrder }: UseCases): RequestHandler {
  const admissions = new Admissions(MOST_STREAMS, MOST_PER_BUYER);
  return forBuyer(authenticateSession, async ({ id: userId }, req, res) => {
    const question = readQuery(Question, req, res);
    if (!question) return;
    const orderId = parseId<OrderId>('ord', question.order_id);
    const found = orderId && (await readOrder(userId, orderId));
    if (found?.kind !== 'found') return sendProblem(req, res, 'unknown_order');
    const leave = admissions.enter(userId);
    if (!leave) {
      res.set('Retry-After', String(RETRY_AFTER_SECONDS));
      return sendProblem(req, res, 'too_many_streams');
    }
    res.once('close', leave);
    stream(res, found, { watchOrder, read: () => readOrder(userId, found.order.id) });
  });
}

type Source = { readonly watchOrder: WatchOrder; readonly read: () => Promise<ReadOrderOutcome> };

/** Until the order moves no more, the page is gone, or the server stops. */
function stream(res: Response, first: Found, { watchOrder, read }: Source): void {
  const end = (): void => void res.end();
  const show = (found: ReadOrderOutcome): void => {
    if (found.kind === 'found') res.write(eventOf(found));
    if (found.kind !== 'found' || found.order.status !== 'pending') end();
  };
  res.writeHead(200, HEADERS);
  const stopWatching = watchOrder(first.order.id, first.order.status, () => {
    // The page asks again elsewhere, and is told what is the matter.
    read().then(show).catch(end);
  });
  const keepAlive = setInterval(() => res.write(': keep-alive\n\n'), KEEP_ALIVE_MS);
  const longest = setTimeout(end, LONGEST_MS);
  res.once(SERVER_STOPS, end);
  res.once('close', () => {
    stopWatching();
    clearInterval(keepAlive);
    clearTimeout(longest);
  });
  show(first);
}

const eventOf = ({ order, attempt }: Found): string =>
  `event: order\ndata: ${JSON.stringify(queriedJson(order, attempt.intent.outTradeNo))}\n\n`;
