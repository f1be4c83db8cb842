import { buildProgram } from '../../src/cli/program.ts';
import { reportFailure } from '../../src/cli/report-failure.ts';
import type { Ended } from './http/run-cli.ts';
import { noteProcess } from './leaks/note-process.ts';

/**
 * The command line in this process, with this environment and nothing else of ours: as `runCli` without the seconds that a
 * process takes. One at a time, since it listens to what is printed.
 */
export async function runProgram(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
  const said = { stdout: '', stderr: '' };
  const restore = [capture('stdout', said), capture('stderr', said), replaceEnvironment(env), ownExitStatus()];
  try {
    await buildProgram().parseAsync([...args], { from: 'user' });
    return { code: Number(process.exitCode ?? 0), ...said };
  } catch (error) {
    const code = reportFailure(error);
    return { code, ...said };
  } finally {
    for (const undo of restore.reverse()) undo();
    noteProcess(args, said);
  }
}

function capture(name: 'stdout' | 'stderr', said: Record<'stdout' | 'stderr', string>): () => void {
  const stream = process[name];
  const { write } = stream;
  stream.write = ((chunk: string | Uint8Array) => {
    said[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    return true;
  }) as typeof write;
  return () => {
    stream.write = write;
  };
}

/** Of this command, not of the run of the tests. */
function ownExitStatus(): () => void {
  const before = process.exitCode;
  process.exitCode = undefined;
  return () => {
    process.exitCode = before;
  };
}

function replaceEnvironment(env: Readonly<Record<string, string>>): () => void {
  const before = process.env;
  process.env = { PATH: before['PATH'], HOME: before['HOME'], NO_COLOR: '1', ...env };
  return () => {
    process.env = before;
  };
}
