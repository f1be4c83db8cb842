import type { Request, Response } from 'express';
import { sendProblem } from '../send-problem.ts';

export const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,128}$/;

/** What the caller calls this request, so that it happens once; null: nothing usable, and the caller has been answered. */
export function readIdempotencyKey(req: Request, res: Response): string | null {
  const given = req.headers['idempotency-key'];
  if (typeof given === 'string' && IDEMPOTENCY_KEY.test(given)) return given;
  sendProblem(req, res, 'idempotency_key_missing');
  return null;
}

/** Tells a caller that it has asked this before. */
export const markReplayed = (res: Response, replayed: boolean): Response =>
  replayed ? res.set('Idempotency-Replayed', 'true') : res;
