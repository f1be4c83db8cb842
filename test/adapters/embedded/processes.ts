import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

type Said = { starting?: true; url?: string; adopted?: boolean; dataDir?: string; row?: number; exited?: string };

export type StartingProcess = {
  readonly said: readonly Said[];
  /** Resolves with the first line that has this field. */
  until(field: keyof Said): Promise<Said>;
  kill(): Promise<void>;
  stop(): Promise<void>;
};

const PROGRAM = path.join(import.meta.dirname, 'starting-process.ts');

/** A process that starts, or joins, the PostgreSQL of `dir`. */
export function spawnStarting(dir: string, row = 0, env: NodeJS.ProcessEnv = process.env): StartingProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, dir, String(row)], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const said: Said[] = [];
  const lines = createInterface(child.stdout);
  lines.on('line', (line) => said.push(JSON.parse(line) as Said));
  child.stdin.on('error', () => {});
  return {
    said,
    until: async (field) => {
      for (;;) {
        const found = said.find((line) => line[field] !== undefined);
        if (found) return found;
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`ended before it said ${field}`);
        await Promise.race([once(lines, 'line'), gone]);
      }
    },
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
    stop: async () => {
      child.stdin.end();
      await gone;
    },
  };
}
