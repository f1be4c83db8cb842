import { lastPointsRound, type MixedRound, mixedRound, type Round } from '../race/last-points.ts';
import { TwoProcesses } from '../race/spenders.ts';
import { Dice } from './dice.ts';
import { counted, exactly, type Figure } from './figure.ts';

const POINTS = 100;
/** Of so many rounds one is mixed with everything else that moves points. */
const MIXED_EVERY = 4;

/** Sixty-four clients at two processes on the last hundred points, round after round. */
export async function raceCampaign(rounds: number, seed: number): Promise<Figure[]> {
  const dice = new Dice(seed);
  const race = await TwoProcesses.open();
  const [plain, mixed]: [Round[], MixedRound[]] = [[], []];
  try {
    for (let round = 1; round <= rounds; round++) {
      plain.push(await lastPointsRound(race, dice));
      if (round % MIXED_EVERY === 0) mixed.push(await mixedRound(race, dice));
    }
  } finally {
    await race.close();
  }
  const all = [...plain, ...mixed];
  const sum = (of: (round: Round) => number): number => all.reduce((total, round) => total + of(round), 0);
  const told = all.flatMap(({ faults, wrong }) => [...faults, ...(wrong ? [wrong] : [])]);
  for (const fault of new Set(told)) console.error(fault);
  return [
    counted('rounds', plain.length),
    counted('rounds mixed with other deeds', mixed.length),
    counted(
      'calls',
      sum(({ calls }) => calls),
    ),
    exactly('rounds that did not spend exactly 100', plain.filter((each) => each.acknowledged !== POINTS).length, 0),
    exactly(
      'mixed rounds that spent another sum',
      mixed.filter((each) => each.acknowledged !== each.spendable).length,
      0,
    ),
    exactly(
      'rounds whose answers differ from the journal',
      all.filter((r) => r.acknowledged !== r.journalled).length,
      0,
    ),
    exactly('rounds with wrong books', all.filter(({ wrong }) => wrong !== null).length, 0),
    exactly(
      'faults that came to a caller',
      sum(({ faults }) => faults.length),
      0,
    ),
    counted(
      'sums read meanwhile',
      mixed.reduce((total, { reads }) => total + reads, 0),
    ),
    exactly(
      'reads that did not balance',
      mixed.reduce((total, { unbalancedReads }) => total + unbalancedReads, 0),
      0,
    ),
  ];
}
