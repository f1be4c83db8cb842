import type { IncomingMessage } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { callerOf } from '../authorize.ts';
import { requestIdOf } from '../request-id.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { IDEMPOTENCY_KEY } from './idempotency-key.ts';
import { sendUsage } from './usage.ts';
import { allowedJson, refusedJson } from './usage-json.ts';
import { UsageBody } from './usage-schema.ts';

/** Of the ordinary JSON parser. */
const BODY_LIMIT = 32_768;
const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * POST /internal/v1/usage in its plain form, before anything else that Express would run: no log object, no parser, no
 * `res.json`. What is out of the ordinary in any way (an encoding, a signature, a dry run, a mistake) is handed on, with the
 * body that was read, to the ordinary route, which answers alike. `npm run bench` measures it.
 */
export function fastUsage({ chargeUsage }: UseCases, logger: Logger): RequestHandler {
  return async (req, res, next) => {
    const { headers } = req;
    if (headers['content-type'] !== 'application/json' || hasMore(headers)) return next();
    // For problems and faults, which are answered here without the ordinary log of requests.
    req.log = logger;
    res.setHeader('X-Request-Id', requestIdOf(req));
    const text = await readText(req);
    if (text === null) return sendProblem(req, res, 'body_too_large');
    const body = parse(text);
    if (body === undefined) return sendProblem(req, res, 'malformed_json');
    req.body = body;
    const caller = callerOf(req);
    const idempotencyKey = headers['idempotency-key'];
    const parsed = UsageBody.safeParse(body);
    if (!caller || !parsed.success || typeof idempotencyKey !== 'string' || !IDEMPOTENCY_KEY.test(idempotencyKey)) {
      return next();
    }
    const { api_key: keyToken, api: apiCode, quantity, client_ip: clientIp = null } = parsed.data;
    const startedAt = performance.now();
    const outcome = await chargeUsage({ caller, keyToken, apiCode, quantity, idempotencyKey, clientIp });
    if (outcome.kind === 'allowed' && !outcome.replayed) sendJson(res, allowedJson(outcome));
    else if (outcome.kind === 'refused') sendJson(res, refusedJson(outcome.refusal));
    else sendUsage(req, res, outcome);
    log(logger, req, res, startedAt);
  };
}

const hasMore = (headers: IncomingMessage['headers']): boolean =>
  headers['content-encoding'] !== undefined || headers['seahorse-signature'] !== undefined;

/** The body as text; null: it is longer than we take. */
function readText(req: IncomingMessage): Promise<string | null> {
  return new Promise((resolve, reject) => {
    let text = '';
    let isTooLong = false;
    req.setEncoding('utf8');
    req.on('data', (chunk: string) => {
      if (text.length + chunk.length > BODY_LIMIT) isTooLong = true;
      else text += chunk;
    });
    req.on('end', () => resolve(isTooLong ? null : text));
    req.on('error', reject);
  });
}

/** As the ordinary parser reads it: nothing is an empty object, and what is neither object nor list is no JSON for us. */
function parse(text: string): unknown {
  if (text === '') return {};
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sendJson(res: Response, json: object): void {
  const text = JSON.stringify(json);
  res.writeHead(200, {
    'Content-Type': JSON_TYPE,
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
  });
  res.end(text);
}

/** The same fields as `requestLog`, when somebody listens. */
function log(logger: Logger, req: Request, res: Response, startedAt: number): void {
  if (!logger.isLevelEnabled('info')) return;
  const responseTime = Math.round(performance.now() - startedAt);
  const { statusCode } = res;
  logger.info(
    { req: { id: requestIdOf(req), method: req.method, path: req.path }, res: { statusCode }, responseTime },
    'request completed',
  );
}
