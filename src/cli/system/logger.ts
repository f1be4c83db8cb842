import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';

/** JSON lines on standard error: standard output belongs to what a command has to say. */
export const createLogger = (config: Pick<Config, 'logLevel'>, usual: string): Logger =>
  pino({ level: config.logLevel ?? usual, base: null }, pino.destination({ dest: 2, sync: true }));
