import { nodeSecrets } from '../../../src/adapters/system/random.ts';
import type { IdSource, Secrets } from '../../../src/application/shared/random.ts';
import type { Dice } from '../dice.ts';
import type { VirtualClock } from './virtual-clock.ts';

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0').slice(-digits);

/** UUIDs, version 7, of virtual time; within one millisecond in the order in which they are asked for, as the real ones. */
export function seededIds(clock: VirtualClock, dice: Dice): IdSource {
  let made = 0;
  return {
    next: <Id extends string>() => {
      made += 1;
      const time = hex(clock.ms, 12);
      const count = hex(made, 7);
      const chance = hex(dice.between(0, 0xffff_ffff), 8);
      const digits = `${time}7${count.slice(0, 3)}8${count.slice(3, 6)}${count.slice(6)}000${chance}`;
      return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') as Id;
    },
  };
}

/** The platform's, except that chance comes from the dice. */
export const seededSecrets = (dice: Dice): Secrets => ({
  ...nodeSecrets,
  random: (bytes) => Uint8Array.from({ length: bytes }, () => dice.between(0, 255)),
});
