import { type DestinationStream, type Logger, pino } from 'pino';
import { withoutRow } from '../../adapters/http/request-log.ts';
import type { Config } from './config.ts';
import { redact } from './redact.ts';
import { currentRun } from './run-context.ts';

/** JSON lines on standard error: standard output belongs to what a command has to say. */
export const createLogger = (
  config: Pick<Config, 'logLevel'>,
  usual: string,
  out: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger =>
  pino(
    {
      ...{ level: config.logLevel ?? usual, base: null, serializers: { err } },
      mixin: () => ({ ...currentRun() }),
      hooks: { streamWrite: redact },
    },
    out,
  );

const err = pino.stdSerializers.wrapErrorSerializer(withoutRow);
