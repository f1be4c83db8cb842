import type { Command } from 'commander';
import { withExamples } from '../face/examples.ts';
import type { Config } from '../system/config.ts';
import { createLogger } from '../system/logger.ts';
import { runUntilStopped } from '../system/run-until-stopped.ts';
import { type Roles, startSystem } from '../system/start-system.ts';
import { loadConfig } from './load-config.ts';
import { UsageError } from './usage-error.ts';

export function registerServeAndWork(program: Command): void {
  withExamples(program.command('serve'), 'serve')
    .description('run the API alone; DATABASE_URL and the WeChat variables must be set')
    .action(() => run('serve', { api: true, workers: false, prepareDatabase: false, watched: true }));
  withExamples(program.command('work'), 'work')
    .description('run the workers alone; any number of processes share the work')
    .action(() => run('work', { api: false, workers: true, prepareDatabase: false, watched: true }));
}

async function run(command: string, roles: Roles): Promise<void> {
  const config = loadConfig();
  refuseEmbeddedParts(command, config);
  const logger = createLogger(config, 'info');
  const system = await startSystem(config, roles, logger);
  // First: whoever waits for the line may signal as soon as he reads it.
  runUntilStopped(system, logger);
  logger.info(
    { url: system.url, metrics: system.operationsUrl && `${system.operationsUrl}/metrics` },
    `${command}: ready`,
  );
}

/** Two processes cannot each bring a database and a WeChat of their own. */
function refuseEmbeddedParts(command: string, { database, wechat }: Config): void {
  if (!database.url) throw new UsageError(`${command} needs DATABASE_URL; "seahorse start" brings its own database`);
  if (!wechat) throw new UsageError(`${command} needs the WeChat variables; "seahorse simulator" prints some`);
}
