import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { UsageOutcome } from '../../src/application/ledger/usage.ts';
import type { Dice } from '../fault/dice.ts';
import { expectBalancedBooks } from '../support/books.ts';
import { newId } from '../support/ids.ts';
import { answerText } from './answer-text.ts';
import { aLotOf, FAR, type Spender, type TwoProcesses } from './spenders.ts';

/** What is known of the calls of a process, or of a time, that came to a sudden end. */
export type Calls = {
  /** By name: the answer, or null where none came. */
  readonly answers: ReadonlyMap<string, string | null>;
};
export type CrashFigures = {
  acknowledged: number;
  /** Asked for, and not answered when the end came. */
  inDoubt: number;
  /** Of those, which the journal had nevertheless. */
  inDoubtPresent: number;
  lost: number;
  doubled: number;
  /** Asked again, and answered otherwise. */
  answeredOtherwise: number;
  wrongBooks: number;
};
export const noCrashes = (): CrashFigures => ({
  ...{ acknowledged: 0, inDoubt: 0, inDoubtPresent: 0, lost: 0, doubled: 0, answeredOtherwise: 0, wrongBooks: 0 },
});

/** Small lots, so that many calls draw over two of them. */
export const someoneBusy = (race: TwoProcesses): Promise<Spender> =>
  race.aSpender(Array.from({ length: 200 }, (_, nth) => aLotOf(50, new Date(FAR.getTime() + nth))));

/** Kills a process that charges, at a moment of its own. */
export async function killCharging(race: TwoProcesses, spender: Spender, dice: Dice): Promise<Calls> {
  const prefix = newId();
  const order = { url: race.database.url, usage: spender.usage(), prefix, clients: dice.between(1, 24) };
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/race/charging-process.ts', JSON.stringify(order)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = once(child, 'close');
  for (let waited = 0; !said.includes('answered') && waited < 60_000; waited += 5) await delay(5);
  await delay(dice.between(0, 120));
  child.kill('SIGKILL');
  await ended;
  const answers = new Map<string, string | null>();
  // The last line may have been cut off, with the process.
  for (const line of said.split('\n').slice(0, -1)) {
    const [what, nth, ...answer] = line.split(' ');
    answers.set(`${prefix}-${nth}`, what === 'answered' ? answer.join(' ') : null);
  }
  return { answers };
}

/** What the journal has, and what every call is answered when it is asked for again. */
export async function lookAfter(race: TwoProcesses, spender: Spender, { answers }: Calls, seen: CrashFigures) {
  const names = [...answers.keys()];
  const again = await Promise.all(
    names.map((idempotencyKey, nth) => race.charge(spender.usage({ idempotencyKey }), nth)),
  );
  for (const [nth, name] of names.entries()) {
    const [before, outcome] = [answers.get(name) ?? null, again[nth] as UsageOutcome];
    const wasPresent = outcome.kind === 'allowed' && outcome.replayed;
    if (before === null) {
      seen.inDoubt += 1;
      if (wasPresent) seen.inDoubtPresent += 1;
      continue;
    }
    seen.acknowledged += 1;
    if (!wasPresent) seen.lost += 1;
    if (answerText(outcome) !== before) seen.answeredOtherwise += 1;
  }
  await race.shop.uow.run(async ({ ledger }) => {
    const entries = await ledger.listEntries(spender.accountId);
    const calls = entries.filter(({ kind, part }) => kind === 'consume' && part === 1);
    const taken = entries.filter(({ kind }) => kind === 'consume').reduce((sum, { change }) => sum - change, 0n);
    // Each call has taken its one point, once: those before were looked after alike.
    seen.doubled += calls.length - new Set(calls.map(({ causeId }) => causeId)).size;
    if (taken !== BigInt(calls.length)) seen.doubled += 1;
    await expectBalancedBooks(ledger, spender.accountId).catch(() => {
      seen.wrongBooks += 1;
    });
  });
  return again;
}
