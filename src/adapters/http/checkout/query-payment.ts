import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { OrderId, OutTradeNo } from '../../../domain/shared/ids.ts';
import { forBuyer } from '../authorize.ts';
import { plainText } from '../plain-text.ts';
import { parseId } from '../public-id.ts';
import { readQuery } from '../read-body.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { queriedJson } from './payment-json.ts';

const Question = z
  .object({ order_id: z.string().optional(), out_trade_no: plainText.max(32).optional() })
  .refine(({ order_id, out_trade_no }) => (order_id === undefined) !== (out_trade_no === undefined), {
    error: 'expected either order_id or out_trade_no',
  });

/** What the page with the QR code asks again and again: it makes us ask WeChat, every two seconds at most. */
export const queryPayment = (useCases: UseCases): RequestHandler =>
  forBuyer(useCases.authenticateSession, async (user, req, res) => {
    const question = readQuery(Question, req, res);
    if (!question) return;
    const orderId = await orderOf(useCases, question);
    const found = orderId && (await useCases.checkPayment(user.id, orderId));
    if (found?.kind !== 'found') return sendProblem(req, res, 'unknown_order');
    res.json(queriedJson(found.order, found.attempt.intent.outTradeNo));
  });

const orderOf = async (
  { findOrderByNumber }: UseCases,
  { order_id, out_trade_no }: z.infer<typeof Question>,
): Promise<OrderId | null> =>
  out_trade_no === undefined ? parseId<OrderId>('ord', order_id) : findOrderByNumber(out_trade_no as OutTradeNo);
