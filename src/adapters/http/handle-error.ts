import type { ErrorRequestHandler } from 'express';
import { Unavailable } from '../../domain/shared/faults.ts';
import type { ProblemCode } from './problem-table.ts';
import { sendProblem } from './send-problem.ts';

/** What body-parser calls its refusals (`error.type`). */
const BODY_PROBLEMS: Readonly<Record<string, ProblemCode>> = {
  'entity.too.large': 'body_too_large',
  'entity.parse.failed': 'malformed_json',
  'charset.unsupported': 'unsupported_encoding',
  'encoding.unsupported': 'unsupported_encoding',
};

/** Cut off, or compressed wrongly. */
const UNREADABLE = { errors: [{ pointer: '', detail: 'the body could not be read' }] };

/** The end of every fault: 503 where trying again helps, a 4xx where Express refused the request, else 500 and the log. */
export const handleError: ErrorRequestHandler = (error: unknown, req, res, next) => {
  if (res.headersSent) return next(error);
  // Broken off by the client, who reads no answer: no fault of ours.
  if (error !== null && req.errored === error) return void req.log.info({ err: error }, 'the client has gone');
  if (error instanceof Unavailable) {
    req.log.warn({ err: error }, 'unavailable');
    res.set('Retry-After', String(error.retryAfterSeconds));
    return sendProblem(req, res, `${error.dependency}_unavailable`);
  }
  const { type, status } = error as { type?: unknown; status?: unknown };
  const known = typeof type === 'string' ? BODY_PROBLEMS[type] : undefined;
  if (known) return sendProblem(req, res, known);
  // A path that is not even text is a path that does not exist.
  if (error instanceof URIError) return sendProblem(req, res, 'not_found');
  if (typeof status === 'number' && status >= 400 && status < 500)
    return sendProblem(req, res, 'invalid_request', UNREADABLE);
  req.log.error({ err: error }, 'request failed');
  sendProblem(req, res, 'internal_error');
};
