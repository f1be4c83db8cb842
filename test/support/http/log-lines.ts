import type { Logger } from 'pino';
import { createLogger } from '../../../src/cli/system/logger.ts';
import { noteOutput } from '../leaks/note.ts';

/** The system's own logger, at its most talkative, whose lines stay in memory. */
export function capturingLogger(): { readonly logger: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  const write = (line: string): void => {
    lines.push(line);
    noteOutput('log', line);
  };
  const logger = createLogger({ logLevel: 'trace' }, 'trace', { write });
  return { logger, lines };
}
