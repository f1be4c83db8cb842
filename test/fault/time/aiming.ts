import { endOfBeijingDay } from '../../../src/domain/shared/beijing-time.ts';
import { accountOf } from '../../../src/domain/shared/ids.ts';
import { buy } from './buying.ts';
import { hold, spend } from './spending.ts';
import type { Person, Town } from './town.ts';
import { DAY_MS, HOUR_MS, SECOND_MS } from './virtual-clock.ts';

export const AIM_EVERY_MS = 12 * HOUR_MS;

/** Looks for instants of the next half day at which something ends, and is there just before, in that instant, and just after. */
export function aim(town: Town, people: readonly Person[]): void {
  const { scheduler } = town;
  const fromMs = scheduler.clock.ms;
  const isNear = (instant: Date): boolean => instant.getTime() > fromMs && instant.getTime() <= fromMs + AIM_EVERY_MS;
  atTheCounter(town, people, isNear);
  for (const person of people) {
    for (const endMs of lotEnds(town, person, isNear)) aroundLotEnd(town, person, endMs);
    const keys = town.rows().apiKeys.filter(({ userId, expiresAt }) => userId === person.userId && isNear(expiresAt));
    for (const { id, expiresAt } of keys) around(town, expiresAt.getTime(), () => void spend(town, person, id));
    const midnight = endOfBeijingDay(scheduler.clock.now());
    if (isNear(midnight)) around(town, midnight.getTime(), () => void spend(town, person));
  }
}

/** When a price, a promotion or a sale begins or ends, somebody buys, or calls. */
function atTheCounter(town: Town, people: readonly Person[], isNear: (instant: Date) => boolean): void {
  const { packages, promotions, prices } = town.catalog;
  const ends = [
    ...promotions.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]),
    ...packages.flatMap(({ saleStartsAt, saleEndsAt, validity }) => [
      ...[saleStartsAt, saleEndsAt],
      validity.kind === 'until' ? validity.until : null,
    ]),
  ];
  for (const end of ends) {
    if (end && isNear(end)) around(town, end.getTime(), () => void buy(town, town.dice.pick(people)));
  }
  for (const { fromMs } of prices) {
    if (isNear(new Date(fromMs))) around(town, fromMs, () => void spend(town, town.dice.pick(people)));
  }
}

/** Each once, however many lots end then. */
function lotEnds({ rows }: Town, { userId }: Person, isNear: (instant: Date) => boolean): number[] {
  const lots = rows().lots.filter(({ accountId, remaining }) => accountId === accountOf(userId) && remaining > 0n);
  return [...new Set(lots.filter(({ expiresAt }) => isNear(expiresAt)).map(({ expiresAt }) => expiresAt.getTime()))];
}

function aroundLotEnd(town: Town, person: Person, endMs: number): void {
  const { dice, scheduler } = town;
  around(town, endMs, () => void spend(town, person));
  // What is held when its lot ends is still the call's.
  const seconds = dice.pick([60, 900, DAY_MS / SECOND_MS]);
  if (dice.chance(0.3)) scheduler.at(endMs - seconds * SECOND_MS, () => void hold(town, person, seconds));
}

function around({ dice, scheduler }: Town, instantMs: number, deed: () => void): void {
  for (const offset of [-1, 0, 1]) if (dice.chance(0.5)) scheduler.at(instantMs + offset, deed);
}
