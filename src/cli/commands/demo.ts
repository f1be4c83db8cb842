import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { playDemo } from '../demo/play-demo.ts';
import { answersJson } from '../face/answer.ts';
import { withExamples } from '../face/examples.ts';
import type { Config } from '../system/config.ts';
import { createLogger } from '../system/logger.ts';
import { startSystem } from '../system/start-system.ts';
import { loadConfig } from './load-config.ts';

const DemoShape = z.strictObject({
  data_folder: z.string(),
  steps: z.array(z.string()).meta({ description: 'what was played; every figure in it is right' }),
});

export function registerDemo(program: Command): void {
  const command = withExamples(program.command('demo'), 'demo', 'demo --data-dir demo-data')
    .description(
      'play the whole money path on free ports and a temporary data folder; exit status 0 if every figure is right',
    )
    .option('--data-dir <folder>', 'use this folder and keep it; a run that was killed there is finished first');
  const tell = answersJson(command, DemoShape);
  command.action(async ({ dataDir, json }: { readonly dataDir?: string; readonly json?: true }) => {
    const folder = dataDir ? path.resolve(dataDir) : await temporaryFolder();
    const config = { ...loadConfig({ LOG_LEVEL: process.env['LOG_LEVEL'] }), ...ownParts(folder) };
    const say = json ? () => {} : (line: string) => console.log(line);
    const steps = await run(config, say);
    tell({ data_folder: folder, steps }, () => 'every figure is right');
    if (!dataDir) await rm(folder, { recursive: true, force: true });
  });
}

async function run(config: Config, say: (line: string) => void): Promise<string[]> {
  const logger = createLogger(config, 'error');
  say(`data folder ${config.dataDir}`);
  const system = await startSystem(config, { api: true, workers: true, prepareDatabase: true }, logger);
  const steps: string[] = [];
  const tell = (line: string): void => {
    steps.push(line);
    say(`${String(steps.length).padStart(2)}. ${line}`);
  };
  try {
    tell(`running: API ${system.url}, simulated WeChat ${system.simulatorUrl}`);
    const [apiUrl, simulatorUrl] = [system.url as string, system.simulatorUrl as string];
    await playDemo({ system, apiUrl, simulatorUrl, tell });
    return steps;
  } finally {
    await system.stop();
  }
}

/** Nothing of the environment: embedded parts, on ports that are free. */
const ownParts = (dataDir: string): Pick<Config, 'http' | 'dataDir' | 'simulatorPort'> => ({
  http: { host: '127.0.0.1', port: 0 },
  simulatorPort: 0,
  dataDir,
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'hot-seahorse-'));
  // PostgreSQL does not run as root: its own user has to get in.
  await chmod(folder, 0o755);
  return folder;
}
