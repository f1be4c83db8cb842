import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { SeahorseUnreachable } from './errors.ts';
import type { SeahorseClient } from './seahorse-client.ts';
import type { RefusalCode, Refused, UsageAllowed } from './types.ts';

/** What a route of Express gets, as far as it matters here. */
type Req = IncomingMessage & { readonly ip?: string | undefined };
type Res = ServerResponse & { locals?: Record<string, unknown> };
type Next = (error?: unknown) => void;
export type ChargedCall = UsageAllowed & { readonly idempotencyKey: string };

export type ChargeRouteOptions = {
  readonly client: SeahorseClient;
  /** The code of the API that the route serves. */
  readonly api: string;
  /** How many calls the request counts for; 1 unless said. */
  readonly quantity?: (req: Req) => number;
  /** Where the caller's key is; `Authorization: Bearer` or `X-Api-Key` unless said. */
  readonly keyOf?: (req: Req) => string | undefined;
  /** Of the caller; `req.ip` unless said, which is right only if Express knows its proxies (`trust proxy`). */
  readonly clientIpOf?: (req: Req) => string | undefined;
  /** Names this one call; the caller's `Idempotency-Key` unless said, else a new one. */
  readonly idempotencyKeyOf?: (req: Req) => string;
  /** Whether the points go back when the route answers with 5xx, or the caller goes away before; true unless said. */
  readonly reverseFailures?: boolean;
  /** Told of points that could not be given back: they have to be later. */
  readonly onReverseFailed?: (usageId: string, error: unknown) => void;
};

const STATUS: Partial<Record<RefusalCode, number>> = {
  ...{ insufficient_points: 402, scope_missing: 403, client_ip_missing: 403, ip_not_allowed: 403 },
  ...{ rate_limited: 429, daily_budget_exhausted: 429, total_budget_exhausted: 402 },
};

/**
 * A middleware for Express that charges a route: the points are taken before the handler runs, and go back when it fails. The
 * handler finds the answer in `res.locals.seahorse`.
 */
export function chargeRoute(options: ChargeRouteOptions) {
  return async (req: Req, res: Res, next: Next): Promise<void> => {
    const idempotencyKey = (options.idempotencyKeyOf ?? ownOrNewKey)(req);
    const answer = await charge(options, req, idempotencyKey).catch((error: unknown) => error);
    if (answer instanceof SeahorseUnreachable) return sendUnavailable(res);
    if (answer instanceof Error) return next(answer);
    const { allowed } = answer as UsageAllowed | Refused;
    if (!allowed) return refuse(res, answer as Refused);
    const charged = { ...(answer as UsageAllowed), idempotencyKey };
    res.locals = { ...res.locals, seahorse: charged };
    res.setHeader('X-Points-Left', String(charged.points_left));
    if (options.reverseFailures ?? true) reverseIfItFails(options, res, charged);
    next();
  };
}

function charge({ client, api, ...options }: ChargeRouteOptions, req: Req, idempotencyKey: string) {
  const clientIp = (options.clientIpOf ?? (({ ip, socket }: Req) => ip ?? socket.remoteAddress))(req);
  const usage = {
    ...{ api_key: (options.keyOf ?? bearerOrHeader)(req) ?? '', api, quantity: options.quantity?.(req) ?? 1 },
    ...(clientIp === undefined ? {} : { client_ip: clientIp }),
  };
  return client.charge(usage, idempotencyKey);
}

function reverseIfItFails({ client, onReverseFailed }: ChargeRouteOptions, res: Res, { usage_id }: ChargedCall): void {
  res.once('close', () => {
    if (res.writableFinished && res.statusCode < 500) return;
    client
      .reverse(usage_id, `the route answered ${res.writableFinished ? res.statusCode : 'nobody'}`)
      .catch((error) => {
        if (onReverseFailed) onReverseFailed(usage_id, error);
        else process.emitWarning(`points of ${usage_id} were not given back: ${String(error)}`);
      });
  });
}

function refuse(res: Res, { code, message, ...figures }: Refused): void {
  const status = STATUS[code] ?? 401;
  if (status === 429 && figures.retry_at) {
    res.setHeader('Retry-After', String(Math.max(1, Math.ceil((Date.parse(figures.retry_at) - Date.now()) / 1_000))));
  }
  sendProblem(res, status, { title: 'The call was refused', detail: message, ...figures, code });
}

function sendUnavailable(res: Res): void {
  res.setHeader('Retry-After', '2');
  const detail = 'Repeat the same request, with the same Idempotency-Key, after "Retry-After".';
  sendProblem(res, 503, { title: 'Points cannot be taken right now', detail, code: 'points_unavailable' });
}

function sendProblem(res: Res, status: number, problem: object): void {
  res.writeHead(status, { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' });
  res.end(JSON.stringify({ type: 'about:blank', status, ...problem }));
}

function bearerOrHeader({ headers }: Req): string | undefined {
  const given = headers['x-api-key'];
  return /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? (typeof given === 'string' ? given : undefined);
}

function ownOrNewKey({ headers }: Req): string {
  const given = headers['idempotency-key'];
  return typeof given === 'string' && /^[\x21-\x7e]{1,128}$/.test(given) ? given : randomUUID();
}
