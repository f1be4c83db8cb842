import { type Config, readConfig } from '../system/config.ts';
import type { Environment } from '../system/environment.ts';
import { UsageError } from './usage-error.ts';

export function loadConfig(env: Environment = process.env): Config {
  const outcome = readConfig(env);
  if (outcome.kind === 'valid') return outcome.config;
  throw new UsageError(`the configuration has mistakes:\n${outcome.errors.map((line) => `  ${line}`).join('\n')}`);
}
