import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Request, type Response, Router } from 'express';
import { publicUrlOf } from '../public-url.ts';
import { sendProblem } from '../send-problem.ts';
import { type BuiltPages, ENCODINGS, readBuiltPages } from './built-pages.ts';

/** Where `npm run build:web` puts them. */
export const PAGES_FOLDER = fileURLToPath(new URL('../../../../web/dist/', import.meta.url));

const PAGES = [
  ['/pricing', 'pricing.html'],
  ['/payment/checkout', 'checkout.html'],
  ['/payment/result', 'result.html'],
] as const;
const NOT_BUILT_RETRY_SECONDS = 30;

/** Everything comes from here, and nothing but scripts that were built runs: no page of ours has a script or a style in it. */
const HEADERS = {
  'Content-Security-Policy': [
    ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'"],
    ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
  ].join('; '),
  // The address of a page names an order.
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

/** The pages of the web checkout, and what they load. What they show they ask the API for. */
export function pageRoutes(folder = PAGES_FOLDER): Router {
  const router = Router();
  let built: BuiltPages | null = null;
  const read = async (): Promise<BuiltPages | null> => {
    built ??= await readBuiltPages(folder);
    return built;
  };
  for (const [at, name] of PAGES) {
    router.get(at, async (req, res) => {
      const page = (await read())?.pages.get(name);
      res.set(HEADERS).set('Cache-Control', 'no-cache');
      if (page === undefined) return notBuilt(req, res);
      res.type('html').send(inPlace(page, publicUrlOf(req)));
    });
  }
  router.get('/assets/:name', async (req, res) => sendAsset(req, res, (await read())?.assets ?? new Map()));
  return router;
}

/** The build knows nothing of the path under which PUBLIC_URL has us, nor how deep a page lies. */
const inPlace = (page: string, publicUrl: string): string =>
  page.replaceAll('"./assets/', `"${publicUrl && new URL(publicUrl).pathname.replace(/\/$/, '')}/assets/`);

function notBuilt(req: Request, res: Response): void {
  res.set('Cache-Control', 'no-store').set('Retry-After', String(NOT_BUILT_RETRY_SECONDS));
  sendProblem(req, res, 'pages_not_built');
}

/** A name is of one content for ever. */
function sendAsset(req: Request, res: Response, assets: BuiltPages['assets']): void {
  const name = String(req.params['name']);
  const asset = assets.get(name);
  res.set('X-Content-Type-Options', 'nosniff').set('Cache-Control', 'no-store');
  if (!asset) return sendProblem(req, res, 'not_found');
  const [encoding] = ENCODINGS.map(([each]) => each).filter(
    (each) => asset.compressed.has(each) && req.acceptsEncodings(each),
  );
  if (encoding) res.set('Content-Encoding', encoding);
  res
    .set('Vary', 'Accept-Encoding')
    .set('Cache-Control', 'public, max-age=31536000, immutable')
    .type(path.extname(name))
    .send(encoding ? asset.compressed.get(encoding) : asset.content);
}
