import type { OuterParts } from '../../../src/cli/composition/compose.ts';
import { ALL_GATEWAYS } from '../../support/http/counters.ts';
import { sellEverythingEverywhere } from '../../support/http/seeded-catalog.ts';
import { startTestSystem, type TestSystem } from '../../support/http/test-system.ts';
import type { Dice } from '../dice.ts';
import { drawHurt, HURT_KINDS, type HurtKind } from './hurt.ts';
import { HurtfulProxy } from './hurtful-proxy.ts';
import { type TimedCall, timedParts } from './timed-parts.ts';

export const TIMEOUT_MS = 1_000;
const HOW_MANY_ARE_HURT = 0.8;

export type HurtCall = TimedCall & { readonly hurt: HurtKind | 'none' };

/** The real system with a bad network between it and WeChat. */
export class HurtfulShop {
  readonly system: TestSystem;
  readonly calls: HurtCall[];
  readonly #proxy: HurtfulProxy;
  readonly #dice: Dice;
  readonly #now: { hurt: HurtKind | 'none' };
  #deck: HurtKind[] = [];

  private constructor(system: TestSystem, proxy: HurtfulProxy, dice: Dice, { now, calls }: Seen) {
    this.system = system;
    this.calls = calls;
    this.#proxy = proxy;
    this.#dice = dice;
    this.#now = now;
  }

  /** `change` replaces parts once more; for planted mistakes. */
  static async open(dice: Dice, change: (usual: OuterParts) => Partial<OuterParts> = () => ({})): Promise<HurtfulShop> {
    const seen: Seen = { now: { hurt: 'none' }, calls: [] };
    const proxy = await HurtfulProxy.start({ target: { port: 9, host: '127.0.0.1' } });
    const system = await startTestSystem({
      wechatTimeoutMs: TIMEOUT_MS,
      parts: { channels: ALL_GATEWAYS },
      wayToWechat: async (url) => {
        proxy.leadTo({ port: Number(new URL(url).port), host: '127.0.0.1' });
        return `http://127.0.0.1:${proxy.port}`;
      },
      changeParts: (usual) => {
        const timed = timedParts(usual, (call) => seen.calls.push({ ...call, hurt: seen.now.hurt }));
        return { ...timed, ...change({ ...usual, ...timed }) };
      },
    });
    await sellEverythingEverywhere(system.application);
    return new HurtfulShop(system, proxy, dice, seen);
  }

  /** Another kind of hurt each time, while this is done; most connections have it. */
  async whileHurt<T>(work: () => Promise<T>): Promise<T> {
    const dice = this.#dice;
    if (this.#deck.length === 0) this.#deck = dice.shuffled(HURT_KINDS);
    const kind = this.#deck.pop() ?? 'reset';
    this.#now.hurt = kind;
    this.#proxy.hurtBy(() => (dice.chance(HOW_MANY_ARE_HURT) ? drawHurt(kind, dice) : { kind: 'none' }));
    try {
      return await work();
    } finally {
      this.#now.hurt = 'none';
      this.#proxy.heal();
    }
  }

  /** Nothing gets through while this is done. */
  async whileCut<T>(work: () => Promise<T>): Promise<T> {
    this.#now.hurt = 'reset';
    this.#proxy.hurtBy(() => ({ kind: 'reset', on: 'there', afterBytes: 0 }));
    try {
      return await work();
    } finally {
      this.#now.hurt = 'none';
      this.#proxy.heal();
    }
  }

  async close(): Promise<void> {
    await this.system.stop();
    await this.#proxy.stop();
  }
}

type Seen = { readonly now: { hurt: HurtKind | 'none' }; readonly calls: HurtCall[] };
