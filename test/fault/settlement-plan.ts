import { GATEWAY_NAMES, type GatewayName } from '../../src/domain/ordering/payment-channel.ts';
import type { Dice } from './dice.ts';

const PLACED_WITHIN_MINUTES = 60;
const DAY_MINUTES = 24 * 60;
const FINE_UNTIL = 110;
const COARSE_STEP = 30;

/** What becomes of an order, in minutes from the beginning of the day. */
export type Plan = {
  readonly gateway: GatewayName;
  readonly placedAt: number;
  /** Null: never. */
  readonly paidAt: number | null;
  readonly announcedAt: readonly number[];
};

export function planFor(dice: Dice): Plan {
  const gateway = dice.pick(GATEWAY_NAMES);
  const placedAt = dice.between(0, PLACED_WITHIN_MINUTES);
  const fate = dice.next();
  // The order closes after 30 minutes; whoever was typing the password then may still get through.
  const paidAfter = fate < 0.7 ? dice.between(0, 28) : fate < 0.85 ? dice.between(29, 35) : null;
  if (paidAfter === null) return { gateway, placedAt, paidAt: null, announcedAt: [] };
  const paidAt = placedAt + paidAfter;
  const delays = Array.from({ length: dice.between(1, 50) }, () =>
    dice.chance(0.5) ? dice.between(0, 10) : dice.between(0, DAY_MINUTES),
  );
  return { gateway, placedAt, paidAt, announcedAt: delays.map((delay) => paidAt + delay) };
}

/** Every minute while orders are open, every half an hour for the rest of the day. */
export function* minutesOfTheDay(): Generator<number> {
  const end = PLACED_WITHIN_MINUTES + 35 + DAY_MINUTES + 2 * COARSE_STEP;
  for (let minute = 0; minute <= end; minute += stepAfter(minute)) yield minute;
}

export const stepAfter = (minute: number): number => (minute < FINE_UNTIL ? 1 : COARSE_STEP);
