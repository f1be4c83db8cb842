import type { Request, RequestHandler, Response } from 'express';
import type { Context } from '../context.ts';
import type { RequestRule, TransportFault } from '../state/fault-plan.ts';
import { drawTransportFault } from './draw-request-fault.ts';
import { answerSlowly, insteadOfAnswer } from './hold-answer.ts';
import { refuseInHouseStyle } from './refuse-in-house-style.ts';

/** What a client of WeChat may call: the control API and the payer's page never fail on purpose. */
export const apiPaths = ['/v3', '/sns', '/cgi-bin', '/wxa', '/xpay'];

const usualDelayMs = 1000;

type Befall = (context: Context, request: Request, response: Response, rule: RequestRule) => 'handle' | 'leave';

/** A reset and not an orderly end: the client cannot take it for an empty answer. */
const cut = ({ socket }: Request): void => void socket.resetAndDestroy();

const befall: Readonly<Record<TransportFault, Befall>> = {
  reset: (_context, request) => {
    cut(request);
    return 'leave';
  },
  timeout_before: () => 'leave',
  timeout_after_commit: (_context, _request, response) => {
    insteadOfAnswer(response, () => {});
    return 'handle';
  },
  reset_after_commit: (_context, request, response) => {
    insteadOfAnswer(response, () => cut(request));
    return 'handle';
  },
  rate_limited: (context, request, response) => {
    refuseInHouseStyle(context, request, response, 'rate_limited');
    return 'leave';
  },
  system_error: (context, request, response) => {
    refuseInHouseStyle(context, request, response, 'system_error');
    return 'leave';
  },
  slow_body: (_context, _request, response, rule) => {
    answerSlowly(response, rule.delay_ms ?? usualDelayMs);
    return 'handle';
  },
};

/** Before all APIs of WeChat: what is to befall a request is drawn as it comes in. */
export function faultRequests(context: Context): RequestHandler {
  return (request, response, next) => {
    const rule = drawTransportFault(context, request.originalUrl);
    if (!rule || befall[rule.fault](context, request, response, rule) === 'handle') next();
  };
}
