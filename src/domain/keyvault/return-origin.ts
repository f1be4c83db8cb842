import type { Brand } from '../shared/brand.ts';

/** Where a service may have its users sent back to: `https://shop.example.com`, also with a port. */
export type ReturnOrigin = Brand<string, 'ReturnOrigin'>;

export const MOST_RETURN_ORIGINS = 20;

const LOCAL: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * An address that a browser may be sent to: https, or http on the developer's own machine; without a user, which would make
 * another host look like the one that is meant.
 */
export function parseReturnUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return null;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOCAL.has(url.hostname)) ? url : null;
}

/** An origin and nothing behind it; in the form in which browsers compare them. */
export function parseReturnOrigin(text: string): ReturnOrigin | null {
  const url = parseReturnUrl(text);
  const isBare = url !== null && url.pathname === '/' && url.search === '' && url.hash === '' && !/[?#]/.test(text);
  return isBare ? (url.origin as ReturnOrigin) : null;
}

/** A way back that is not on the list would make our pages send people anywhere. */
export function mayReturnTo(origins: readonly ReturnOrigin[], text: string): boolean {
  const url = parseReturnUrl(text);
  return url !== null && (origins as readonly string[]).includes(url.origin);
}
