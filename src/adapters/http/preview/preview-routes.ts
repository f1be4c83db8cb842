import path from 'node:path';
import { type RequestHandler, Router } from 'express';
import { sendProblem } from '../send-problem.ts';
import { type SimulatedWechat, wechatRoutes } from './wechat-routes.ts';

/** Where the files of the preview come from; null: there is no such file. */
export type PreviewFiles = { read(file: string): Promise<Uint8Array | string | null> };

/** The mini-program in a browser, at the address of the API; only where WeChat is simulated. */
export function previewRoutes(files: PreviewFiles, wechat: SimulatedWechat): Router {
  const router = Router({ strict: true });
  router.use('/wechat', wechatRoutes(wechat));
  router.get('/app', (_req, res) => res.redirect('/preview/app/'));
  router.get(/.*/, fileRoute(files));
  return router;
}

const fileRoute =
  (files: PreviewFiles): RequestHandler =>
  async (req, res) => {
    const name = req.path.slice(1);
    const content = await files.read(name);
    if (content === null) return sendProblem(req, res, 'not_found');
    res.type(path.extname(name) || '.html').send(typeof content === 'string' ? content : Buffer.from(content));
  };
