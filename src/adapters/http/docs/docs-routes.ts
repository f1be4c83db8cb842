import { type Request, type Response, Router } from 'express';
import { sendProblem } from '../send-problem.ts';
import { findAssetAt } from './assets.ts';
import { errorPage } from './error-page.ts';
import { openLibrary, type ShelvedGuide } from './guide-library.ts';
import { framePage, type Page } from './page-frame.ts';
import { referencePage } from './reference-page.ts';
import { guardPage } from './security-headers.ts';

/** Below DOCS_PATH: guides, the reference, the error codes, and what these pages need. */
export function docsRoutes(): Router {
  const router = Router();
  const library = openLibrary();
  const show = async (res: Response, page: Page): Promise<void> => sendPage(res, page, await library());
  const showGuide = async (req: Request, res: Response): Promise<void> => {
    const guide = guideAt(req, await library());
    if (!guide) return sendProblem(req, res, 'not_found');
    await show(res, { ...guide, body: guide.html, isProse: true, scripts: ['copy-code.js'] });
  };
  router.get('/errors', (_req, res) => show(res, errorPage));
  router.get('/api', (_req, res) => show(res, referencePage));
  router.get('/assets/:name', sendAsset);
  for (const path of ['/', '/:guide', '/zh/:guide']) router.get(path, showGuide);
  return router;
}

function guideAt({ baseUrl, path }: Request, guides: readonly ShelvedGuide[]): ShelvedGuide | undefined {
  const asked = `${baseUrl}${path}`.replace(/\/$/, '');
  return guides.find(({ at }) => at === asked);
}

async function sendPage(res: Response, page: Page, guides: readonly ShelvedGuide[]): Promise<void> {
  const html = await framePage(page, guides);
  guardPage(res, { inlineStyles: page === referencePage })
    .set('Cache-Control', 'no-cache')
    .type('html')
    .send(html);
}

async function sendAsset(req: Request<{ name: string }>, res: Response): Promise<void> {
  const asset = await findAssetAt(req.params.name);
  if (!asset) return sendProblem(req, res, 'not_found');
  const zipped = req.acceptsEncodings('gzip') === 'gzip';
  if (zipped) res.set('Content-Encoding', 'gzip');
  res
    .set('Cache-Control', 'public, max-age=31536000, immutable')
    .set('X-Content-Type-Options', 'nosniff')
    .vary('Accept-Encoding')
    .type(asset.type)
    .send(Buffer.from(zipped ? asset.gzipped : asset.bytes));
}
