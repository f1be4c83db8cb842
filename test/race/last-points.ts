import { setTimeout as delay } from 'node:timers/promises';
import { uuidV7Source } from '../../src/adapters/system/random.ts';
import { writeOffExpired } from '../../src/application/ledger/write-off-expired.ts';
import type { AccountId, RefundId } from '../../src/domain/shared/ids.ts';
import { min, points } from '../../src/domain/shared/points.ts';
import { Dice } from '../fault/dice.ts';
import { expectBalancedBooks } from '../support/books.ts';
import { aGrant } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { aLotOf, FAR, nameOf, type Spender, type TwoProcesses } from './spenders.ts';

const CLIENTS = 64;
const POINTS = 100;

export type Round = {
  /** By calls that were answered with `allowed`, and as the journal has it. */
  readonly acknowledged: number;
  readonly journalled: number;
  readonly calls: number;
  /** What came to a caller that is no answer. */
  readonly faults: string[];
  /** Why the books are wrong; null: they are not. */
  readonly wrong: string | null;
};

/** Sixty-four clients at two processes on the last hundred points, which lie in several lots. */
export async function lastPointsRound(race: TwoProcesses, dice: Dice): Promise<Round> {
  const spender = await race.aSpender(someLots(dice, POINTS));
  const spent = await spendAll(race, spender, dice);
  return finish(race, spender.accountId, spent);
}

function someLots(dice: Dice, total: number) {
  const lots = [];
  for (let left = total; left > 0; ) {
    const size = Math.min(left, dice.between(1, 60));
    lots.push(aLotOf(size, new Date(FAR.getTime() + dice.between(0, 3))));
    left -= size;
  }
  return lots;
}

type Spent = { acknowledged: number; calls: number; faults: string[] };

/** Every client goes on until not even one point is left, and gives up a key when it is told that it is disabled. */
async function spendAll(race: TwoProcesses, { usage, keys }: Spender, dice: Dice): Promise<Spent> {
  const spent: Spent = { acknowledged: 0, calls: 0, faults: [] };
  const client = async (seed: number): Promise<void> => {
    const own = new Dice(seed);
    for (let key = own.between(0, keys.length - 1), quantity = own.between(1, 3); ; ) {
      spent.calls += 1;
      const call = usage({ quantity, keyToken: (keys[key] as (typeof keys)[number]).token });
      const outcome = await race.charge(call, own.between(0, 1)).catch((fault: unknown) => String(fault));
      if (typeof outcome === 'string') return void spent.faults.push(outcome);
      if (outcome.kind === 'allowed') spent.acknowledged += Number(outcome.points);
      else if (nameOf(outcome) === 'key_disabled') key = 0;
      else if (nameOf(outcome) !== 'insufficient_points') return void spent.faults.push(nameOf(outcome));
      else if (quantity > 1) quantity = 1;
      else return;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, () => client(dice.between(1, 1_000_000))));
  return spent;
}

async function finish(race: TwoProcesses, accountId: AccountId, spent: Spent): Promise<Round> {
  const entries = await race.shop.uow.run(({ ledger }) => ledger.listEntries(accountId));
  const consumed = entries.filter(({ kind }) => kind === 'consume').reduce((sum, { change }) => sum - change, 0n);
  const wrong = await race.shop.uow
    .run(({ ledger }) => expectBalancedBooks(ledger, accountId))
    .then(
      () => null,
      (error: unknown) => String(error),
    );
  return { ...spent, journalled: Number(consumed), wrong };
}

export type MixedRound = Round & {
  /** Granted, less what was burned, written off or is frozen: what could be spent. */
  readonly spendable: number;
  readonly reads: number;
  readonly unbalancedReads: number;
};

/**
 * The same while points are granted, frozen, given back, burned and written off, and a key is disabled; somebody adds up the
 * account all the time. Points stay to the last: everything else ends before the clients give up.
 */
export async function mixedRound(race: TwoProcesses, dice: Dice): Promise<MixedRound> {
  const soon = new Date(Date.now() + dice.between(5, 80));
  const lots = [...someLots(dice, POINTS), aLotOf(dice.between(1, 30), soon)];
  const spender = await race.aSpender(lots, [{}, {}]);
  const { accountId } = spender;
  const spent: Spent = { acknowledged: 0, calls: 0, faults: [] };
  let isOver = false;
  const reader = readAllTheTime(race, accountId, () => isOver);
  const spending = async (): Promise<void> => {
    // The clients come back as long as there may be more to spend.
    do {
      const more = await spendAll(race, spender, dice);
      spent.acknowledged += more.acknowledged;
      spent.calls += more.calls;
      spent.faults.push(...more.faults);
    } while (!isOver && spent.faults.length === 0);
    const rest = await spendAll(race, spender, dice);
    spent.acknowledged += rest.acknowledged;
    spent.faults.push(...rest.faults);
  };
  const others = otherDeeds(race, spender, dice)
    .catch((fault: unknown) => void spent.faults.push(String(fault)))
    .finally(() => {
      isOver = true;
    });
  await Promise.all([spending(), others]);
  const { reads, unbalancedReads } = await reader;
  await writeOff(race, accountId);
  const round = await finish(race, accountId, spent);
  const entries = await race.shop.uow.run(({ ledger }) => ledger.listEntries(accountId));
  const others_ = entries.filter(({ kind }) => kind !== 'consume').reduce((sum, { change }) => sum + change, 0n);
  return { ...round, spendable: Number(others_), reads, unbalancedReads };
}

async function otherDeeds(race: TwoProcesses, { accountId, keys, userId }: Spender, dice: Dice): Promise<void> {
  const { uow } = race.shop;
  const grants = Array.from({ length: 3 }, async () => {
    await delay(dice.between(0, 40));
    const order = aGrant(accountId, { lots: [aLotOf(20)], at: new Date() });
    await uow.run(({ ledger }) => ledger.grant(order));
    const refundId = newId<RefundId>();
    const isFrozen = await uow.run(async ({ ledger, clock }) => {
      await ledger.lock(accountId);
      const [lot] = await ledger.listLotsOf(accountId, order.orderId);
      if (!lot || lot.remaining === 0n) return false;
      const draws = [{ lotId: lot.id, points: min(lot.remaining, points(7n)) }];
      await ledger.freeze({ accountId, refundId, orderId: order.orderId, draws, at: await clock.now() });
      return true;
    });
    const end = dice.pick(['release', 'burn', 'stay'] as const);
    if (!isFrozen || end === 'stay') return;
    await delay(dice.between(0, 20));
    await uow.run(async ({ ledger, clock }) => ledger[end](accountId, refundId, await clock.now()));
  });
  const switching = async (): Promise<void> => {
    await delay(dice.between(0, 40));
    await race.shop.switchKey(userId, (keys[1] as (typeof keys)[number]).key.id, false);
  };
  const writingOff = async (): Promise<void> => {
    for (let times = 0; times < 4; times++) {
      await delay(dice.between(0, 30));
      await writeOff(race, accountId);
    }
  };
  await Promise.all([...grants, switching(), writingOff()]);
}

const writeOff = (race: TwoProcesses, accountId: AccountId): Promise<unknown> =>
  race.shop.uow.run(async ({ ledger, clock }) => {
    await ledger.lock(accountId);
    await writeOffExpired(ledger, uuidV7Source, accountId, await clock.now());
  });

/** Σ lots = balance = Σ lines, at whatever moment somebody looks. */
async function readAllTheTime(race: TwoProcesses, accountId: AccountId, isOver: () => boolean) {
  const seen = { reads: 0, unbalancedReads: 0 };
  while (!isOver()) {
    const sums = await race.database.knex.transaction(
      async (trx) => {
        const sumOf = async (sql: string): Promise<bigint> =>
          BigInt((await trx.raw(`select (${sql}) as sum`, [accountId])).rows[0].sum);
        return [
          await sumOf('select balance from ledger.accounts where id = ?'),
          await sumOf('select coalesce(sum(change), 0) from ledger.entries where account_id = ?'),
          await sumOf('select coalesce(sum(remaining), 0) from ledger.lots_now where account_id = ?'),
        ];
      },
      { isolationLevel: 'repeatable read', readOnly: true },
    );
    seen.reads += 1;
    if (new Set(sums).size > 1) seen.unbalancedReads += 1;
  }
  return seen;
}
