import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { sendProblem } from '../send-problem.ts';

/** Everything from here; the dashboard sets styles on elements, and fonts of other hosts are not fetched. */
const HEADERS = {
  'Content-Security-Policy': [
    ...["default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:"],
    ...["font-src 'self'", "connect-src 'self'", "base-uri 'self'", "form-action 'none'", "frame-ancestors 'none'"],
  ].join('; '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
};
const READS: readonly string[] = ['GET', 'HEAD'];

/**
 * Lets in whoever has the token, as the password of any name (browsers ask for it) or as a bearer. A change is refused unless
 * changes are allowed and it comes from a page of ours: browsers send the password along whoever made them ask.
 */
export function onlyOperators(token: string, mayWrite: boolean): RequestHandler {
  const right = digest(token);
  return (req, res, next) => {
    res.set(HEADERS);
    if (!timingSafeEqual(digest(givenBy(req)), right)) {
      return sendProblem(
        req,
        res.set('WWW-Authenticate', 'Basic realm="operators", charset="UTF-8"'),
        'operator_unknown',
      );
    }
    if (!READS.includes(req.method) && !(mayWrite && isOurs(req))) return sendProblem(req, res, 'dashboard_read_only');
    next();
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function givenBy({ headers }: Request): string {
  const [, scheme = '', value = ''] = /^(Basic|Bearer) (\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (scheme.toLowerCase() !== 'basic') return value;
  const decoded = Buffer.from(value, 'base64').toString();
  return decoded.slice(decoded.indexOf(':') + 1);
}

/** No browser, or one that says that its page is from here. */
const isOurs = ({ headers }: Request): boolean => (headers['sec-fetch-site'] ?? 'same-origin') === 'same-origin';
