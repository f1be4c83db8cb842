import { monitorEventLoopDelay } from 'node:perf_hooks';
import { ENTRIES } from '../../../http/access/routes.ts';
import { verifyBooks } from '../../../support/audit.ts';
import { startTestSystem } from '../../../support/http/test-system.ts';
import { counted, exactly, type Figure } from '../../figure.ts';
import type { Extent } from '../../run-campaign.ts';
import { type Fuzzed, fuzz } from './fuzz.ts';
import type { Violation } from './judge-answer.ts';
import { PLANTED, PLANTED_ROUTES, withPlantedMistakes } from './planted-mistakes.ts';

const KINDS: readonly Violation[] = [
  ...(['fault', 'no answer', 'undocumented', 'off its schema', 'tells how it is made', 'secret'] as const),
];
const PLANTED_REQUESTS = 320;
/** Short, since one of the mistakes is never to answer. */
const PLANTED_TIMEOUT_MS = 300;

/** So many requests, right and wrong, as everybody: no answer may be what `judgeAnswer` knows to be a mistake of ours. */
export async function fuzzCampaign({ size, seed }: Extent): Promise<Figure[]> {
  const system = await startTestSystem();
  try {
    const standstills = monitorEventLoopDelay();
    standstills.enable();
    const fuzzed = await fuzz(system, { requests: size, seed, routes: Object.keys(ENTRIES) });
    for (const { kind, detail, request } of fuzzed.found.slice(0, 20))
      console.error(`${kind}: ${detail}\n${request}\n`);
    const { findings } = await verifyBooks(system.knex);
    return [
      ...told(fuzzed),
      counted('this process has stood still for at most', Math.round(standstills.max / 1e6), 'ms'),
      ...KINDS.map((kind) => exactly(`answers: ${kind}`, fuzzed.found.filter((each) => each.kind === kind).length, 0)),
      exactly('lines of the log with a secret', fuzzed.linesWithSecret, 0),
      exactly('differences in the books', findings.length, 0),
      exactly('planted mistakes found', await countPlantedFound(seed), PLANTED),
    ];
  } finally {
    await system.stop();
  }
}

const told = ({ answers, p99Ms, routesLetIn }: Fuzzed): Figure[] => [
  counted(
    'requests',
    [...answers.values()].reduce((all, some) => all + some, 0),
  ),
  counted('routes that let somebody in', routesLetIn),
  ...[...answers].sort(([one], [other]) => one - other).map(([status, count]) => counted(`answered ${status}`, count)),
  counted('99 of 100 answers within', Math.round(p99Ms), 'ms'),
];

/** The same judge over a system that makes every kind of mistake. */
async function countPlantedFound(seed: number): Promise<number> {
  const system = await startTestSystem({ useCases: withPlantedMistakes });
  try {
    const { found } = await fuzz(system, {
      ...{ requests: PLANTED_REQUESTS, seed, routes: PLANTED_ROUTES, timeoutMs: PLANTED_TIMEOUT_MS },
    });
    return new Set(found.map(({ kind }) => kind)).size;
  } finally {
    await system.stop();
  }
}
