import type { ErrorRequestHandler, Request, Response } from 'express';
import type { Context } from '../context.ts';
import { identityFor } from '../credentials/keyring.ts';
import { drawAnswerFault } from '../faults/draw-request-fault.ts';
import { signAnswer } from '../faults/sign-answer.ts';
import { type Answer, refuse } from './answer.ts';
import { newRequestId } from './sign-headers.ts';

const failureNumber = 268435456;

/** Errors carry no signature: WeChat's clients verify 2xx only. */
export function sendAnswer(context: Context, request: Request, response: Response, answer: Answer): void {
  const { keyring, log } = context;
  const { status, body } = answer;
  const succeeded = status < 300;
  response.status(status).set('Request-ID', newRequestId(succeeded ? 0 : failureNumber));
  if (body) response.set('Content-Type', 'application/json; charset=utf-8');
  if (succeeded) {
    const identity = answer.signedBy ?? identityFor(keyring, request.get('wechatpay-serial'));
    const fault = drawAnswerFault(context, request.originalUrl)?.fault;
    response.set(signAnswer(body, keyring.signers[identity], fault));
  }
  response.end(body);
  log({ event: 'pay_api', method: request.method, target: request.originalUrl, status });
}

/** A body too large, a path badly encoded: the client's fault. Everything else is ours. */
export const answerFault =
  (context: Context): ErrorRequestHandler =>
  (fault, request, response, _next) => {
    const status = Number((fault as { status?: unknown }).status);
    if (status >= 400 && status < 500)
      return sendAnswer(context, request, response, refuse(400, 'PARAM_ERROR', '参数错误'));
    context.log({ event: 'fault', message: String(fault) });
    sendAnswer(context, request, response, refuse(500, 'SYSTEM_ERROR', '系统异常，请稍后重试'));
  };
