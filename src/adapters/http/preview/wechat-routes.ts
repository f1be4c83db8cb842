import { json, type RequestHandler, Router } from 'express';
import { sendProblem } from '../send-problem.ts';

export type SimulatedWechat = {
  /** Its control API: what the phone and its owner do. */
  readonly controlUrl: string;
  readonly appid: string;
};

/** What a phone can do, and no more of the control API. */
const OF_A_PHONE: readonly RegExp[] = [
  /^POST \/(login-codes|request-payment|request-virtual-payment|subscribe)$/,
  /^POST \/(xpay\/)?orders\/[\w-]+\/(pay|cancel|fail)$/,
  /^GET \/orders\/[\w-]+$/,
];

/** The simulator listens to this machine alone, since whoever reaches it can pay any order. So does the way to it. */
export function wechatRoutes({ controlUrl, appid }: SimulatedWechat): Router {
  const router = Router();
  router.use(fromHere, json());
  router.get('/account', (_req, res) => {
    res.json({ appid });
  });
  router.use(async (req, res) => {
    if (!OF_A_PHONE.some((allowed) => allowed.test(`${req.method} ${req.path}`))) {
      return sendProblem(req, res, 'not_found');
    }
    const sent = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(req.body) };
    const answer = await fetch(`${controlUrl}${req.path}`, req.method === 'POST' ? sent : {});
    res.status(answer.status).json(await answer.json());
  });
  return router;
}

const fromHere: RequestHandler = (req, res, next) => {
  if (/^(::ffff:)?127\.|^::1$/.test(req.socket.remoteAddress ?? '')) next();
  else sendProblem(req, res, 'not_found');
};
