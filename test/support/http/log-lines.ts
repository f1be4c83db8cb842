import type { Logger } from 'pino';
import { createLogger } from '../../../src/cli/system/logger.ts';

/** The system's own logger, at its most talkative, whose lines stay in memory. */
export function capturingLogger(): { readonly logger: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  const logger = createLogger({ logLevel: 'trace' }, 'trace', { write: (line) => void lines.push(line) });
  return { logger, lines };
}
