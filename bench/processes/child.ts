import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Reply } from './answer-parent.ts';

const STARTS_WITHIN_MS = 60_000;
const ANSWERS_WITHIN_MS = 180_000;

/** A process of the bench that answers questions; its program calls `answerParent` or `servePort`. */
export class Child<About = unknown> {
  readonly #process: ChildProcess;
  readonly about: About;

  private constructor(process: ChildProcess, about: About) {
    this.#process = process;
    this.about = about;
  }

  static async start<About>(program: URL, env: Readonly<Record<string, string>> = {}): Promise<Child<About>> {
    const child = fork(fileURLToPath(program), {
      execArgv: ['--import', 'tsx'],
      // As a server is run: Express and others do more work otherwise.
      env: { ...process.env, ...env, NODE_ENV: 'production' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    return new Child(child, (await replyOf(child, STARTS_WITHIN_MS)) as About);
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  async ask<Question extends object, Answer>(question: Question): Promise<Answer> {
    this.#process.send(question);
    return (await replyOf(this.#process, ANSWERS_WITHIN_MS)) as Answer;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.disconnect();
    await gone;
  }
}

const replyOf = (child: ChildProcess, withinMs: number): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => finish(() => reject(new Error('a process of the bench does not answer'))), withinMs);
    const onMessage = (reply: Reply<unknown>): void =>
      finish(() => ('failure' in reply ? reject(new Error(reply.failure)) : resolve(reply.answer)));
    const onExit = (): void => finish(() => reject(new Error('a process of the bench has ended')));
    const finish = (settle: () => void): void => {
      clearTimeout(late);
      child.off('message', onMessage).off('exit', onExit);
      settle();
    };
    child.on('message', onMessage).on('exit', onExit);
  });
