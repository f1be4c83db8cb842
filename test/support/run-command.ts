import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { noteProcess } from './leaks/note-process.ts';

const running = new Set<ChildProcess>();

/** For the root hook: a test that failed half-way must not keep the run from ending. */
export function killLeftovers(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** A process of its own with the command line in it, as a user would start it. */
export class RunningCommand {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  output = '';

  constructor(args: readonly string[], env: Readonly<Record<string, string>>) {
    this.#child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args], {
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      this.#child[name]?.on('data', (chunk: Buffer) => {
        said[name] += chunk.toString();
        this.output += chunk.toString();
      });
    }
    this.#exited = once(this.#child, 'close');
    running.add(this.#child);
    this.#child.once('close', () => {
      running.delete(this.#child);
      noteProcess(args, said);
    });
  }

  /** Waits for a line of its output; fails if it ends or takes too long before. */
  async says(pattern: RegExp, timeoutMs = 30_000): Promise<RegExpExecArray> {
    const giveUpAt = Date.now() + timeoutMs;
    for (;;) {
      const found = pattern.exec(this.output);
      if (found) return found;
      if (this.#hasEnded()) throw new Error(`ended without saying ${pattern}:\n${this.output}`);
      if (Date.now() > giveUpAt) throw new Error(`did not say ${pattern} in time:\n${this.output}`);
      await delay(5);
    }
  }

  async signal(signal: NodeJS.Signals): Promise<number | null> {
    this.#child.kill(signal);
    return this.exitStatus();
  }

  /** Null: ended by a signal. */
  async exitStatus(): Promise<number | null> {
    await this.#exited;
    return this.#child.exitCode;
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}
