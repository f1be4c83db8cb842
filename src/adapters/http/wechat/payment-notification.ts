import { setTimeout as delay } from 'node:timers/promises';
import express, { type Request, type Response, Router } from 'express';
import type { InboxOutcome } from '../../../domain/ordering/payment-inbox.ts';
import type { ProblemCode } from '../problem-table.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import type { atMost } from './at-most.ts';

/** Known to WeChat from each order's `notify_url`: orders under way would lose their notification if it changed. */
export const NOTIFY_PATH = '/api/webhook/wechat';
const LIMIT = '64kb';
/**
 * WeChat gives up after 5 s, and we promise 1 s. What is stored will be handled, so that the answer need not wait for a busy
 * ledger; the rest of the second is for storing it, on a machine that is busy too.
 */
const PATIENCE_MS = 600;

/** POST NOTIFY_PATH: a payment notification, read as the bytes that were signed. */
export function paymentNotificationRoute(
  { receiveNotification, handleNotification }: UseCases,
  ifFree: ReturnType<typeof atMost>,
): Router {
  const router = Router();
  router.post('/', express.raw({ type: () => true, limit: LIMIT, inflate: false }), async (req, res) => {
    const body: Uint8Array = Buffer.isBuffer(req.body) ? req.body : new Uint8Array();
    const received = await receiveNotification({ headers: singleHeaders(req), body });
    if (received.kind === 'refused') {
      // A probe is WeChat's routine; anything else is worth a look.
      const level = received.reason === 'signature_probe' ? 'info' : 'warn';
      req.log[level]({ reason: received.reason }, 'notification refused');
      return sendProblem(req, res, 'notification_refused', { reason: received.reason });
    }
    const handled = ifFree(() => handleNotification(received.notificationId)).catch((error: unknown) => {
      // Stored is stored: the sweep repeats what failed here.
      req.log.error({ err: error }, 'notification is stored, but not handled yet');
      return null;
    });
    const waiting = delay(PATIENCE_MS, null, { ref: false });
    answer(req, res, await Promise.race([handled, waiting]));
  });
  return router;
}

/** Any 2xx ends WeChat's repetitions; an error makes the case visible to the merchant there. Nothing depends on either. */
function answer(req: Request, res: Response, outcome: InboxOutcome | null): void {
  const problem = outcome && PROBLEM_OF[outcome];
  if (problem) sendProblem(req, res, problem);
  else res.status(204).end();
}

const PROBLEM_OF: Record<InboxOutcome, ProblemCode | null> = {
  settled: null,
  already_settled: null,
  not_acted_on: null,
  looked_into: null,
  refund_noted: null,
  // Real money that we owe back: kept for an operator, and nothing that WeChat could repeat would help.
  duplicate_payment: null,
  mismatch: 'notification_mismatch',
  unknown_order: 'notification_unknown_order',
};

function singleHeaders(req: Request): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(req.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}
