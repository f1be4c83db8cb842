import { Dice } from '../dice.ts';
import { counted, exactly, type Figure } from '../figure.ts';
import type { Extent } from '../run-campaign.ts';
import { ALL_FLOWS } from './all-flows.ts';
import { failpointTable } from './failpoint-table.ts';
import type { Flow } from './flow.ts';
import { pointName } from './gate.ts';
import { isLeftOut, LEFT_OUT } from './left-out.ts';
import { PLANTED } from './planted-flows.ts';
import { choosePoints, type Recorded, recordFlows, type Tried, tryPoints } from './try-points.ts';

export type FailpointResults = {
  readonly recorded: readonly Recorded[];
  /** Of all ports. */
  readonly methods: readonly string[];
  readonly tried: readonly Tried[];
  readonly plantedFound: readonly Flow[];
};

/** Lets a process die at `size` points by chance, or at all that there are, each in a flow of its own that has to come to its end. */
export async function runFailpoints(size: number, seed: number): Promise<FailpointResults> {
  const dice = new Dice(seed);
  const { recorded, methods } = await recordFlows(size < WHOLE ? someFlows(dice) : ALL_FLOWS);
  const tried = await tryPoints(choosePoints(recorded, size, dice));
  return { recorded, methods, tried, plantedFound: await findPlanted() };
}

/** For so few points it would take longer to list those of all flows than to try them. */
const WHOLE = 100;
const FLOWS_OF_A_SLICE = 5;

const someFlows = (dice: Dice): readonly Flow[] =>
  dice.shuffled(ALL_FLOWS.filter(({ alone }) => !alone)).slice(0, FLOWS_OF_A_SLICE);

/** `keepPage` gets the list of all points, with what became of each, where all of them were tried. */
export async function failpointsCampaign({ size, seed, keepPage }: Extent): Promise<Figure[]> {
  const results = await runFailpoints(size, seed);
  for (const line of complaints(results)) console.error(line);
  const { recorded, tried } = results;
  const known = recorded.reduce((sum, { points }) => sum + points.length, 0);
  if (size >= known) keepPage?.('failpoints.md', failpointTable(results));
  const hit = tried.filter(({ outcome }) => outcome !== 'not_reached').length;
  return [
    counted('flows', recorded.length),
    counted('points known', known),
    ...(size < known
      ? []
      : [exactly('coverage: points hit of those known', Math.floor((hit / known) * 100), 100, '%')]),
    exactly('points hit', hit, Math.min(size, known)),
    exactly('flows that do not come to their end although nobody dies', faulty(recorded).length, 0),
    exactly('points after which something was lost, doubled or in doubt', violated(tried).length, 0),
    exactly('methods of ports that no flow crosses', uncrossed(results).length, 0),
    exactly('methods left out that no port has', leftOutInVain(results).length, 0),
    exactly('planted mistakes found', results.plantedFound.length, PLANTED.length),
  ];
}

/** Every point of each planted flow, until one brings its mistake to light. */
async function findPlanted(): Promise<Flow[]> {
  const { recorded } = await recordFlows(PLANTED);
  const inOrder = recorded.filter(({ violation }) => violation === null);
  const commits = inOrder.flatMap(({ flow, points }) =>
    points.filter(({ name }) => name === 'unit-of-work.commit').map((point) => ({ flow, point })),
  );
  const found = violated(await tryPoints(commits)).map(({ flow }) => flow);
  return PLANTED.filter((flow) => found.includes(flow));
}

export function complaints(results: FailpointResults): string[] {
  return [
    ...faulty(results.recorded).map(({ flow, violation }) => `${flow.name}, in which nobody dies: ${violation}`),
    ...results.tried.flatMap((each) =>
      each.outcome === 'violated' ? [`${each.flow.name}, ${pointName(each.point)}: ${each.detail}`] : [],
    ),
    ...results.tried.flatMap((each) =>
      each.outcome === 'not_reached' ? [`${each.flow.name} does not come by ${pointName(each.point)}`] : [],
    ),
    ...uncrossed(results).map((method) => `no flow crosses ${method}`),
    ...leftOutInVain(results).map((method) => `no port has ${method}, which is left out`),
  ];
}

const faulty = (recorded: readonly Recorded[]) => recorded.filter(({ violation }) => violation !== null);
const violated = (tried: readonly Tried[]) => tried.filter(({ outcome }) => outcome === 'violated');

/** Known only where all flows were played. */
function uncrossed({ recorded, methods }: FailpointResults): string[] {
  if (recorded.length < ALL_FLOWS.length) return [];
  const crossed = new Set(recorded.flatMap(({ points }) => points.map(({ name }) => name)));
  return methods.filter((method) => !crossed.has(method) && !isLeftOut(method));
}

function leftOutInVain({ methods }: FailpointResults): string[] {
  return LEFT_OUT.flatMap(({ methods: left }) => left).filter((method) => !methods.includes(method));
}
