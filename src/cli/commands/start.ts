import path from 'node:path';
import type { Command } from 'commander';
import { FIRST_STEPS_API, firstSteps } from '../demo/first-steps.ts';
import { createLogger } from '../system/logger.ts';
import { runUntilStopped } from '../system/run-until-stopped.ts';
import { type RunningSystem, startSystem } from '../system/start-system.ts';
import { loadConfig } from './load-config.ts';

export function registerStart(program: Command): void {
  program
    .command('start')
    .description('run everything in one process; brings a database and a simulated WeChat where none are configured')
    .action(async () => {
      const config = loadConfig();
      const logger = createLogger(config, 'warn');
      const system = await startSystem(config, { api: true, workers: true, prepareDatabase: true }, logger);
      runUntilStopped(system, logger);
      console.log(await whereToGo(system, path.resolve(config.dataDir)));
    });
}

async function whereToGo(system: RunningSystem, dataDir: string): Promise<string> {
  const places = [`  API          ${system.url}`, `  Error codes  ${system.url}/docs/errors`];
  if (!system.simulatorUrl) return ['Hot Seahorse is running.', '', ...places, '', 'Stop with Ctrl-C.'].join('\n');
  const { serviceToken, apiKey } = await firstSteps(system, dataDir);
  return `Hot Seahorse is running, with a simulated WeChat.

${places.join('\n')}
  Payer page   ${system.simulatorUrl}/payer  (pay, cancel or fail an open order)
  Data         ${dataDir}${elsewhere(system.databaseFolder, dataDir)}

  Service token  ${serviceToken}
  API key        ${apiKey}  (of a demo user who bought 600 points)

Spend some points:

  curl -sS ${system.url}/internal/v1/usage \\
    -H 'Authorization: Bearer ${serviceToken}' \\
    -H "Idempotency-Key: try-$(date +%s%N)" -H 'Content-Type: application/json' \\
    -d '{"api_key":"${apiKey}","api":"${FIRST_STEPS_API}"}'

Stop with Ctrl-C.`;
}

/** Run by root from a place like /root, PostgreSQL's own user cannot get at our folder. */
const elsewhere = (folder: string | null, dataDir: string): string =>
  folder && !folder.startsWith(dataDir + path.sep) ? `; the database is in ${folder}` : '';
