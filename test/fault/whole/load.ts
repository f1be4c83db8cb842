import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { Phone } from '../../support/http/phone.ts';
import { noteSecret } from '../../support/leaks/note.ts';
import { Dice } from '../dice.ts';
import type { History } from './history.ts';
import { buy, watchOrder } from './load/buy.ts';
import type { Customer } from './load/customer.ts';
import { Doors } from './load/doors.ts';
import { signIn, type World } from './load/errands.ts';
import { endKey, makeKey } from './load/keys.ts';
import { readBalance, readStatement } from './load/look.ts';
import { giveBack } from './load/operator.ts';
import { type Call, spend } from './load/spend.ts';
import type { Machine } from './machine.ts';

const FIRST_CUSTOMERS = 12;
/** A machine that is busy gets less to do, and the rate says so. */
const MOST_UNDER_WAY = 12;
const PACKAGES = ['points-10', 'points-50'];
const REFUND_EVERY_MS = 4_000;
const WITHOUT_HURRY_MS = 90_000;

/** Of a hundred errands. */
const SHARES = { usage: 58, balance: 12, statement: 8, watch: 8, buy: 7, key: 3, endKey: 3, signIn: 1 } as const;
type Errand = keyof typeof SHARES;
const ERRANDS = Object.entries(SHARES).flatMap(([name, share]) => Array<Errand>(share).fill(name as Errand));

/** People, services and an operator, who keep to a pace whatever becomes of their requests. */
export class Load {
  readonly customers: Customer[] = [];
  /** By the name that the service gave them. */
  readonly calls: Call[] = [];
  readonly world: World;
  readonly serviceName: string;
  readonly #machine: Machine;
  readonly #everyMs: number;
  readonly #dice: Dice;
  readonly #underWay = new Set<Promise<unknown>>();
  #loops: Promise<unknown>[] = [];
  #isOver = false;
  #people = 0;
  /** Of the load itself: whatever an answer says, it goes on. */
  readonly faults: unknown[] = [];
  /** Due, and not begun, because too many were under way. */
  leftOut = 0;

  private constructor(machine: Machine, world: World, serviceName: string, perSecond: number, dice: Dice) {
    this.#machine = machine;
    this.world = world;
    this.serviceName = serviceName;
    this.#everyMs = 1_000 / perSecond;
    this.#dice = dice;
  }

  static async begin(machine: Machine, history: History, seed: number, perSecond: number): Promise<Load> {
    const dice = new Dice(seed);
    const doors = new Doors(machine.apiUrls);
    const phone = new Phone(machine.simulatorUrl);
    await phone.refundPlan({ delay_seconds: 1 });
    const listed = await doors.send({ method: 'GET', path: '/api/v1/packages' });
    const sold: { id: string; code: string }[] = listed.kind === 'answered' ? listed.json.packages : [];
    const packageIds = sold.filter(({ code }) => PACKAGES.includes(code)).map(({ id }) => id);
    const serviceName = `load-${seed}`;
    const serviceToken = await aService(machine, serviceName);
    // Waiting has a dice of its own: how often somebody waits depends on time, what they do does not.
    const world = { doors, history, phone, packageIds, serviceToken, dice: new Dice(seed + 1) };
    const load = new Load(machine, world, serviceName, perSecond, dice);
    await Promise.all(Array.from({ length: FIRST_CUSTOMERS }, () => load.#aCustomer()));
    load.#loops = [load.#keepPace(), load.#giveBackNowAndThen()];
    return load;
  }

  /** Nothing new is begun; what is under way comes to its end. */
  async finish(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#loops);
    const late = new Promise((resolve) => setTimeout(resolve, WITHOUT_HURRY_MS).unref());
    await Promise.race([Promise.allSettled(this.#underWay), late]);
  }

  close(): void {
    this.world.doors.close();
  }

  async #keepPace(): Promise<void> {
    for (let due = performance.now(); !this.#isOver; due = Math.max(due + this.#everyMs, performance.now() - 1_000)) {
      await delay(Math.max(0, due - performance.now()));
      if (this.#underWay.size < MOST_UNDER_WAY) this.#launch(this.#errand());
      else this.leftOut += 1;
    }
  }

  async #giveBackNowAndThen(): Promise<void> {
    while (!this.#isOver) {
      await giveBack(this.#machine, this.world, this.customers).catch((fault: unknown) => this.faults.push(fault));
      for (let waited = 0; waited < REFUND_EVERY_MS && !this.#isOver; waited += 100) await delay(100);
    }
  }

  #launch(errand: Promise<unknown>): void {
    const begun = errand
      .catch((fault: unknown) => void this.faults.push(fault))
      .finally(() => this.#underWay.delete(begun));
    this.#underWay.add(begun);
  }

  #errand(): Promise<unknown> {
    const [name, customer] = [this.#dice.pick(ERRANDS), this.#dice.pick(this.customers)];
    const { world } = this;
    switch (name) {
      case 'usage':
        return spend(world, customer, this.calls);
      case 'balance':
        return readBalance(world, customer);
      case 'statement':
        return readStatement(world, customer);
      case 'watch':
        return watchOrder(world, customer);
      case 'buy':
        return buy(world, customer);
      case 'key':
        return makeKey(world, customer);
      case 'endKey':
        return endKey(world, customer);
      case 'signIn':
        return this.#aCustomer();
    }
  }

  /** With points and a key. */
  async #aCustomer(): Promise<void> {
    const customer = await signIn(this.world, `load-${this.#people++}`);
    if (!customer) throw new Error('nobody could sign in');
    await Promise.all([buy(this.world, customer), makeKey(this.world, customer)]);
    this.customers.push(customer);
  }
}

async function aService(machine: Machine, name: string): Promise<string> {
  const { code, stdout, stderr } = await machine.command('services', 'create', name, '--json');
  if (code !== 0) throw new Error(stderr);
  const { token } = z.object({ token: z.string() }).parse(JSON.parse(stdout));
  noteSecret('token', token);
  return token;
}
