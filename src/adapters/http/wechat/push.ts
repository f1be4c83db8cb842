import express, { type Response, Router } from 'express';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import type { atMost } from './at-most.ts';
import { singleValues } from './single-values.ts';

/** Entered at WeChat as the address for 消息推送. */
export const PUSH_PATH = '/api/webhook/wechat-push';
const LIMIT = '64kb';

/** GET PUSH_PATH: is this address ours? POST PUSH_PATH: a message that WeChat pushes, read as the bytes that came. */
export function pushRoute(
  { receivePush, answerAddressCheck, handleNotification }: UseCases,
  ifFree: ReturnType<typeof atMost>,
): Router {
  const router = Router();
  router.get('/', (req, res) => {
    const echo = answerAddressCheck(singleValues(req));
    if (echo === null) sendProblem(req, res, 'notification_refused');
    else res.type('text/plain').send(echo);
  });
  router.post('/', express.raw({ type: () => true, limit: LIMIT, inflate: false }), async (req, res) => {
    const body: Uint8Array = Buffer.isBuffer(req.body) ? req.body : new Uint8Array();
    const received = await receivePush({ headers: {}, query: singleValues(req), body });
    if (received.kind === 'refused') {
      req.log.warn({ reason: received.reason }, 'push refused');
      return sendProblem(req, res, 'notification_refused', { reason: received.reason });
    }
    confirm(res, body);
    // WeChat takes the confirmation for the delivery of the goods: what is stored will be settled. The provider is asked now.
    await ifFree(() => handleNotification(received.notificationId)).catch((error: unknown) => {
      req.log.error({ err: error }, 'push is stored, but not looked into yet');
    });
  });
  return router;
}

/** In the format of the push, and never encrypted. */
function confirm(res: Response, body: Uint8Array): void {
  const isXml = Buffer.from(body.subarray(0, 64)).toString('utf8').trimStart().startsWith('<');
  if (isXml) res.type('text/xml').send('<xml><ErrCode>0</ErrCode><ErrMsg><![CDATA[success]]></ErrMsg></xml>');
  else res.json({ ErrCode: 0, ErrMsg: 'success' });
}
