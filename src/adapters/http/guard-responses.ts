import type { RequestHandler } from 'express';

const ONE_YEAR_SECONDS = 31_536_000;

/** What is no page is opened in no frame, runs nothing and loads nothing. Pages and pictures say in its place what they need. */
const AT_REST = {
  'Content-Security-Policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** `publicUrl`: where browsers reach us. Once by https, never without it, also at names below that one. */
export const headersOf = (publicUrl: string): Readonly<Record<string, string>> =>
  publicUrl.startsWith('https:')
    ? { ...AT_REST, 'Strict-Transport-Security': `max-age=${ONE_YEAR_SECONDS}; includeSubDomains` }
    : AT_REST;

/** What every response tells a browser, unless it says something else. */
export function guardResponses(publicUrl: string): RequestHandler {
  const headers = headersOf(publicUrl);
  return (_req, res, next) => {
    res.set(headers);
    next();
  };
}

/** For what is meant to run in a browser and says nothing itself. */
export const withoutPolicy: RequestHandler = (_req, res, next) => {
  res.removeHeader('Content-Security-Policy');
  next();
};
