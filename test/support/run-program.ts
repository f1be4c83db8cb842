import { Readable } from 'node:stream';
import type { Command } from 'commander';
import { z } from 'zod';
import { shapeOf } from '../../src/cli/face/answer.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { reportFailure } from '../../src/cli/report-failure.ts';
import type { Ended } from './http/run-cli.ts';
import { noteProcess } from './leaks/note-process.ts';

/**
 * The command line in this process, with this environment and nothing else of ours: as `runCli` without the seconds that a
 * process takes. One at a time, since it listens to what is printed. JSON has to be of the shape that the command promises.
 * `input`: on its standard input, at which nobody sits.
 */
export async function runProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input = '',
): Promise<Ended> {
  const said = { stdout: '', stderr: '' };
  const restore = [capture('stdout', said), capture('stderr', said), replaceEnvironment(env), ownExitStatus()];
  restore.push(replaceInput(input));
  let ran: Command | undefined;
  const program = buildProgram().hook('preAction', (_program, command) => {
    ran = command;
  });
  const code = await program
    .parseAsync([...args], { from: 'user' })
    .then(() => Number(process.exitCode ?? 0), reportFailure)
    .finally(() => {
      for (const undo of restore.reverse()) undo();
      noteProcess(args, said);
    });
  holdToShape(ran, said.stdout);
  return { code, ...said };
}

/** A field more or less, or of another form, fails the test that made the command print it. */
function holdToShape(command: Command | undefined, stdout: string): void {
  const shape = command && shapeOf(command);
  if (!shape || command.opts()['json'] !== true || stdout === '') return;
  const held = z.safeDecode(shape, JSON.parse(stdout));
  if (!held.success) throw new Error(`${command.name()} --json:\n${z.prettifyError(held.error)}\n${stdout}`);
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

function replaceInput(input: string): () => void {
  const before = Object.getOwnPropertyDescriptor(process, 'stdin') as PropertyDescriptor;
  const stream = Readable.from([input]);
  Object.defineProperty(process, 'stdin', { ...before, get: () => stream });
  return () => void Object.defineProperty(process, 'stdin', before);
}

function replaceEnvironment(env: Readonly<Record<string, string>>): () => void {
  const before = process.env;
  process.env = { PATH: before['PATH'], HOME: before['HOME'], NO_COLOR: '1', ...env };
  return () => {
    process.env = before;
  };
}
