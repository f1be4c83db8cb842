import { NOTIFY_PATH } from '../../../src/adapters/http/wechat/payment-notification.ts';
import type { Ended } from '../../support/http/run-cli.ts';
import { runProgram } from '../../support/run-program.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { DatabaseGate } from './machine/database-gate.ts';
import { type Environment, exportedBy, sharedBy } from './machine/environments.ts';
import { canMovePostgres, MovedClock } from './machine/moved-clock.ts';
import { type Login, PostgresPart } from './machine/postgres-part.ts';
import { ProgramPart } from './machine/program-part.ts';
import { RedisPart } from './machine/redis-part.ts';
import { reservePort } from './machine/reserve-port.ts';
import { runBundled } from './machine/run-bundled.ts';

export type MachineSize = {
  readonly apis: number;
  readonly workers: number;
  /** Without it the queue is in PostgreSQL. */
  readonly redis: boolean;
  /** The processes reach PostgreSQL through a gate that can be closed. */
  readonly gate?: boolean;
  /** Each process has a clock of its own, which can be moved: our programs, or PostgreSQL as well, where that is possible. */
  readonly clocks?: 'programs' | 'all';
};

/**
 * The real system on this machine, each part a process of its own: API processes, workers, a durable PostgreSQL and its logins,
 * Redis, and the simulated WeChat, which is never hurt. `close` ends all of them.
 */
export class Machine {
  readonly postgres: PostgresPart;
  readonly redis: RedisPart | null;
  readonly simulator: ProgramPart;
  readonly apis: ProgramPart[] = [];
  readonly apiUrls: string[] = [];
  readonly workers: ProgramPart[] = [];
  /** Also what is left alone for a while. */
  readonly everyProgram: ProgramPart[] = [];
  gate: DatabaseGate | null = null;
  /** By the name of the part; none where they can't be moved. */
  readonly clocks = new Map<string, MovedClock>();
  #shared: Environment = {};
  readonly #movable: MachineSize['clocks'];
  readonly #folder: Awaited<ReturnType<typeof temporaryFolder>>;

  private constructor(
    folder: Awaited<ReturnType<typeof temporaryFolder>>,
    redis: RedisPart | null,
    ports: number[],
    movable: MachineSize['clocks'],
  ) {
    this.#folder = folder;
    this.redis = redis;
    this.#movable = movable;
    this.postgres = new PostgresPart(
      folder.path,
      movable === 'all' && canMovePostgres ? this.#clockOf('postgres') : null,
    );
    const [port, apiPort] = ports.map(String) as [string, string];
    this.simulator = new ProgramPart({
      ...{ name: 'simulator', args: ['simulator', '--port', port] },
      env: { SEAHORSE_DATA_DIR: folder.path, PORT: apiPort },
      isReady: async (said) => /WECHAT_PAY_NOTIFY_URL.*\n/.test(said),
    });
  }

  static async open({ apis, workers, redis, gate = false, clocks }: MachineSize): Promise<Machine> {
    const [folder, queue] = [await temporaryFolder(), redis ? await RedisPart.onFreePort() : null];
    const apiPorts: number[] = [];
    for (let made = 0; made < apis; made++) apiPorts.push(await reservePort());
    const machine = new Machine(folder, queue, [await reservePort(), apiPorts[0] as number], clocks);
    try {
      await Promise.all([machine.postgres.start(), queue?.start(), startedAndReady(machine.simulator)]);
      if (gate) machine.gate = await DatabaseGate.to(machine.postgres.url);
      machine.#shared = {
        ...sharedBy(exportedBy(machine.simulator.output), folder.path),
        ...(queue ? { REDIS_URL: queue.url } : {}),
      };
      await machine.#prepare();
      for (const port of apiPorts) machine.#addApi(port);
      for (let made = 0; made < workers; made++) machine.addWorker();
      await Promise.all([...machine.apis, ...machine.workers].map(startedAndReady));
      return machine;
    } catch (error) {
      await machine.close();
      throw error;
    }
  }

  get simulatorUrl(): string {
    return this.#shared['WECHAT_PAY_BASE_URL'] as string;
  }

  /** Everything that runs the product's code, but for the simulator, and can be hurt now. */
  get programs(): readonly ProgramPart[] {
    return [...this.apis, ...this.workers];
  }

  addWorker(more: Environment = {}): ProgramPart {
    const name = `worker-${this.workers.length + 1}`;
    const own = { ...more, LOG_LEVEL: 'info' };
    const worker = this.#program(name, 'work', own, async (said) => said.includes('work: ready'));
    this.workers.push(worker);
    return worker;
  }

  /** An operator's command, beside everything else. */
  command(...args: readonly string[]): Promise<Ended> {
    return runBundled(args, { ...this.#shared, DATABASE_URL: this.postgres.urlAs('cli') });
  }

  async close(): Promise<void> {
    await Promise.all([...this.everyProgram, this.simulator].map((part) => part.kill('SIGKILL')));
    await this.gate?.refuse();
    await this.redis?.kill('SIGKILL');
    await this.postgres.stop();
    await this.#folder.remove();
  }

  #addApi(port: number): void {
    const url = `http://127.0.0.1:${port}`;
    this.apiUrls.push(url);
    const own = { PORT: String(port), PUBLIC_URL: url, WECHAT_PAY_NOTIFY_URL: `${url}${NOTIFY_PATH}` };
    const name = `api-${this.apis.length + 1}`;
    this.apis.push(this.#program(name, 'serve', { ...own, LOG_LEVEL: 'warn' }, () => isOk(`${url}/readyz`)));
  }

  #program(
    name: string,
    command: 'serve' | 'work',
    own: Environment,
    isReady: (said: string) => Promise<boolean>,
  ): ProgramPart {
    const clock = this.#clockOf(name)?.ofNode;
    const env = { ...this.#shared, ...clock, ...own, DATABASE_URL: this.#databaseUrl(command) };
    const program = new ProgramPart({ name, args: [command], env, isReady });
    this.everyProgram.push(program);
    return program;
  }

  async #prepare(): Promise<void> {
    const owner = { ...this.#shared, DATABASE_URL: this.postgres.url };
    for (const args of [['migrate'], ['catalog', 'seed', 'catalogs/mini-program.json']]) {
      const { code, stderr } = await runProgram(args, owner);
      if (code !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
    }
    await this.postgres.makeLogins();
  }

  #clockOf(name: string): MovedClock | null {
    if (!this.#movable) return null;
    const clock = new MovedClock(this.#folder.path, name);
    this.clocks.set(name, clock);
    return clock;
  }

  #databaseUrl(login: Login): string {
    const url = this.postgres.urlAs(login);
    return this.gate ? this.gate.through(url) : url;
  }
}

async function startedAndReady(part: ProgramPart): Promise<void> {
  await part.start();
  await part.ready();
}

async function isOk(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_500) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
