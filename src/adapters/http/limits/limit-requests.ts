import type { Application, Request, RequestHandler, Response } from 'express';
import {
  LIMIT_WINDOW_SECONDS,
  type LimitName,
  type LimitVerdict,
  NO_LIMITS,
  type RequestLimiter,
} from '../../../application/shared/request-limiter.ts';
import { blockOf } from '../../../domain/keyvault/network.ts';
import { peerOf } from '../peer-of.ts';
import type { ProblemCode } from '../problem-table.ts';
import { type Extra, sendProblem } from '../send-problem.ts';

const SETTING = 'seahorse request limiter';
const SECOND_MS = 1_000;

export const limitWith = (app: Application, limiter: RequestLimiter): void => void app.set(SETTING, limiter);

/** Who is one client, as far as addresses tell. */
export function clientOf(req: Request): string {
  const peer = peerOf(req);
  return peer ? blockOf(peer) : 'unknown';
}

/** Counts this request; false: it was one too many, and the caller has been told so. */
export async function isWithinLimit(req: Request, res: Response, name: LimitName, who: string): Promise<boolean> {
  const limiter: RequestLimiter = req.app.get(SETTING) ?? NO_LIMITS;
  const verdict = await limiter.take(name, who);
  if (!verdict) return true;
  tell(res, name, verdict);
  if (verdict.isWithin) return true;
  res.set('Retry-After', String(secondsOf(verdict)));
  sendProblem(req, res, 'too_many_requests');
  return false;
}

/** So many from one address, whoever they are. */
export const limitByAddress =
  (name: LimitName): RequestHandler =>
  async (req, res, next) => {
    if (await isWithinLimit(req, res, name, clientOf(req))) next();
  };

/** What a service is told that has shown nothing good. Only these are counted: a good token is never in anybody's way. */
const GUESSES: ReadonlySet<ProblemCode> = new Set(['service_token_unknown', 'signature_wrong']);

/** Refuses a backend service; an address that guesses hears after a while only that it does so too often. */
export async function refuseCaller(req: Request, res: Response, code: ProblemCode, extra: Extra = {}): Promise<void> {
  if (GUESSES.has(code) && !(await isWithinLimit(req, res, 'failed_caller', clientOf(req)))) return;
  sendProblem(req, res, code, extra);
}

/** Answers a code that nobody knows; an address that guesses hears after a while only that it does so too often. */
export async function refuseCode(req: Request, res: Response, code: ProblemCode): Promise<void> {
  if (await isWithinLimit(req, res, 'failed_code', clientOf(req))) sendProblem(req, res, code);
}

/** The header fields of the IETF's draft (draft-ietf-httpapi-ratelimit-headers): what is allowed, and what is left of it. */
function tell(res: Response, name: LimitName, verdict: LimitVerdict): void {
  res.set('RateLimit-Policy', `"${name}";q=${verdict.limit};w=${LIMIT_WINDOW_SECONDS}`);
  res.set('RateLimit', `"${name}";r=${verdict.left};t=${secondsOf(verdict)}`);
}

const secondsOf = ({ resetMs }: LimitVerdict): number => Math.max(1, Math.ceil(resetMs / SECOND_MS));
