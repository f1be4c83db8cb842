import { expect } from 'chai';
import type { PointsLedger } from '../../src/domain/ledger/points-ledger.ts';
import type { AccountId } from '../../src/domain/shared/ids.ts';
import { sum } from '../../src/domain/shared/points.ts';

/** The journal counts from 1 without a gap, each balance follows from the one before, and the lots hold the last one. */
export async function expectBalancedBooks(ledger: PointsLedger, account: AccountId): Promise<void> {
  const entries = await ledger.listEntries(account);
  let balance = 0n;
  for (const [index, entry] of entries.entries()) {
    expect(entry.seq, 'seq').to.equal(BigInt(index + 1));
    expect(entry.balanceBefore, `balance before entry ${entry.seq}`).to.equal(balance);
    balance += entry.change;
    expect(entry.balanceAfter, `balance after entry ${entry.seq}`).to.equal(balance);
    expect(entry.change > 0n, 'a grant adds, a consumption takes').to.equal(entry.kind === 'grant');
  }
  const lots = await ledger.listLots(account);
  expect(sum(lots.map((lot) => lot.remaining)), 'what the lots hold').to.equal(balance);
  for (const { id, remaining } of lots) {
    const moved = entries.filter((entry) => entry.lotId === id).reduce((total, entry) => total + entry.change, 0n);
    expect(remaining, `what the journal says about lot ${id}`).to.equal(moved);
  }
}
