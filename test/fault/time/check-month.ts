import { createHash } from 'node:crypto';
import type { Alarm } from '../../../src/application/shared/alarm.ts';
import { isSettled, type Order } from '../../../src/domain/ordering/order.ts';
import { deedsIn } from './deed.ts';
import type { Rows } from './due-work.ts';
import { DeedJudge } from './judge-deeds.ts';
import { judgeLateness } from './judge-lateness.ts';
import { judgeLimits, judgeTerms } from './judge-orders.ts';
import type { MonthCatalog } from './month-catalog.ts';
import { type Accuse, ShadowBooks } from './shadow-books.ts';
import { ShadowMeters } from './shadow-meters.ts';
import type { Troubles } from './troubles.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { VirtualWechat } from './virtual-wechat.ts';

type World = {
  readonly clock: VirtualClock;
  readonly catalog: MonthCatalog;
  readonly wechat: VirtualWechat;
  readonly troubles: Troubles;
};
/** Here, payments are always as we have asked for them, and refunds only ours. */
const IMPOSSIBLE: readonly Alarm[] = [
  ...(['payment_mismatch', 'payment_of_unknown_order', 'attempt_of_another_merchant'] as const),
  ...(['refund_mismatch', 'refund_shortfall', 'refund_made_elsewhere', 'bill_differs'] as const),
];

/** Looks at everything that is committed, when it is, and keeps what is wrong with it. */
export class MonthJudge {
  readonly violations: string[] = [];
  readonly #world: World;
  readonly #books: ShadowBooks;
  readonly #meters: ShadowMeters;
  readonly #deeds: DeedJudge;
  readonly #trace = createHash('sha256');
  #entries = 0;
  #events = 0;

  constructor(world: World) {
    this.#world = world;
    this.#books = new ShadowBooks(this.accuse);
    this.#meters = new ShadowMeters(this.accuse);
    this.#deeds = new DeedJudge({ ...world, accuse: this.accuse, books: this.#books, meters: this.#meters });
  }

  readonly accuse: Accuse = (what) => void this.violations.push(`${this.#world.clock.now().toISOString()}: ${what}`);

  hear(alarm: Alarm, detail: Readonly<Record<string, string>>): void {
    if (IMPOSSIBLE.includes(alarm)) this.accuse(`alarm ${alarm} ${JSON.stringify(detail)}`);
  }

  afterCommit(rows: Rows): void {
    this.#meters.meet(rows);
    for (const deed of deedsIn(rows, rows.entries.slice(this.#entries))) {
      for (const line of deed.lines) this.#books.read(line, rows);
      this.#deeds.judge(deed);
    }
    this.#entries = rows.entries.length;
    this.#judgeOrders(rows);
    for (const complaint of this.#world.wechat.complaints.splice(0)) this.accuse(complaint);
    this.#note(`${this.#world.clock.ms} ${rows.entries.at(-1)?.hash} ${rows.events.length} ${rows.inbox.length}`);
  }

  everyHour(rows: Rows): void {
    this.#books.compare(rows);
    this.#meters.compare(rows);
    judgeLateness({ ...this.#world, accuse: this.accuse, books: this.#books }, rows, this.#world.clock.ms);
    const isOwed = (order: Order): boolean => isSettled(order) && !this.#deeds.hasGranted(order.id);
    if (rows.orders.some(isOwed)) this.accuse('an order is paid without its points');
    if ([...rows.attempts.values()].some(({ setAsideAt }) => setAsideAt)) this.accuse('a payment is set aside');
  }

  /** Of all that has been committed, in its order, and of what came of it. */
  trace(rows: Rows): string {
    this.#note(
      JSON.stringify(rows, (_, value) =>
        typeof value === 'bigint' ? String(value) : value instanceof Map ? [...value] : value,
      ),
    );
    return this.#trace.digest('hex');
  }

  #judgeOrders(rows: Rows): void {
    for (const { kind, orderId, at } of rows.events.slice(this.#events)) {
      const order = rows.orders.find(({ id }) => id === orderId);
      if (!order || (kind !== 'placed' && kind !== 'attempt_added')) continue;
      if (kind === 'placed') judgeTerms(this.#world.catalog, order, this.accuse);
      judgeLimits(rows, order.userId, at.getTime(), this.accuse);
    }
    this.#events = rows.events.length;
  }

  #note(what: string): void {
    this.#trace.update(`${what}\n`);
  }
}
