import type { Request, RequestHandler } from 'express';
import { AVATARS_PATH } from './avatars.ts';
import { DOCS_PATH } from './docs/site-map.ts';
import { OFFICIAL_ACCOUNT_PATH } from './wechat/official-account.ts';
import { NOTIFY_PATH } from './wechat/payment-notification.ts';
import { PUSH_PATH } from './wechat/push.ts';

/** Port. Gives for a route how to note an answer of it: its status (0: the caller had gone) and how long it took. */
export type RequestWatch = {
  readonly route: (method: string, route: string) => (status: number, seconds: number) => void;
};
export const NOBODY_WATCHES: RequestWatch = { route: () => () => {} };

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** Where routers are mounted. `req.baseUrl` would tell, were it not forgotten on the way to the end of a fault. */
const MOUNTS = [
  ...['/internal/v1', '/api/v1', '/api/payment', '/api/web', '/preview'],
  ...[DOCS_PATH, AVATARS_PATH, OFFICIAL_ACCOUNT_PATH, PUSH_PATH, NOTIFY_PATH],
];

/** Notes every request under the template of its route. What has no route (a page, a path that does not exist) is one of them. */
export const measureRequests =
  ({ route }: RequestWatch): RequestHandler =>
  (req, res, next) => {
    const startedAt = performance.now();
    res.once('close', () => {
      const note = route(METHODS.has(req.method) ? req.method : 'other', templateOf(req));
      note(res.writableFinished ? res.statusCode : 0, (performance.now() - startedAt) / 1_000);
    });
    next();
  };

export function templateOf({ route, originalUrl }: Pick<Request, 'route' | 'originalUrl'>): string {
  const path: unknown = (route as { readonly path?: unknown } | undefined)?.path;
  if (typeof path !== 'string') return 'none';
  const mount = MOUNTS.find((at) => isBelow(originalUrl, at));
  if (!mount || isBelow(path, mount)) return path;
  return path === '/' ? mount : mount + path;
}

const isBelow = (url: string, at: string): boolean => url.startsWith(at) && /^$|^[/?]/.test(url.slice(at.length));
