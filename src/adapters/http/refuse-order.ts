import type { Request, Response } from 'express';
import type { PlaceOrderOutcome } from '../../application/ordering/place-order.ts';
import { closedProblem } from './checkout-channel.ts';
import { publicId } from './public-id.ts';
import { sendProblem } from './send-problem.ts';

/** Why no order was placed; the same for whoever wanted to buy. */
export function refuseOrder(
  req: Request,
  res: Response,
  outcome: Exclude<PlaceOrderOutcome, { kind: 'placed' }>,
): void {
  switch (outcome.kind) {
    case 'price_changed':
      return sendProblem(req, res, outcome.kind, { amount_fen: outcome.amountFen });
    case 'already_paid':
      return sendProblem(req, res, 'order_already_paid', { order_id: publicId('ord', outcome.orderId) });
    case 'purchase_unavailable':
      return sendProblem(req, res, closedProblem(outcome.platform));
    case 'too_many_open_orders':
      return sendProblem(req, res, outcome.kind, { limit: outcome.limit });
    case 'daily_limit_reached': {
      const { limitFen, leftFen, resetsAt } = outcome;
      return sendProblem(req, res, outcome.kind, { limit_fen: limitFen, left_fen: leftFen, resets_at: resetsAt });
    }
    case 'payment_rejected':
      // The provider's words are for operators: they are in the log, not in the answer.
      req.log.error({ reason: outcome.reason }, 'payment rejected');
      return sendProblem(req, res, 'payment_rejected');
    case 'unknown_package':
    case 'package_closed':
    case 'payer_unknown':
    case 'payer_session_missing':
    case 'account_closing':
      return sendProblem(req, res, outcome.kind);
  }
}
