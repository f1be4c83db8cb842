import { isSettled } from '../../../src/domain/ordering/order.ts';
import { countMonth } from './count-month.ts';
import { judgeEnd } from './judge-end.ts';
import { putOnSale } from './month-catalog.ts';
import type { Mistake } from './planted-mistakes.ts';
import type { Tally } from './tally.ts';
import type { Town } from './town.ts';
import { DAY_MS, HOUR_MS } from './virtual-clock.ts';
import { settle } from './virtual-people.ts';
import { World } from './world.ts';

export type Month = {
  readonly seed: number;
  /** The first one ends it. */
  readonly violations: readonly string[];
  /** The same for two runs that have done the same. */
  readonly trace: string;
  readonly tally: Tally;
  readonly virtualHours: number;
};
/** What takes days, such as refunds and bills, is looked for at the end of these. */
const AFTERMATH_DAYS = 4;

/** Thirty virtual days of everything at once, then quiet. */
export async function runAMonth(seed: number, mistake: Mistake | null = null): Promise<Month> {
  const world = new World(seed, mistake);
  const { clock, judge, endMs, tally } = world;
  const startMs = clock.ms;
  await openShop(world);
  for (let hourMs = startMs + HOUR_MS; hourMs <= endMs + AFTERMATH_DAYS * DAY_MS; hourMs += HOUR_MS) {
    await world.liveUntil(hourMs);
    if (judge.violations.length > 0) break;
    judge.everyHour(world.memory.rows);
    // Two hours after the last trouble and the last order that anybody has placed.
    if (hourMs === endMs + 2 * HOUR_MS) judgeQuiet(world);
  }
  if (judge.violations.length === 0) await judgeEnd(world);
  countMonth(world, startMs);
  return {
    seed,
    violations: judge.violations,
    trace: judge.trace(world.memory.rows),
    tally,
    virtualHours: (clock.ms - startMs) / HOUR_MS,
  };
}

async function openShop(world: World): Promise<void> {
  await putOnSale(world.memory, world.catalog);
  const { application } = world.worker;
  const opening = application.createService('backend');
  await world.liveUntil(world.clock.ms + 1_000);
  const created = await opening;
  if (created.kind !== 'created') throw new Error(`createService: ${created.kind}`);
  const caller = { token: created.token, peer: null, signedWith: null };
  let words = 0;
  const newWord = (): string => `w-${++words}`;
  const service = { id: created.service.id, caller };
  const town: Town = { ...world, rows: () => world.memory.rows, service, newWord };
  settle(town, world.endMs - HOUR_MS);
}

/** Liveness: every order at its end, everything paid for granted. */
function judgeQuiet({ memory: { rows }, judge, wechat }: World): void {
  for (const { status, id } of rows.orders) if (status === 'pending') judge.accuse(`order ${id} is still open`);
  for (const { outTradeNo, transactionId } of wechat.payments()) {
    const order = rows.orders.find(({ id }) => id === rows.attempts.get(outTradeNo)?.orderId);
    if (!order || !isSettled(order)) judge.accuse(`payment ${transactionId} has not settled its order`);
  }
}
