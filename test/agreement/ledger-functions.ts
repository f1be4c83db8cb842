import { expect } from 'chai';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { lockAccount, postDeed } from '../../src/adapters/postgres/ledger/post-deed.ts';
import { PostgresPointsLedger } from '../../src/adapters/postgres/ledger/postgres-points-ledger.ts';
import { firstRow } from '../../src/adapters/postgres/rows.ts';
import { decideConsumption } from '../../src/domain/ledger/consumption.ts';
import { type Line, linesOf } from '../../src/domain/ledger/deed.ts';
import type { CallDetails } from '../../src/domain/ledger/entry.ts';
import { expiredDraws } from '../../src/domain/ledger/expiry.ts';
import type { PointsLedger } from '../../src/domain/ledger/points-ledger.ts';
import { type AccountId, accountOf, type LotId, type UserId } from '../../src/domain/shared/ids.ts';
import { type Points, points } from '../../src/domain/shared/points.ts';
import { aCall, aGrant, aNewLot } from '../support/builders.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { actualBooks, expectedBooks, nextToPay, type OpenLot, undone } from './books-of.ts';
import { drawFromOpenLot } from './draw-from-open-lot.ts';
import { anyLots, anySteps, CAUSES, type Step } from './ledger-steps.ts';
import { RuleLedger } from './rule-ledger.ts';

/** How often each step was done, refused, or a fault. */
export type Tally = Record<string, number>;

/** A step with names for what it names by number. */
type Named = Omit<Step, 'lines' | 'points' | 'cause' | 'isCall' | 'ms'> & {
  readonly accountId: AccountId;
  readonly causeId: string;
  readonly lines: readonly Line[];
  readonly points: Points;
  readonly call: CallDetails;
  readonly callOrNot: CallDetails | null;
  readonly at: Date;
};
type Answer = Readonly<Record<string, unknown>> | 'fault';

/**
 * Any sequence of what the functions do to an account, on PostgreSQL and by the rules. A neighbour has lots of the very same
 * ids, and its deeds have the same causes; after each step all that there is must be equal.
 */
export const ledgerAgreement = (knex: Knex, tally: Tally = {}) =>
  fc.asyncProperty(anyLots, anySteps, (lots, steps) =>
    undone(knex, async (trx) => {
      const name = namesFor(lots.length);
      const ids = [0, 1].map(() => accountOf(newId<UserId>()));
      const rule = new RuleLedger();
      for (const [who, accountId] of ids.entries()) {
        for (const [nth, { kind, granted, grantedAt }] of lots.entries()) {
          // The neighbour's lots of the same names expire at other times.
          const { expiresAt } = lots[(nth + who) % lots.length] as (typeof lots)[number];
          const lot = aNewLot({ id: name.lot(nth), kind, points: granted, expiresAt });
          const grant = aGrant(accountId, { lots: [lot], at: grantedAt });
          for (const ledger of [new PostgresPointsLedger(trx), rule.ledger]) await ledger.grant(grant);
        }
      }
      let openLots: (OpenLot | null)[] = [null, null];
      for (const step of steps) {
        const named = name.step(step, ids[step.who] as AccountId);
        const openLot = openLots[step.who] ?? null;
        const expected = await orFault(rule.run((ledger) => byRule(ledger, named, openLot)));
        const answer = await orFault(trx.transaction((inner) => onPostgres(inner, named, openLot)));
        expect(answer, step.what).to.deep.equal(expected);
        openLots = (await actualBooks(trx, ids)).map((found) => found.openLot);
        for (const [nth, id] of ids.entries()) await expectRightOpenLot(rule, id, openLots[nth] ?? null);
        if (answer !== 'fault') await expectOpenAfter(rule, named, openLots[step.who] ?? null);
        const how = answer === 'fault' ? 'fault' : answer['balance'] === null ? 'refused' : 'done';
        tally[`${step.what}: ${how}`] = (tally[`${step.what}: ${how}`] ?? 0) + 1;
      }
      for (const [nth, { books }] of (await actualBooks(trx, ids)).entries()) {
        expect(books).to.deep.equal(await expectedBooks(rule.ledger, ids[nth] as AccountId, books.entries));
      }
    }),
  );

/** What is open has to be what pays next, with all that it has. */
async function expectRightOpenLot(rule: RuleLedger, id: AccountId, openLot: OpenLot | null): Promise<void> {
  if (openLot) expect(openLot).to.deep.equal(nextToPay(await rule.ledger.listLots(id)));
}

async function expectOpenAfter(rule: RuleLedger, { what, accountId }: Named, openLot: OpenLot | null): Promise<void> {
  if (what === 'draw') expect(openLot).to.deep.equal(nextToPay(await rule.ledger.listLots(accountId)));
  if (what === 'lock' || what === 'post') expect(openLot).to.equal(null);
}

function namesFor(lotCount: number) {
  const lots = Array.from({ length: lotCount }, () => newId<LotId>());
  const causes = Array.from({ length: CAUSES }, () => newId());
  const call = aCall();
  const lot = (nth: number): LotId => lots[nth] ?? newId<LotId>();
  const step = ({ lines, points: wanted, cause, isCall, ms, ...rest }: Step, accountId: AccountId): Named => ({
    ...{ ...rest, accountId, causeId: causes[cause] as string, points: points(wanted), at: msAfter(NOON, ms) },
    lines: lines.map(({ kind, lot: nth, points: moved }) => ({ kind, lotId: lot(nth), points: points(moved) })),
    ...{ call, callOrNot: isCall ? call : null },
  });
  return { lot, step };
}

const orFault = (answer: Promise<Answer>): Promise<Answer> =>
  answer.catch((fault: unknown) => {
    // No valid SQL, as opposed to a row that a guard of ours refused.
    if (/^42(?!501)/.test((fault as { code?: string }).code ?? '')) throw fault;
    return 'fault';
  });

const SKIPPED = { balance: null };
const isCovered = (openLot: OpenLot | null, wanted: Points): openLot is OpenLot =>
  openLot !== null && openLot.left > wanted;

async function byRule(ledger: PointsLedger, step: Named, openLot: OpenLot | null): Promise<Answer> {
  const { what, accountId, causeId, at, call } = step;
  if (what === 'lock') return {};
  if (what === 'no lock' && openLot) return 'fault';
  if (what === 'no lock' || what === 'post') {
    return { balance: await ledger.post({ accountId, causeId, lines: step.lines, call: step.callOrNot, at }) };
  }
  if (what === 'draw from the open lot') {
    if (!isCovered(openLot, step.points)) return SKIPPED;
    const lines = linesOf('consume', [{ lotId: openLot.id, points: step.points }]);
    await ledger.post({ accountId, causeId, lines, call, at });
    return {};
  }
  const expired = expiredDraws(await ledger.listLots(accountId), at);
  if (expired.length > 0) {
    await ledger.post({ accountId, causeId: newId(), lines: linesOf('expire', expired), call: null, at });
  }
  const lots = await ledger.listLots(accountId);
  const decision = decideConsumption(lots, step.points, at);
  if (decision.kind !== 'covered') return { available: decision.available, balance: null, expires_at: null };
  const balance = await ledger.post({ accountId, causeId, lines: linesOf('consume', decision.draws), call, at });
  const paidLast = lots.find(({ id }) => id === decision.draws.at(-1)?.lotId);
  return { available: decision.availableAfter + step.points, balance, expires_at: paidLast?.expiresAt };
}

async function onPostgres(trx: Knex, step: Named, openLot: OpenLot | null): Promise<Answer> {
  const { what, accountId, causeId, at, call } = step;
  if (what === 'draw') {
    const { keyId, serviceId, apiCode, quantity, priceVersion } = call;
    return (await firstRow<Record<string, unknown>>(
      trx,
      'select available, balance, expires_at from ledger.draw_points(?, ?, ?, ?, ?, ?, ?, ?, ?)',
      [accountId, causeId, at, step.points, keyId, serviceId, apiCode, quantity, priceVersion as number],
    )) as Answer;
  }
  if (what === 'draw from the open lot') {
    if (!isCovered(openLot, step.points)) return SKIPPED;
    const lines = linesOf('consume', [{ lotId: openLot.id, points: step.points }]);
    await drawFromOpenLot(trx, { accountId, causeId, lines, call, at });
    return {};
  }
  if (what !== 'no lock') await lockAccount(trx, accountId);
  if (what === 'lock') return {};
  return { balance: await postDeed(trx, { accountId, causeId, lines: step.lines, call: step.callOrNot, at }) };
}
