import path from 'node:path';
import type { Command } from 'commander';
import type { Logger } from 'pino';
import { FIRST_STEPS_API, type FirstSteps, firstSteps } from '../demo/first-steps.ts';
import { withExamples } from '../face/examples.ts';
import { createLogger } from '../system/logger.ts';
import { runUntilStopped } from '../system/run-until-stopped.ts';
import { type RunningSystem, startSystem } from '../system/start-system.ts';
import { loadConfig } from './load-config.ts';

export function registerStart(program: Command): void {
  withExamples(program.command('start'), 'start')
    .description('run everything in one process; brings a database and a simulated WeChat where none are configured')
    .action(async () => {
      const config = loadConfig();
      const logger = createLogger(config, 'warn');
      const system = await startSystem(config, { api: true, workers: true, prepareDatabase: true }, logger);
      runUntilStopped(system, logger);
      const steps = system.simulatorUrl ? await tryFirstSteps(system, config.dataDir, logger) : null;
      console.log(whereToGo(system, path.resolve(config.dataDir), steps));
    });
}

const WITHOUT_PREVIEW = 'not shown: it is built with packages that npm ci --omit=dev leaves out';

/** A convenience: a catalog without the demo's package, say, must not keep the system from running. */
async function tryFirstSteps(system: RunningSystem, dataDir: string, logger: Logger): Promise<FirstSteps | null> {
  try {
    return await firstSteps(system, path.resolve(dataDir));
  } catch (error) {
    logger.warn({ err: error }, 'no demo user: the first steps are left out');
    return null;
  }
}

function whereToGo(system: RunningSystem, dataDir: string, steps: FirstSteps | null): string {
  const simulated = system.simulatorUrl
    ? [`  Payer page    ${system.simulatorUrl}/payer  (pay, cancel or fail an open order; scan a code to sign in)`]
    : [];
  return [
    `Hot Seahorse is running${system.simulatorUrl ? ', with a simulated WeChat' : ''}.`,
    '',
    `  API           ${system.url}`,
    `  Docs          ${system.url}/docs`,
    `  Web pages     ${system.url}/pricing`,
    ...(system.simulatorUrl ? [`  Mini-program  ${system.previewUrl ?? WITHOUT_PREVIEW}`] : []),
    ...simulated,
    `  Data          ${dataDir}${elsewhere(system.databaseFolder, dataDir)}`,
    ...(system.operationsUrl ? [`  Metrics       ${system.operationsUrl}/metrics`] : []),
    ...(steps ? tryIt(system.url as string, steps) : []),
    '',
    'Stop with Ctrl-C.',
  ].join('\n');
}

const tryIt = (url: string, { serviceToken, apiKey }: FirstSteps): string[] => [
  '',
  `  Service token  ${serviceToken}`,
  `  API key        ${apiKey}  (of a demo user who bought 600 points)`,
  '',
  'Spend some points:',
  '',
  `  curl -sS ${url}/internal/v1/usage \\`,
  `    -H 'Authorization: Bearer ${serviceToken}' \\`,
  `    -H "Idempotency-Key: try-$(date +%s%N)" -H 'Content-Type: application/json' \\`,
  `    -d '{"api_key":"${apiKey}","api":"${FIRST_STEPS_API}"}'`,
];

/** Run by root from a place like /root, PostgreSQL's own user cannot get at our folder. */
const elsewhere = (folder: string | null, dataDir: string): string =>
  folder && !folder.startsWith(dataDir + path.sep) ? `; the database is in ${folder}` : '';
