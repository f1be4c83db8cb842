import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { diesWithUs } from '../../../../src/adapters/embedded/server-process.ts';
import { noteProcess } from '../../../support/leaks/note-process.ts';
import { bundleProgram } from './bundle-program.ts';
import type { Part } from './part.ts';

type Options = {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** `said`: what this run of it has put out so far. */
  readonly isReady: (said: string) => Promise<boolean>;
};

const READY_WITHIN_MS = 90_000;
const LOOK_EVERY_MS = 15;
const FAULT = /"statusCode":500\b/;
/** Characters of what it has put out: for the search for secrets, and for whoever reads of a failure. */
const [KEPT, TOLD] = [500_000, 1_500];

/** A process of the command line, started again and again. */
export class ProgramPart implements Part {
  readonly name: string;
  readonly #options: Options;
  #child: ChildProcess | null = null;
  #ended: Promise<unknown> = Promise.resolve();
  #mayEnd = true;
  #said = { stdout: '', stderr: '' };
  /** What its log says of answers of 500, in all its runs. */
  readonly faults: string[] = [];
  /** With what it has ended although nobody had told it to. */
  readonly endedByItself: string[] = [];
  /** With what status it ended when it was told to; null after a kill. */
  exitStatus: number | null = null;

  constructor(options: Options) {
    this.name = options.name;
    this.#options = options;
  }

  get output(): string {
    return this.#said.stdout + this.#said.stderr;
  }

  async start(): Promise<void> {
    const { args, env } = this.#options;
    const said = { stdout: '', stderr: '' };
    this.#said = said;
    this.#mayEnd = false;
    const [command, ...rest] = diesWithUs('TERM', [process.execPath, await bundleProgram(), ...args]);
    const child = spawn(command, rest, {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].on('data', (chunk: Buffer) => {
        said[name] = (said[name] + chunk.toString()).slice(-KEPT);
      });
    }
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (FAULT.test(line)) this.faults.push(line);
    });
    this.#ended = once(child, 'close').then(([code]) => {
      this.exitStatus = code;
      if (!this.#mayEnd) this.endedByItself.push(`${this.name} ended with ${code}: ${this.output.slice(-TOLD)}`);
      noteProcess(args, said);
    });
  }

  async ready(): Promise<void> {
    const giveUpAt = Date.now() + READY_WITHIN_MS;
    for (;;) {
      if (await this.#options.isReady(this.output)) return;
      const hasEnded = this.#child?.exitCode !== null || this.#child.signalCode !== null;
      if (hasEnded || Date.now() > giveUpAt)
        throw new Error(`${this.name} did not become ready:\n${this.output.slice(-TOLD)}`);
      await delay(LOOK_EVERY_MS);
    }
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    const stays = signal === 'SIGSTOP' || signal === 'SIGCONT';
    if (!stays) this.#mayEnd = true;
    this.#child?.kill(signal);
    if (!stays) await this.#ended;
  }

  /** How it ends when it is started in vain. */
  async end(): Promise<number | null> {
    this.#mayEnd = true;
    await this.#ended;
    return this.exitStatus;
  }
}
