import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { Application } from '../../../src/cli/composition/compose.ts';
import { GATEWAY_NAMES } from '../../../src/domain/ordering/payment-channel.ts';
import { Unavailable } from '../../../src/domain/shared/faults.ts';
import { Dice } from '../dice.ts';
import { MonthJudge } from './check-month.ts';
import { type Api, Client } from './client.ts';
import { drawCatalog, type MonthCatalog } from './month-catalog.ts';
import type { Mistake } from './planted-mistakes.ts';
import { seededIds, seededSecrets } from './seeded-randomness.ts';
import { SeededScheduler } from './seeded-scheduler.ts';
import { SimulatedUnitOfWork } from './simulated-unit-of-work.ts';
import { startDate } from './start-dates.ts';
import { Tally } from './tally.ts';
import { Troubles } from './troubles.ts';
import { openApplication } from './virtual-application.ts';
import { VirtualBills } from './virtual-bills.ts';
import { DAY_MS, VirtualClock } from './virtual-clock.ts';
import { VirtualGateway } from './virtual-gateway.ts';
import { VirtualNotifications } from './virtual-notifications.ts';
import { VirtualProcess } from './virtual-process.ts';
import { VirtualRefunds } from './virtual-refunds.ts';
import { VirtualWechat } from './virtual-wechat.ts';
import { VirtualWorkers } from './virtual-workers.ts';

export const DAYS = 30;

/** Everything that a seed makes: two API processes and one of workers on one set of rows, WeChat, what will go wrong, and a judge. */
export class World {
  readonly dice: Dice;
  readonly clock: VirtualClock;
  readonly scheduler: SeededScheduler;
  readonly memory: MemoryUnitOfWork;
  readonly troubles: Troubles;
  readonly catalog: MonthCatalog;
  readonly wechat: VirtualWechat;
  readonly notifications: VirtualNotifications;
  readonly judge: MonthJudge;
  readonly tally = new Tally();
  readonly apis: readonly Api[];
  readonly worker: Api;
  readonly workers: VirtualWorkers;
  readonly client: Client;
  readonly ids: ReturnType<typeof seededIds>;
  readonly secrets: ReturnType<typeof seededSecrets>;
  readonly endMs: number;
  readonly #mistake: Mistake | null;
  readonly #refunds: VirtualRefunds;
  #seenCommits = 0;

  constructor(seed: number, mistake: Mistake | null) {
    this.#mistake = mistake;
    this.dice = new Dice(seed);
    const { dice } = this;
    this.clock = new VirtualClock(startDate(dice));
    const { clock } = this;
    this.endMs = clock.ms + DAYS * DAY_MS;
    this.scheduler = new SeededScheduler(clock, dice);
    this.memory = new MemoryUnitOfWork(clock.now());
    this.ids = seededIds(clock, dice);
    this.secrets = seededSecrets(dice);
    this.troubles = new Troubles(clock.ms, this.endMs, dice);
    this.catalog = drawCatalog(clock.now(), this.ids, dice);
    this.wechat = new VirtualWechat(clock, dice);
    this.judge = new MonthJudge(this);
    this.notifications = new VirtualNotifications(this.scheduler, dice, this.troubles, (raw) => this.#deliver(raw));
    this.#refunds = new VirtualRefunds(this.wechat, this.scheduler, dice, (mchid, refund) =>
      this.notifications.tellRefund(mchid, refund),
    );
    this.apis = [this.#open(), this.#open()];
    this.worker = this.#open();
    this.client = new Client({ ...this, reportFault: this.#reportFault });
    const { process, application } = this.worker;
    const rows = () => this.memory.rows;
    this.workers = new VirtualWorkers({ ...this, process, rows, reportFault: this.#reportFault }, application.sweeps);
  }

  /** Up to this instant, or to the first violation. */
  async liveUntil(endMs: number): Promise<void> {
    const { judge, memory, workers } = this;
    await this.scheduler.runUntil(endMs, () => {
      if (memory.commits !== this.#seenCommits) {
        judge.afterCommit(memory.rows);
        workers.look();
      }
      this.#seenCommits = memory.commits;
      return judge.violations.length === 0;
    });
  }

  #open(): Api {
    const process = new VirtualProcess(this.scheduler);
    const plant = this.#mistake?.stores ?? ((stores) => stores);
    const uow = new SimulatedUnitOfWork({ ...this, process, plant: (stores) => plant(stores, this) });
    const wechat = { ...this, refunds: this.#refunds };
    const gateways = new Map(
      GATEWAY_NAMES.map((name) => {
        const gateway = new VirtualGateway(name, wechat, process);
        return [name, this.#mistake?.gateway?.(gateway) ?? gateway];
      }),
    );
    const application: Application = openApplication({
      ...{ uow, gateways, ids: this.ids, secrets: this.secrets, tradeBills: new VirtualBills(wechat) },
      reportFault: this.#reportFault,
      raiseAlarm: (alarm, detail) => {
        this.tally.add(`alarm: ${alarm}`);
        this.judge.hear(alarm, detail);
      },
    });
    return { process, application };
  }

  /** As the route does: kept first, then answered, and handled without anybody's waiting for it. */
  async #deliver(raw: Parameters<Application['receiveNotification']>[0]): Promise<boolean> {
    const { process, application } = this.dice.pick(this.apis);
    try {
      const received = await process.serve(() => application.receiveNotification(raw));
      if (received.kind === 'refused') return false;
      void process.serve(() => application.handleNotification(received.notificationId)).catch(this.#reportFault);
      return true;
    } catch (error) {
      this.#reportFault(error);
      return false;
    }
  }

  /** That something cannot be reached is what troubles are; anything else is a fault of ours. */
  readonly #reportFault = (error: unknown): void => {
    if (error instanceof Unavailable) return this.tally.add('faults on the way');
    this.judge.accuse(error instanceof Error ? `a fault: ${error.stack}` : `a fault: ${String(error)}`);
  };
}
