import type { Logger } from 'pino';

const PATIENCE_MS = 20_000;

/**
 * Waits for SIGTERM or Ctrl-C, stops the system and ends the process. A second signal, or a stop that does not come to an
 * end, ends it at once; the data survives that too.
 */
export function runUntilStopped(system: { readonly noticeMs?: number; stop(): Promise<void> }, logger: Logger): void {
  let stopping = false;
  const end = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(1);
    stopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), PATIENCE_MS + (system.noticeMs ?? 0)).unref();
    void system.stop().then(() => {
      logger.info('stopped');
      process.exit(0);
    });
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}
