import type { Dice } from '../dice.ts';
import { severalAtOnce } from '../several-at-once.ts';
import type { Flow } from './flow.ts';
import { type Point, pointName } from './gate.ts';
import { type Played, playFlow } from './play-flow.ts';
import { methodsOfPorts } from './port-methods.ts';
import { World } from './world.ts';

export type Recorded = { readonly flow: Flow; readonly points: readonly Point[]; readonly violation: string | null };
export type Tried = { readonly flow: Flow; readonly point: Point } & (
  | { readonly outcome: 'survived' | 'not_reached' }
  | { readonly outcome: 'violated'; readonly detail: string }
);

/** Worlds at a time; each has a database of its own. */
const LANES = 2;
/** What one play leaves behind could get into the way of another: after so many, all is new. */
const PLAYS_PER_WORLD = 25;

/**
 * What each flow crosses when nobody dies. How often somebody looks depends on time, so that a point counts that was crossed at
 * both of two plays.
 */
export async function recordFlows(flows: readonly Flow[]): Promise<{ recorded: Recorded[]; methods: string[] }> {
  const found = new Map<Flow, Recorded>();
  const record = async (flow: Flow, play: () => Promise<Played>): Promise<void> => {
    const [first, again] = [await play(), await play()];
    const isSure = (point: Point): boolean => again.crossed.some((other) => pointName(other) === pointName(point));
    found.set(flow, {
      ...{ flow, points: pointsOf(first.crossed.filter(isSure)) },
      violation: first.violation ?? again.violation,
    });
  };
  const [alone, together] = [flows.filter((flow) => flow.alone), flows.filter((flow) => !flow.alone)];
  let methods: string[] = [];
  const lanes = Array.from({ length: LANES }, (_, lane) => together.filter((_, nth) => nth % LANES === lane));
  await severalAtOnce(LANES, lanes, (lane) =>
    inWorld(async (world) => {
      for (const flow of lane) await record(flow, () => playFlow(world, flow, null));
      methods = await methodsOfPorts(world.system.parts);
    }),
  );
  await severalAtOnce(LANES, alone, (flow) => record(flow, () => inWorld((world) => playFlow(world, flow, null))));
  return { recorded: flows.flatMap((flow) => found.get(flow) ?? []), methods };
}

async function inWorld<T>(work: (world: World) => Promise<T>): Promise<T> {
  const world = await World.open();
  try {
    return await work(world);
  } finally {
    await world.close();
  }
}

/**
 * Each crossing of a port, an answer or a commit; of a store within a transaction the first of each name: all that it has
 * done by then is undone, wherever it ends.
 */
const pointsOf = (crossed: readonly Point[]): Point[] =>
  crossed.filter(({ name, when, nth }) => nth === 1 || !isWithinTransaction(crossed, name, when));

/** Stores are crossed after, only. */
const isWithinTransaction = (crossed: readonly Point[], name: string, when: Point['when']): boolean =>
  when === 'after' && !crossed.some((other) => other.name === name && other.when === 'before');

export type Choice = { readonly flow: Flow; readonly point: Point };

/** Each as often as it is named, in worlds that are renewed where something may have been left behind. */
export async function tryPoints(chosen: readonly Choice[]): Promise<Tried[]> {
  const lanes = Array.from({ length: LANES }, (_, lane) => chosen.filter((_, nth) => nth % LANES === lane));
  const tried: Tried[] = [];
  await severalAtOnce(LANES, lanes, async (lane) => {
    const worlds = new Worlds();
    try {
      for (const choice of lane) {
        tried.push(await tryPoint(worlds, choice));
        tell(tried.length, chosen.length);
      }
    } finally {
      await worlds.close();
    }
  });
  return tried;
}

/** All of them take most of an hour. */
function tell(tried: number, of: number): void {
  if (tried % 50 === 0) console.error(`  ${tried} of ${of} points`);
}

async function tryPoint(worlds: Worlds, choice: Choice): Promise<Tried> {
  const first = await worlds.play(choice);
  // Something of an earlier play may have led it past the point: once more, where there was none.
  const played = first.hasDied || worlds.isFresh ? first : await worlds.renew().then(() => worlds.play(choice));
  if (played.violation !== null) {
    await worlds.renew();
    return { ...choice, outcome: 'violated', detail: played.violation };
  }
  return { ...choice, outcome: played.hasDied ? 'survived' : 'not_reached' };
}

class Worlds {
  #world: World | null = null;
  #plays = 0;

  /** Has nothing but the last play happened in this one? */
  get isFresh(): boolean {
    return this.#plays === 1;
  }

  async play({ flow, point }: Choice): Promise<Played> {
    if (flow.alone || this.#plays >= PLAYS_PER_WORLD) await this.renew();
    this.#world ??= await World.open();
    this.#plays += 1;
    return playFlow(this.#world, flow, point);
  }

  async renew(): Promise<void> {
    await this.#world?.close();
    this.#world = null;
    this.#plays = 0;
  }

  close(): Promise<void> {
    return this.renew();
  }
}

export const choosePoints = (recorded: readonly Recorded[], size: number, dice: Dice): Choice[] => {
  const all = recorded.flatMap(({ flow, points }) => points.map((point) => ({ flow, point })));
  if (size >= all.length) return all;
  const chosen = new Set(dice.shuffled(all).slice(0, size));
  return all.filter((each) => chosen.has(each));
};
