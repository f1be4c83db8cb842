import { expect } from 'chai';
import { type Answer, type Call, callApi } from '../../support/http/api-client.ts';
import { eventually } from '../../support/http/eventually.ts';
import type { Phone } from '../../support/http/phone.ts';
import type { Gate } from './gate.ts';
import type { MortalProcess, Process } from './mortal-process.ts';
import type { World } from './world.ts';

/** Who pushes does so again after five seconds. */
const UNTIL_MS = 20_000;

/**
 * One play of a flow. Everybody deals with the mortal process, and with the one that stays once that is dead: whoever got
 * no answer asks again, with the same words.
 */
export class Scene {
  readonly world: World;
  readonly #gate: Gate;
  readonly #mortal: MortalProcess;
  readonly #isDead: Promise<void>;
  readonly #survivor: Process;
  #isOver = false;

  private constructor(world: World, gate: Gate, mortal: MortalProcess) {
    this.world = world;
    this.#gate = gate;
    this.#mortal = mortal;
    this.#survivor = world.survivor();
    this.#isDead = gate.death.then(() => {
      world.enterAt(this.#survivor.url);
      return mortal.die();
    });
    // Whoever waits for it is told; where nobody does yet, that is no end of everything.
    this.#isDead.catch(() => {});
  }

  static async open(world: World, gate: Gate): Promise<Scene> {
    const mortal = await world.startMortal(gate);
    world.enterAt(mortal.url);
    return new Scene(world, gate, mortal);
  }

  /** What happens before the flow, to the process that stays. */
  async before<T>(work: () => Promise<T>): Promise<T> {
    this.world.enterAt(this.#survivor.url);
    const made = await work();
    this.world.enterAt(this.#mortal.url);
    return made;
  }

  get phone(): Phone {
    return this.world.system.phone;
  }

  /** What is done to a process, until one has answered. */
  async step<T>(deed: (on: Process) => Promise<T>): Promise<T> {
    if (!this.#isOver && !this.#gate.isDead) {
      const outcome = await Promise.race([settled(deed(this.#mortal)), this.#gate.death.then(() => null)]);
      if (outcome && 'value' in outcome) return outcome.value;
      if (outcome && !this.#gate.isDead) throw outcome.error;
    }
    if (this.#gate.isDead) await this.#isDead;
    return deed(this.#survivor);
  }

  /** A client's request. */
  ask(path: string, call?: Call): Promise<Answer> {
    return this.step(({ url }) => callApi(`${url}${path}`, call));
  }

  /** The same, where nothing but this will do. */
  async expect(status: number, path: string, call?: Call): Promise<Answer> {
    const answer = await this.ask(path, call);
    expect(answer.status, `${path}: ${answer.text}`).to.equal(status);
    return answer;
  }

  /** Workers do it once; again, on the process that stays, where one has died over it. */
  async sweep(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      await this.step(async (on) => {
        if (on === this.#survivor) return this.world.system.sweep(name);
        const sweep = on.application.sweeps.find((each) => each.name === name);
        if (!sweep) throw new Error(`no sweep ${name}`);
        await sweep.run(new AbortController().signal);
      });
    }
  }

  /** WeChat tells us, and again until it is answered. */
  async told(tell: () => Promise<readonly (number | null)[]>): Promise<void> {
    for (let times = 0; times < 3; times++) {
      const statuses = await this.step(tell);
      if (statuses.every((status) => status !== null && status < 300)) return;
    }
    throw new Error('WeChat was not answered');
  }

  /** What comes by itself a moment later; from workers of the process that stays, where one has died before. */
  async until(check: () => Promise<unknown>, ...sweeps: readonly string[]): Promise<void> {
    // Nobody listens in the place of a process that is still dying.
    if (this.#gate.isDead) await this.#isDead;
    await eventually(async () => {
      if (this.#gate.isDead) await this.sweep(...sweeps);
      await check();
    }, UNTIL_MS);
  }

  advance(seconds: number): Promise<void> {
    return this.world.advance(seconds);
  }

  /** From now on there is the process that stays. */
  async over(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    this.world.enterAt(this.#survivor.url);
    if (this.#gate.isDead) await this.#isDead;
    else await this.#mortal.stop();
  }

  /** A minute later, the workers have done what was due. */
  async settle(): Promise<void> {
    await this.over();
    await this.advance(70);
    await this.sweep('handle-notifications', 'report-deliveries', 'send-notices', 'relay-webhooks');
  }
}

const settled = <T>(work: Promise<T>): Promise<{ readonly value: T } | { readonly error: unknown }> =>
  work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
