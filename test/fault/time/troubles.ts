import type { Dice } from '../dice.ts';
import { DAY_MS, HOUR_MS } from './virtual-clock.ts';

/** `flaky`: units of work fail, repeat or take their process with them, and questions to WeChat time out. */
export const TROUBLE_KINDS = ['wechat_away', 'workers_dead', 'notifications_refused', 'flaky'] as const;
export type TroubleKind = (typeof TROUBLE_KINDS)[number];
type Trouble = { readonly kind: TroubleKind; readonly fromMs: number; readonly toMs: number };

const LONGEST_HOURS: Readonly<Record<TroubleKind, number>> = {
  ...{ wechat_away: 9, workers_dead: 26, notifications_refused: 30, flaky: 40 },
};

/** What goes wrong in a month, and when: between 3 and 8 times, for hours, also several at once. Outside it is calm. */
export class Troubles {
  readonly #all: readonly Trouble[];

  constructor(fromMs: number, toMs: number, dice: Dice) {
    this.#all = Array.from({ length: dice.between(3, 8) }, () => {
      const kind = dice.pick(TROUBLE_KINDS);
      const begin = fromMs + dice.next() * (toMs - fromMs - DAY_MS);
      const end = begin + dice.next() * LONGEST_HOURS[kind] * HOUR_MS;
      return { kind, fromMs: Math.floor(begin), toMs: Math.floor(Math.min(end, toMs)) };
    });
  }

  isOn(kind: TroubleKind, ms: number): boolean {
    return this.#all.some((each) => each.kind === kind && each.fromMs <= ms && ms < each.toMs);
  }

  /** Nothing was wrong between these instants. */
  wasCalm(fromMs: number, toMs: number): boolean {
    return !this.#all.some((each) => each.fromMs < toMs && fromMs < each.toMs);
  }

  /** The end of what is going on at `ms`, if anything is. */
  endOf(kind: TroubleKind, ms: number): number | null {
    const on = this.#all.filter((each) => each.kind === kind && each.fromMs <= ms && ms < each.toMs);
    return on.length > 0 ? Math.max(...on.map(({ toMs }) => toMs)) : null;
  }

  hoursOf(kind: TroubleKind): number {
    return (
      this.#all.filter((each) => each.kind === kind).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0) / HOUR_MS
    );
  }
}
