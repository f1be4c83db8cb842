import type { Response } from 'express';

/** Swagger UI sets styles on elements; nothing else does, and no page has a script of its own but by its address. */
type Needs = { readonly inlineStyles: boolean };

const policy = ({ inlineStyles }: Needs): string =>
  [
    "default-src 'none'",
    `style-src 'self'${inlineStyles ? " 'unsafe-inline'" : ''}`,
    ...["script-src 'self'", "img-src 'self' data:", "connect-src 'self'"],
    ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
  ].join('; ');

/** Nothing but ours is loaded, nobody shows it in a frame, and no page that it leads to learns where from. */
export const guardPage = (res: Response, needs: Needs): Response =>
  res
    .set('Content-Security-Policy', policy(needs))
    .set('X-Content-Type-Options', 'nosniff')
    .set('Referrer-Policy', 'no-referrer')
    .set('Cross-Origin-Opener-Policy', 'same-origin');
