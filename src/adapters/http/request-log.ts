import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger, SerializedError } from 'pino';
import { pinoHttp } from 'pino-http';
import { requestIdOf, traceOf } from './request-id.ts';

/** Asked every few seconds by whoever watches. */
const WATCHED: ReadonlySet<string> = new Set(['/livez', '/readyz', '/startupz', '/metrics']);

/** One line per request: who, what, how long. Headers and bodies stay out of the log, and with them every token. */
export const requestLog = (logger: Logger) =>
  pinoHttp<IncomingMessage, ServerResponse>({
    logger,
    genReqId: (req, res) => {
      const id = requestIdOf(req);
      res.setHeader('X-Request-Id', id);
      return id;
    },
    serializers: {
      req: ({ id, method, url }: { id: string; method: string; url: string }) => ({ id, method, path: pathOf(url) }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
      err: withoutRow,
    },
    customProps: traceOf,
    customLogLevel: (_req, res, error) => (error || res.statusCode >= 500 ? 'error' : 'info'),
    autoLogging: { ignore: (req) => WATCHED.has(req.url ?? '') },
  });

/** PostgreSQL quotes the row that it refused in `detail`, openids and all. */
export const withoutRow = ({ detail: _row, ...error }: SerializedError): Omit<SerializedError, 'detail'> => error;

/** A query may carry what does not belong into a log. */
const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';
