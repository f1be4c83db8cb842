import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Lets one backend service in. */
export function checkBearer(token: string): RequestHandler {
  const wanted = sha256(`Bearer ${token}`);
  return (req, res, next) => {
    if (timingSafeEqual(sha256(req.headers.authorization ?? ''), wanted)) next();
    else res.sendStatus(401);
  };
}
