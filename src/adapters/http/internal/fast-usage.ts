import type { IncomingMessage } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { callerOf } from '../authorize.ts';
import type { RequestWatch } from '../measure-requests.ts';
import type { ProblemCode } from '../problem-table.ts';
import { requestIdOf, traceOf } from '../request-id.ts';
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
export function fastUsage({ chargeUsage }: UseCases, logger: Logger, { route }: RequestWatch): RequestHandler {
  const note = route('POST', '/internal/v1/usage');
  return async (req, res, next) => {
    const { headers } = req;
    if (headers['content-type'] !== 'application/json' || hasMore(headers)) return next();
    const startedAt = performance.now();
    try {
      const text = await readText(req);
      if (text === null) return refuse(req, res, 'body_too_large', note);
      const body = parse(text);
      if (body === undefined) return refuse(req, res, 'malformed_json', note);
      req.body = body;
      const caller = callerOf(req);
      const idempotencyKey = headers['idempotency-key'];
      const parsed = UsageBody.safeParse(body);
      if (!caller || !parsed.success || typeof idempotencyKey !== 'string' || !IDEMPOTENCY_KEY.test(idempotencyKey)) {
        return next();
      }
      const { api_key: keyToken, api: apiCode, quantity, client_ip: clientIp = null } = parsed.data;
      const outcome = await chargeUsage({ caller, keyToken, apiCode, quantity, idempotencyKey, clientIp });
      if (outcome.kind === 'allowed' && !outcome.replayed) sendJson(req, res, allowedJson(outcome));
      else if (outcome.kind === 'refused') sendJson(req, res, refusedJson(outcome.refusal));
      else
        await sendUsage(
          req,
          res.set({ 'X-Request-Id': requestIdOf(req), 'X-Content-Type-Options': 'nosniff' }),
          outcome,
        );
    } catch (fault) {
      // Whoever answers faults writes them down as well, of requests that have been through the ordinary log.
      req.log = logger.child({ req: lineOf(req), ...traceOf(req) });
      res.once('finish', () => note(res.statusCode, secondsSince(startedAt)));
      throw fault;
    }
    note(res.statusCode, secondsSince(startedAt));
    log(logger, req, res, startedAt);
  };
}

const secondsSince = (startedAt: number): number => (performance.now() - startedAt) / 1_000;

function refuse(req: Request, res: Response, code: ProblemCode, note: (status: number, seconds: number) => void): void {
  sendProblem(req, res, code);
  note(res.statusCode, 0);
}

const hasMore = (headers: IncomingMessage['headers']): boolean =>
  headers['content-encoding'] !== undefined || headers['seahorse-signature'] !== undefined;

/** The body as text; null: it is longer than we take. */
function readText(req: IncomingMessage): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    req.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= BODY_LIMIT) chunks.push(chunk);
    });
    req.on('end', () => resolve(length > BODY_LIMIT ? null : textOf(chunks)));
    req.on('error', reject);
  });
}

const textOf = ([only, ...others]: readonly Buffer[]): string =>
  only === undefined ? '' : (others.length === 0 ? only : Buffer.concat([only, ...others])).toString();

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

/** All headers at once, as a list: Node writes it as it is, and need not merge it with any that were set before. */
function sendJson(req: Request, res: Response, json: object): void {
  const text = JSON.stringify(json);
  const length = String(Buffer.byteLength(text));
  res.writeHead(200, [
    ...['Content-Type', JSON_TYPE, 'Content-Length', length, 'Cache-Control', 'no-store'],
    ...['X-Request-Id', requestIdOf(req), 'X-Content-Type-Options', 'nosniff'],
  ]);
  res.end(text);
}

/** The same fields as `requestLog`, when somebody listens. */
function log(logger: Logger, req: Request, res: Response, startedAt: number): void {
  if (!logger.isLevelEnabled('info')) return;
  const responseTime = Math.round(performance.now() - startedAt);
  const { statusCode } = res;
  logger.info({ req: lineOf(req), ...traceOf(req), res: { statusCode }, responseTime }, 'request completed');
}

const lineOf = (req: Request) => ({ id: requestIdOf(req), method: req.method, path: req.path });
