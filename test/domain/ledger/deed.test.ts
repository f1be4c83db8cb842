import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { CHAIN_START, chainedHash } from '../../../src/domain/ledger/chain.ts';
import { type Deed, entriesOf, type Head, type Line, linesOf, NO_ENTRIES } from '../../../src/domain/ledger/deed.ts';
import { ENTRY_KINDS, type EntryKind } from '../../../src/domain/ledger/entry.ts';
import { endLines } from '../../../src/domain/ledger/freeze.ts';
import type { AccountId, LotId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aCall } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';
import { msAfter, NOON } from '../../support/instants.ts';
import { withoutHash } from '../../support/without-hash.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const [one, other] = [newId<LotId>(), newId<LotId>()];
const line = (kind: EntryKind, lotId: LotId, moved: bigint): Line => ({ kind, lotId, points: points(moved) });
const aDeed = (lines: readonly Line[], change: Partial<Deed> = {}): Deed => ({
  ...{ accountId: newId<AccountId>(), causeId: newId(), lines, call: null, at: NOON },
  ...change,
});
const aHead = (change: Partial<Head> = {}): Head => ({
  ...{ seq: 41n, balanceAfter: points(100n), hash: 'ab'.repeat(32), at: NOON },
  ...change,
});

describe('a deed', () => {
  it('is what its kind says: whose other side it is, and whether the account gains or loses', () => {
    const sides = Object.entries(ENTRY_KINDS).map(([kind, { counterAccount, sign }]) => [kind, counterAccount, sign]);
    expect(sides).to.deep.equal([
      ['grant', 'issuance', 1n],
      ['consume', 'consumed', -1n],
      ['reverse', 'consumed', 1n],
      ['hold', 'held', -1n],
      ['freeze', 'held', -1n],
      ['release', 'held', 1n],
      ['claw_back', 'refunded', -1n],
      ['expire', 'expired', -1n],
      ['credit', 'adjusted', 1n],
      ['debit', 'adjusted', -1n],
    ]);
  });

  it('on an account without lines writes the first ones', () => {
    const deed = aDeed([line('grant', one, 100n), line('grant', other, 20n)]);
    const entries = entriesOf(deed, NO_ENTRIES, sha256);
    const { accountId, causeId } = deed;
    const common = { accountId, causeId, kind: 'grant', counterAccount: 'issuance', at: NOON, parts: 2, call: null };
    expect(entries.map(withoutHash)).to.deep.equal([
      { ...common, seq: 1n, part: 1, change: 100n, balanceBefore: 0n, balanceAfter: 100n, lotId: one },
      { ...common, seq: 2n, part: 2, change: 20n, balanceBefore: 100n, balanceAfter: 120n, lotId: other },
    ]);
  });

  it('goes on from the last line, with the call that it is about', () => {
    const call = aCall();
    const entries = entriesOf(
      aDeed([line('consume', one, 60n), line('consume', other, 40n)], { call }),
      aHead(),
      sha256,
    );
    const seen = entries.map(({ seq, change, balanceBefore, balanceAfter }) => [
      seq,
      change,
      balanceBefore,
      balanceAfter,
    ]);
    expect(seen).to.deep.equal([
      [42n, -60n, 100n, 40n],
      [43n, -40n, 40n, 0n],
    ]);
    for (const entry of entries) expect(entry.call).to.deep.equal(call);
  });

  it('of two kinds numbers the parts of each', () => {
    const draws = [
      { lotId: one, points: points(3n) },
      { lotId: other, points: points(4n) },
    ];
    const entries = entriesOf(aDeed(endLines({ draws }, 'burned')), aHead(), sha256);
    expect(entries.map(({ kind, lotId, change, part, parts }) => [kind, lotId, change, part, parts])).to.deep.equal([
      ['release', one, 3n, 1, 2],
      ['release', other, 4n, 2, 2],
      ['claw_back', one, -3n, 1, 2],
      ['claw_back', other, -4n, 2, 2],
    ]);
    expect(entries.at(-1)).to.include({ balanceBefore: 104n, balanceAfter: 100n });
    expect(entriesOf(aDeed(endLines({ draws }, 'released')), aHead(), sha256)).to.have.length(2);
  });

  it('of which one kind has more parts than the other numbers each by itself', () => {
    const entries = entriesOf(
      aDeed([line('release', one, 9n), line('consume', one, 4n), line('consume', other, 1n)]),
      aHead(),
      sha256,
    );
    expect(entries.map(({ part, parts }) => [part, parts])).to.deep.equal([
      [1, 1],
      [1, 2],
      [2, 2],
    ]);
  });

  it('is chained line by line to what was there', () => {
    for (const head of [aHead(), NO_ENTRIES]) {
      const entries = entriesOf(aDeed([line('credit', one, 1n), line('credit', other, 2n)]), head, sha256);
      let hash = head.hash;
      for (const entry of entries) {
        hash = chainedHash(hash, entry, sha256);
        expect(entry.hash).to.equal(hash);
      }
    }
    expect(NO_ENTRIES).to.deep.equal({ seq: 0n, balanceAfter: 0n, hash: CHAIN_START, at: null });
  });

  it('is never dated before the line before it', () => {
    const datedAt = (at: Date, last: Date | null) =>
      entriesOf(aDeed([line('credit', one, 1n), line('credit', one, 1n)], { at }), aHead({ at: last }), sha256).map(
        (entry) => entry.at,
      );
    const [early, late] = [msAfter(NOON, -1), msAfter(NOON, 1)];
    expect(datedAt(late, NOON)).to.deep.equal([late, late]);
    expect(datedAt(NOON, NOON)).to.deep.equal([NOON, NOON]);
    expect(datedAt(early, NOON)).to.deep.equal([NOON, NOON]);
    expect(datedAt(early, null)).to.deep.equal([early, early]);
  });

  it('that would leave less than nothing is a fault, at whichever of its lines', () => {
    expect(() => entriesOf(aDeed([line('debit', one, 101n)]), aHead(), sha256)).to.throw(RangeError);
    expect(() => entriesOf(aDeed([line('debit', one, 100n), line('debit', other, 1n)]), aHead(), sha256)).to.throw(
      RangeError,
    );
    const detour = [line('debit', one, 101n), line('credit', other, 50n)];
    expect(() => entriesOf(aDeed(detour), aHead(), sha256)).to.throw(RangeError);
    expect(entriesOf(aDeed([line('debit', one, 100n)]), aHead(), sha256)[0]).to.include({ balanceAfter: 0n });
  });

  it('without lines writes none', () => {
    expect(entriesOf(aDeed([]), aHead(), sha256)).to.deep.equal([]);
  });

  it('has a line for each draw, of its kind', () => {
    const draws = [
      { lotId: other, points: points(4n) },
      { lotId: one, points: points(3n) },
    ];
    expect(linesOf('hold', draws)).to.deep.equal([line('hold', other, 4n), line('hold', one, 3n)]);
  });
});
