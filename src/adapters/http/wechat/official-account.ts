import { setTimeout as delay } from 'node:timers/promises';
import express, { type Request, type Response, Router } from 'express';
import { requestIdOf } from '../request-id.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { atMost, HANDLED_AT_ONCE } from './at-most.ts';
import { followerText } from './follower-text.ts';
import { singleValues } from './single-values.ts';

/** Entered at WeChat as the address of the official account (服务器配置). */
export const OFFICIAL_ACCOUNT_PATH = '/api/webhook/wechat-oa';
const LIMIT = '64kb';
/** WeChat gives up after 5 s and then tells the follower that the account is out of order. What is stored will be handled. */
const PATIENCE_MS = 3_500;

type Needs = Pick<UseCases, 'answerAccountCheck' | 'receiveFollowerMessage' | 'greetFollower' | 'writeFollowerReply'>;

/** GET OFFICIAL_ACCOUNT_PATH: is this address ours? POST: what a follower has done, read as the bytes that came. */
export function officialAccountRoute(useCases: Needs): Router {
  const { answerAccountCheck, receiveFollowerMessage, writeFollowerReply } = useCases;
  const greet = greeter(useCases);
  const router = Router();
  router.get('/', (req, res) => {
    const echo = answerAccountCheck(singleValues(req));
    if (echo === null) sendProblem(req, res, 'notification_refused');
    else res.type('text/plain').send(echo);
  });
  router.post('/', express.raw({ type: () => true, limit: LIMIT, inflate: false }), async (req, res) => {
    const patience = delay(PATIENCE_MS, null, { ref: false });
    const body: Uint8Array = Buffer.isBuffer(req.body) ? req.body : new Uint8Array();
    const received = await receiveFollowerMessage({ query: singleValues(req), body });
    if (received.kind === 'refused') {
      req.log.warn({ reason: received.reason }, 'message to the official account refused');
      return sendProblem(req, res, 'notification_refused', { reason: received.reason });
    }
    if (received.kind === 'nothing_to_do') return answerNothing(res);
    const greeting = await Promise.race([greet(req, received.messageKey), patience]);
    if (greeting === null) return answerNothing(res);
    res.type('text/xml').send(writeFollowerReply(received.replyTo, followerText(greeting)));
  });
  return router;
}

/** The follower reads nothing. */
function answerNothing(res: Response): void {
  res.type('text/plain').send('success');
}

/** With places of its own: while WeChat is slow to say who somebody is, payments are not to wait for one. */
function greeter({ greetFollower }: Needs) {
  const ifFree = atMost(HANDLED_AT_ONCE);
  return (req: Request, messageKey: string) =>
    ifFree(() => greetFollower(messageKey, requestIdOf(req))).catch((error: unknown) => {
      req.log.error({ err: error }, 'message to the official account is stored, but not handled yet');
      return null;
    });
}
