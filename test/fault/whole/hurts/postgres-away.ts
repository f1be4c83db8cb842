import { setTimeout as delay } from 'node:timers/promises';
import { atMost, counted, exactly } from '../../figure.ts';
import { sorted } from '../check/check-answers.ts';
import type { Customer } from '../load/customer.ts';
import type { Answer, NoAnswer, Wanted } from '../load/doors.ts';
import type { DatabaseGate } from '../machine/database-gate.ts';
import type { WholeRun } from '../whole-run.ts';
import { type Hurt, longest, msSince } from './hurt.ts';
import { untilAllAnswer } from './recovery.ts';

const LIMITS = { answerMs: 2_000, hangMs: 20_000, recoveryMs: 5_000 };
const ASK_EVERY_MS = 100;
/** Longer than it takes to know. Of what is shorter, a request may hear only after the three seconds that it waits for a connection. */
const AWAY_MS = [2_500, 6_000] as const;

type Told = { readonly outcome: Answer | NoAnswer; readonly ms: number };

/** The way to PostgreSQL is closed, by a refusal or by silence, and opened again. Nobody restarts anything. */
export const postgresAway: Hurt = async (run, times) => {
  const { machine, dice } = run;
  const gate = machine.gate as DatabaseGate;
  const [told, recoveries]: [Told[], number[]] = [[], []];
  for (let closed = 0; closed < times; closed++) {
    await delay(dice.between(0, 1_000));
    if (closed % 2 === 0) await gate.refuse();
    else gate.swallow();
    told.push(...(await askMeanwhile(run, dice.between(...AWAY_MS))));
    await gate.open();
    recoveries.push(await untilAllAnswer(run, performance.now()));
  }
  const [spans, is503] = [told.map(({ ms }) => ms), told.filter(({ outcome }) => isProper503(outcome)).length];
  return [
    counted('times that PostgreSQL was out of reach', times),
    counted('requests meanwhile', told.length),
    exactly('of which answered by 503 with Retry-After', is503, told.length),
    atMost('p99 of those answers', sorted(spans)[Math.floor(spans.length * 0.99)] ?? 0, LIMITS.answerMs, 'ms'),
    atMost('longest until the service answered again', longest(recoveries), LIMITS.recoveryMs, 'ms'),
  ];
};

const isProper503 = (outcome: Answer | NoAnswer): boolean =>
  outcome.kind === 'answered' && outcome.status === 503 && outcome.retryAfter !== null;

/** Each API process in turn, from a moment after the way was closed until it is opened. */
async function askMeanwhile({ machine, load }: WholeRun, forMs: number): Promise<Told[]> {
  const asked: Promise<Told>[] = [];
  const { token } = load.customers[0] as Customer;
  const wanted: readonly Wanted[] = [
    { method: 'GET', path: '/api/v1/balance', token },
    { method: 'GET', path: '/api/v1/packages' },
    { method: 'GET', path: '/api/v1/points/statement', token },
  ];
  await delay(ASK_EVERY_MS);
  for (const begun = performance.now(); msSince(begun) < forMs; await delay(ASK_EVERY_MS)) {
    const nth = asked.length;
    const sentAt = performance.now();
    const question = wanted[nth % wanted.length] as Wanted;
    const outcome = load.world.doors.sendTo(nth % machine.apis.length, question, LIMITS.hangMs);
    asked.push(outcome.then((answer) => ({ outcome: answer, ms: msSince(sentAt) })));
  }
  return Promise.all(asked);
}
