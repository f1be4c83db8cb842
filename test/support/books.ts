import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { CHAIN_START, chainedHash } from '../../src/domain/ledger/chain.ts';
import { type CounterAccount, ENTRY_KINDS, type Entry } from '../../src/domain/ledger/entry.ts';
import type { Freeze } from '../../src/domain/ledger/freeze.ts';
import type { PointsLedger } from '../../src/domain/ledger/points-ledger.ts';
import type { AccountId, RefundId } from '../../src/domain/shared/ids.ts';
import { sum } from '../../src/domain/shared/points.ts';
import type { Sha256 } from '../../src/domain/shared/sha256.ts';

const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest();

/**
 * The journal counts from 1 without a gap, each balance follows from the one before, and the lots hold the last one; what is
 * held is what refunds have frozen.
 */
export async function expectBalancedBooks(ledger: PointsLedger, account: AccountId): Promise<void> {
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
  await expectFreezesAsInTheJournal(ledger, account, entries);
}

async function expectFreezesAsInTheJournal(ledger: PointsLedger, account: AccountId, entries: readonly Entry[]) {
  const refunds = new Set(entries.filter(({ kind }) => kind === 'freeze').map(({ causeId }) => causeId as RefundId));
  const inState: Record<Freeze['state'], bigint> = { frozen: 0n, released: 0n, burned: 0n };
  for (const refund of refunds) {
    const { state, draws } = (await ledger.findFreeze(account, refund)) ?? expect.fail(`no freeze for ${refund}`);
    inState[state] += sum(draws.map((draw) => draw.points));
  }
  const gained = (side: CounterAccount): bigint =>
    entries.filter(({ counterAccount }) => counterAccount === side).reduce((total, { change }) => total - change, 0n);
  expect(gained('held'), 'what is held').to.equal(inState.frozen);
  expect(gained('refunded'), 'what was clawed back').to.equal(inState.burned);
}
