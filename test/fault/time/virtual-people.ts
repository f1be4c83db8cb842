import { AIM_EVERY_MS, aim } from './aiming.ts';
import { buy } from './buying.ts';
import { leave, makeKey, rotateKey, signIn, switchKey } from './managing.ts';
import { giveBack } from './operating.ts';
import { hold, someSeconds, spend } from './spending.ts';
import type { Person, Town } from './town.ts';
import { DAY_MS, HOUR_MS } from './virtual-clock.ts';

type Deed = (town: Town, person: Person) => Promise<void>;
/** How often each happens, in parts of a hundred. */
const DEEDS: readonly (readonly [parts: number, deed: Deed])[] = [
  [34, buy],
  [38, spend],
  [14, (town, person) => hold(town, person, someSeconds(town))],
  [4, rotateKey],
  [3, switchKey],
  [2, makeKey],
  [2, leave],
  [3, (town) => giveBack(town)],
];
const DEED_EVERY_MS = 14 * HOUR_MS;

/** Some people with a key each, who do something now and then until `untilMs`. */
export function settle(town: Town, untilMs: number): void {
  const { dice, scheduler } = town;
  const people = Array.from({ length: dice.between(2, 4) }, (_, nth): Person => {
    return { openid: `o-${nth}`, userId: '' as Person['userId'], keys: [] };
  });
  for (const person of people) {
    scheduler.after(dice.between(0, HOUR_MS), () => void moveIn(town, person, untilMs));
  }
  const look = (): void => {
    aim(town, people);
    if (scheduler.clock.ms + AIM_EVERY_MS < untilMs) scheduler.after(AIM_EVERY_MS, look);
  };
  scheduler.after(DAY_MS / 4, look);
}

async function moveIn(town: Town, person: Person, untilMs: number): Promise<void> {
  await signIn(town, person);
  if (!person.userId) return;
  await makeKey(town, person);
  void buy(town, person);
  live(town, person, untilMs);
}

function live(town: Town, person: Person, untilMs: number): void {
  const { dice, scheduler } = town;
  const nextMs = scheduler.clock.ms + Math.floor(dice.next() * 2 * DEED_EVERY_MS);
  if (nextMs >= untilMs) return;
  scheduler.at(nextMs, () => {
    void drawDeed(town)(town, person);
    live(town, person, untilMs);
  });
}

function drawDeed({ dice }: Town): Deed {
  let left = dice.between(1, 100);
  for (const [parts, deed] of DEEDS) {
    left -= parts;
    if (left <= 0) return deed;
  }
  return spend;
}
