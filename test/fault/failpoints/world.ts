import { ALL_GATEWAYS } from '../../support/http/counters.ts';
import { startTestSystem, type TestSystem } from '../../support/http/test-system.ts';
import { HurtfulProxy } from '../network/hurtful-proxy.ts';
import type { Gate } from './gate.ts';
import { LOOPBACK, type MortalProcess, type Process, startMortalProcess } from './mortal-process.ts';

/** One database, one WeChat, and a process that stays; WeChat reaches whichever process stands behind the entrance. */
export class World {
  readonly system: TestSystem;
  readonly #entrance: HurtfulProxy;
  #aheadMs = 0;

  private constructor(system: TestSystem, entrance: HurtfulProxy) {
    this.system = system;
    this.#entrance = entrance;
  }

  static async open(): Promise<World> {
    const entrance = await HurtfulProxy.start({ target: { port: 9, host: '127.0.0.1' } });
    const system = await startTestSystem({
      ...{ reachedAt: addressOf(entrance), shipping: true, trustedProxies: LOOPBACK },
      parts: { channels: ALL_GATEWAYS },
    });
    await system.phone.manageTrade(true);
    const world = new World(system, entrance);
    world.enterAt(system.url);
    return world;
  }

  enterAt(url: string): void {
    this.#entrance.leadTo({ port: Number(new URL(url).port), host: '127.0.0.1' });
  }

  async advance(seconds: number): Promise<void> {
    this.#aheadMs += Math.round(seconds * 1_000);
    await this.system.advance(seconds);
  }

  startMortal(gate: Gate): Promise<MortalProcess> {
    const { system } = this;
    const aheadMs = (): number => this.#aheadMs;
    return startMortalProcess({ system, reachedAt: addressOf(this.#entrance), aheadMs, shipping: true }, gate);
  }

  survivor(): Process {
    // As operators' commands have it: their deeds need more than the rights of the API.
    return { ...this.system, parts: { ...this.system.parts, uow: this.system.uow } };
  }

  async close(): Promise<void> {
    await this.system.stop();
    await this.#entrance.stop();
  }
}

const addressOf = ({ port }: HurtfulProxy): string => `http://127.0.0.1:${port}`;
