import type { World } from '../../../http/access/world.ts';
import type { TestSystem } from '../../../support/http/test-system.ts';
import { WireClient } from '../../../support/http/wire-client.ts';
import { toBytes, type WireRequest } from '../../../support/http/wire-request.ts';
import { Dice } from '../../dice.ts';
import { asSomebody, type Callers, secretsOf } from './callers.ts';
import { aGoodRequest } from './good-requests.ts';
import { type Found, judgeAnswer } from './judge-answer.ts';
import { mutateRequest } from './request-mutations.ts';
import { Worlds } from './worlds.ts';

type Options = {
  readonly requests: number;
  readonly seed: number;
  readonly routes: readonly string[];
  /** How long an answer may take. */
  readonly timeoutMs?: number;
};
export type Fuzzed = {
  readonly found: readonly (Found & { readonly request: string })[];
  readonly answers: ReadonlyMap<number, number>;
  readonly p99Ms: number;
  readonly linesWithSecret: number;
  /** Routes that have let somebody in, so that what is behind them was asked. */
  readonly routesLetIn: number;
};

const LANES = 8;
const TIMEOUT_MS = 10_000;
/** By then a world has been changed so much that most of it is gone. */
const REQUESTS_PER_WORLD = 400;
/** After these, nobody is signed in any more, or has left. */
const ENDS_WORLD = /^(?:DELETE \/api\/v1\/session|POST \/api\/v1\/me\/closing|POST \/api\/v1\/sessions\/:id\/revoke)$/;

/** How often those are among what is asked. */
const ENDINGS = 0.1;

type Notes = {
  readonly found: (Found & { readonly request: string })[];
  readonly answers: Map<number, number>;
  readonly tookMs: number[];
  readonly secrets: Set<string>;
  readonly good: Set<string>;
  readonly worlds: Worlds;
};

/** Several lanes at once, each with its own chance, people and connection, so that a lane repeats itself whatever the others do. */
export async function fuzz(system: TestSystem, options: Options): Promise<Fuzzed> {
  const { requests, seed } = options;
  const notes: Notes = {
    found: [],
    answers: new Map(),
    tookMs: [],
    secrets: new Set(),
    good: new Set(),
    worlds: new Worlds(),
  };
  const share = Math.ceil(requests / LANES);
  await Promise.all(
    Array.from({ length: LANES }, (_, nth) =>
      runLane(system, notes, { ...options, requests: share, seed: seed * LANES + nth }),
    ),
  );
  const { found, answers, secrets, good, tookMs } = notes;
  tookMs.sort((one, other) => one - other);
  return {
    ...{ found, answers },
    p99Ms: tookMs[Math.floor(tookMs.length * 0.99)] ?? 0,
    linesWithSecret: countLinesWith(secrets, system.logLines),
    routesLetIn: good.size,
  };
}

async function runLane(
  system: TestSystem,
  notes: Notes,
  { requests, seed, routes, timeoutMs = TIMEOUT_MS }: Options,
): Promise<void> {
  const dice = new Dice(seed);
  const lasting = routes.filter((route) => !ENDS_WORLD.test(route));
  const client = new WireClient(Number(new URL(system.url).port), timeoutMs);
  let callers: Callers | null = null;
  let isOver = true;
  for (let sent = 0; sent < requests; sent++) {
    if (callers === null || isOver || sent % REQUESTS_PER_WORLD === 0)
      callers = await someCallers(system, notes, callers?.world ?? null);
    const { route, request } = aGoodRequest(callers.world, dice.chance(ENDINGS) ? routes : lasting, dice);
    const mutant = mutateRequest(asSomebody(route, request, callers, dice), dice);
    const status = await askAndJudge(client, route, mutant, secretsOf(callers), notes);
    isOver = status < 300 && ENDS_WORLD.test(route);
  }
  client.close();
}

async function askAndJudge(
  client: WireClient,
  route: string,
  request: WireRequest,
  secrets: readonly string[],
  { found, answers, tookMs, good }: Notes,
): Promise<number> {
  const begunAt = performance.now();
  const answer = await client.ask(toBytes(request), request.method);
  tookMs.push(performance.now() - begunAt);
  answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1);
  if (answer.status >= 200 && answer.status < 300) good.add(route);
  const text = toBytes(request).toString('latin1').slice(0, 1_000);
  found.push(...judgeAnswer(request, answer, secrets).map((each) => ({ ...each, request: `${route}\n${text}` })));
  return answer.status;
}

async function someCallers(system: TestSystem, { secrets, worlds }: Notes, before: World | null): Promise<Callers> {
  const callers = await worlds.make(system, before);
  for (const secret of secretsOf(callers)) secrets.add(secret);
  return callers;
}

/** Looked up by its words: to look for each secret in each line would take hours. */
const countLinesWith = (secrets: ReadonlySet<string>, lines: readonly string[]): number =>
  lines.filter((line) => (line.match(/[\w-]{16,}/g) ?? []).some((word) => secrets.has(word))).length;
