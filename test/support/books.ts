import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { CHAIN_START, chainedHash } from '../../src/domain/ledger/chain.ts';
import { type CounterAccount, ENTRY_KINDS, type Entry } from '../../src/domain/ledger/entry.ts';
import type { Freeze } from '../../src/domain/ledger/freeze.ts';
import { heldPoints } from '../../src/domain/ledger/hold.ts';
import type { Holds } from '../../src/domain/ledger/holds.ts';
import type { PointsLedger } from '../../src/domain/ledger/points-ledger.ts';
import type { AccountId, HoldId, RefundId } from '../../src/domain/shared/ids.ts';
import { sum } from '../../src/domain/shared/points.ts';
import type { Sha256 } from '../../src/domain/shared/sha256.ts';

const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest();

/**
 * The journal counts from 1 without a gap, each balance follows from the one before, and the lots hold the last one; what is
 * held is what refunds have frozen and what open holds have set aside. An account with holds is not judged without `holds`.
 */
export async function expectBalancedBooks(ledger: PointsLedger, account: AccountId, holds?: Holds): Promise<void> {
  const entries = await ledger.listEntries(account);
  let balance = 0n;
  let hash = CHAIN_START;
  for (const [index, entry] of entries.entries()) {
    expect(entry.seq, 'seq').to.equal(BigInt(index + 1));
    expect(entry.balanceBefore, `balance before entry ${entry.seq}`).to.equal(balance);
    balance += entry.change;
    expect(entry.balanceAfter, `balance after entry ${entry.seq}`).to.equal(balance);
    const { counterAccount, sign } = ENTRY_KINDS[entry.kind];
    expect(entry.change * sign > 0n, 'what adds, and what takes').to.equal(true);
    expect(entry.counterAccount, `other side of a ${entry.kind}`).to.equal(counterAccount);
    hash = chainedHash(hash, entry, sha256);
    expect(entry.hash, `chain at ${entry.seq}`).to.equal(hash);
  }
  const lots = await ledger.listLots(account);
  expect(sum(lots.map((lot) => lot.remaining)), 'what the lots hold').to.equal(balance);
  for (const { id, remaining } of lots) {
    const moved = entries.filter((entry) => entry.lotId === id).reduce((total, entry) => total + entry.change, 0n);
    expect(remaining, `what the journal says about lot ${id}`).to.equal(moved);
  }
  await expectHeldAsInTheJournal(ledger, account, entries, holds);
}

async function expectHeldAsInTheJournal(
  ledger: PointsLedger,
  account: AccountId,
  entries: readonly Entry[],
  holds: Holds | undefined,
) {
  const freezes = await sumFreezes(ledger, account, entries);
  const open = await sumHolds(entries, holds);
  const gained = (side: CounterAccount): bigint =>
    entries.filter(({ counterAccount }) => counterAccount === side).reduce((total, { change }) => total - change, 0n);
  expect(gained('held'), 'what is held').to.equal(freezes.frozen + open);
  expect(gained('refunded'), 'what was clawed back').to.equal(freezes.burned);
  expect(await ledger.sumFrozen(account), 'what is said to be frozen').to.equal(freezes.frozen);
  if (holds) expect(await holds.sumOpen(account), 'what is said to be held').to.equal(open);
}

const causesOf = <Id extends string>(entries: readonly Entry[], wanted: Entry['kind']): Set<Id> =>
  new Set(entries.filter(({ kind }) => kind === wanted).map(({ causeId }) => causeId as Id));

async function sumFreezes(ledger: PointsLedger, account: AccountId, entries: readonly Entry[]) {
  const inState: Record<Freeze['state'], bigint> = { frozen: 0n, released: 0n, burned: 0n };
  for (const refund of causesOf<RefundId>(entries, 'freeze')) {
    const { state, draws } = (await ledger.findFreeze(account, refund)) ?? expect.fail(`no freeze for ${refund}`);
    inState[state] += sum(draws.map((draw) => draw.points));
  }
  return inState;
}

/** What open holds have set aside; those that ended have to have given all of it back, and a captured one took what it says. */
async function sumHolds(entries: readonly Entry[], holds: Holds | undefined): Promise<bigint> {
  let open = 0n;
  for (const id of causesOf<HoldId>(entries, 'hold')) {
    const { state, ...hold } = (await holds?.find(id)) ?? expect.fail(`no hold ${id}, or no holds to look in`);
    const moved = (kind: Entry['kind']): bigint =>
      entries.filter((each) => each.causeId === id && each.kind === kind).reduce((all, { change }) => all + change, 0n);
    expect(moved('hold'), 'what a hold took').to.equal(-heldPoints(hold));
    expect(moved('release'), 'what a hold gave back').to.equal(state.kind === 'open' ? 0n : heldPoints(hold));
    expect(moved('consume'), 'what a hold was captured for').to.equal(state.kind === 'captured' ? -state.points : 0n);
    if (state.kind === 'open') open += heldPoints(hold);
  }
  return open;
}
