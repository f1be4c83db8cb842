import { expect } from 'chai';
import { nodeSecrets } from '../../../src/adapters/system/random.ts';
import {
  type AccountFacts,
  cutOffAt,
  findingsInAccount,
  findingsInLines,
  findingsInTrialBalance,
} from '../../../src/domain/ledger/audit.ts';
import { type FoundLine, isSound, judgeLine } from '../../../src/domain/ledger/audit-line.ts';
import { type Deed, entriesOf, NO_ENTRIES } from '../../../src/domain/ledger/deed.ts';
import type { Entry } from '../../../src/domain/ledger/entry.ts';
import { type AccountId, accountOf, type LotId, type UserId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { aCall } from '../../support/builders.ts';
import { newId } from '../../support/ids.ts';
import { msAfter, NOON } from '../../support/instants.ts';

const { sha256 } = nodeSecrets;
const accountId: AccountId = accountOf(newId<UserId>());
const [lot, other] = [newId<LotId>(), newId<LotId>()];

/** Six lines: a grant of two lots, two calls, and a call from two lots. */
function written(): FoundLine[] {
  const entries: Entry[] = [];
  const post = (causeId: string, call: Deed['call'], ...moves: [Entry['kind'], LotId, bigint][]) => {
    const lines = moves.map(([kind, lotId, count]) => ({ kind, lotId, points: points(count) }));
    const deed = { accountId, causeId, call, lines, at: msAfter(NOON, entries.length) };
    entries.push(...entriesOf(deed, entries.at(-1) ?? NO_ENTRIES, sha256));
  };
  post(newId(), null, ['grant', lot, 90n], ['grant', other, 10n]);
  post(newId(), aCall(), ['consume', lot, 3n]);
  post(newId(), aCall({ priceVersion: null }), ['consume', lot, 4n]);
  post(newId(), aCall(), ['consume', lot, 83n], ['consume', other, 1n]);
  return entries.map(({ call, counterAccount: _, balanceBefore: __, ...line }) => ({
    ...line,
    ...{ keyId: call?.keyId ?? null, serviceId: call?.serviceId ?? null, apiCode: call?.apiCode ?? null },
    ...{ quantity: call?.quantity ?? null, priceVersion: call?.priceVersion ?? null },
  }));
}

/** The lines with one of them changed. */
const changed = (seq: number, change: Partial<FoundLine>): FoundLine[] =>
  written().map((line, nth) => (nth + 1 === seq ? { ...line, ...change } : line));

/** The same with everything from there on chained anew, as somebody does who knows how. */
function chainedAnew(lines: readonly FoundLine[], fromSeq: number): FoundLine[] {
  const anew: FoundLine[] = [];
  for (const [nth, line] of lines.entries()) {
    const { recomputed } = judgeLine(anew.at(-1) ?? null, line, lines[nth + 1] ?? null, sha256);
    anew.push(nth + 1 < fromSeq ? line : { ...line, hash: recomputed });
  }
  return anew;
}

function found(lines: readonly FoundLine[], endsAt: bigint | null = null): string[] {
  const judged = lines.map((line, nth) => judgeLine(lines[nth - 1] ?? null, line, lines[nth + 1] ?? null, sha256));
  const unsound = judged.filter((line) => !isSound(line));
  return findingsInLines(accountId, unsound, sha256, endsAt).map(({ seq, what }) => `${seq} ${what}`);
}

describe('What is found in the lines of an account', () => {
  it('is nothing where they are as they were written', () => expect(found(written())).to.deep.equal([]));

  const changes: readonly Partial<FoundLine>[] = [
    ...[{ change: -2n }, { balanceAfter: 98n }, { at: msAfter(NOON, 9) }, { at: msAfter(NOON, -9) }, { lotId: other }],
    ...[
      { causeId: newId() },
      { kind: 'hold' as const },
      { part: 2 },
      { parts: 2 },
      { quantity: 2 },
      { priceVersion: 2 },
    ],
    ...[{ keyId: newId() as never }, { serviceId: newId() as never }, { apiCode: 'other' as never }],
    ...[{ hash: 'ab'.repeat(32) }, { keyId: null }, { quantity: null }, { apiCode: null }],
  ];
  for (const change of changes) {
    it(`is the one line in which somebody changed ${Object.entries(change).map(([name, value]) => `${name} to ${value}`)}`, () => {
      expect(found(changed(3, change))).to.deep.equal(['3 changed']);
    });
  }

  it('is the first line and the last one like any other', () => {
    expect(found(changed(1, { change: 91n }))).to.deep.equal(['1 changed']);
    expect(found(changed(6, { hash: 'ab'.repeat(32) }))).to.deep.equal(['6 changed']);
  });

  it('is each of several lines that were changed, next to each other or not', () => {
    const lines = written().map((line, nth) => (nth % 2 === 0 ? { ...line, quantity: 77 } : line));
    expect(found(lines)).to.deep.equal(['1 changed', '3 changed', '5 changed']);
    const all = written().map((line) => ({ ...line, lotId: newId<LotId>() }));
    expect(found(all)).to.deep.equal([1, 2, 3, 4, 5, 6].map((seq) => `${seq} changed`));
  });

  it('is a line of a deed of several, without the others', () => {
    expect(found(changed(5, { parts: 3 }))).to.deep.equal(['5 changed']);
    expect(found(changed(6, { causeId: newId() }))).to.deep.equal(['6 changed']);
  });

  it('is where lines are missing, and how many', () => {
    const without = (...seqs: number[]) => written().filter((_, nth) => !seqs.includes(nth + 1));
    expect(found(without(3))).to.deep.equal(['3 missing']);
    expect(found(without(1))).to.deep.equal(['1 missing']);
    expect(found(without(2)), 'the line before it has lost its second part').to.deep.equal(['2 missing']);
    const detailsOf = (first: FoundLine) =>
      findingsInLines(accountId, [judgeLine(null, first, null, sha256)], sha256).map(({ detail }) => detail);
    expect(detailsOf(without(1, 2)[0] as FoundLine)).to.include('entries 1 to 2 are missing');
    expect(detailsOf(without(1)[0] as FoundLine)).to.include('entry 1 is missing');
  });

  it('is what is odd about a line before a gap, but for the parts that are in the gap', () => {
    const lines = chainedAnew(changed(5, { kind: 'reverse' }), 5).slice(0, 5);
    expect(found(lines, 5n)).to.deep.equal(['5 sign']);
  });

  it('says of a changed line what else does not fit', () => {
    const line = changed(3, { kind: 'reverse' })[2] as FoundLine;
    const judged = judgeLine(written()[1] as FoundLine, line, written()[3] as FoundLine, sha256);
    expect(findingsInLines(accountId, [judged], sha256).map(({ detail }) => detail)).to.deep.equal([
      'it is not what was written under this number; its kind moves points the other way',
    ]);
  });

  it('is nothing more where the account has written more than there is: the account says so', () => {
    const cut = written().slice(0, 5);
    expect(found(cut)).to.deep.equal(['5 deed']);
    expect(found(cut, 5n)).to.deep.equal([]);
  });

  it('is where the chain breaks, if a changed line was hashed anew: at the first line that was not', () => {
    const lines = changed(3, { quantity: 9 });
    const third = chainedAnew(lines, 3)[2] as FoundLine;
    expect(found(lines.map((line, nth) => (nth === 2 ? third : line)))).to.deep.equal(['4 changed']);
  });

  it('is what does not fit, even where all was chained anew', () => {
    const anew = (seq: number, change: Partial<FoundLine>) => found(chainedAnew(changed(seq, change), seq));
    expect(anew(3, { change: -2n })).to.deep.equal(['3 balance']);
    expect(anew(4, { at: msAfter(NOON, -1) })).to.deep.equal(['4 time']);
    expect(anew(3, { parts: 2 })).to.deep.equal(['3 deed']);
    expect(anew(6, { part: 1 })).to.deep.equal(['5 deed', '6 deed']);
    expect(anew(3, { kind: 'reverse' })).to.deep.equal(['3 sign']);
    expect(anew(3, { quantity: 0 })).to.deep.equal(['3 call']);
    expect(anew(1, { apiCode: '' as never })).to.deep.equal(['1 call']);
    expect(anew(5, { causeId: newId() })).to.deep.equal(['5 deed', '6 deed']);
    expect(anew(5, { parts: 3 })).to.deep.equal(['5 deed', '6 deed']);
    expect(anew(5, { kind: 'hold' })).to.deep.equal(['5 deed', '6 deed']);
    expect(anew(3, { change: -200n, balanceAfter: -103n })).to.deep.equal(['3 balance', '4 balance']);
    expect(anew(3, { change: 0n, balanceAfter: 100n })).to.deep.equal(['3 sign', '4 balance']);
  });

  it('is nothing where the whole history was written anew: that is what seals are for', () => {
    expect(found(chainedAnew(changed(3, { quantity: 9 }), 3))).to.deep.equal([]);
  });
});

describe('A line of the journal', () => {
  const NIL = '00000000-0000-0000-0000-000000000000';
  const call = written()[2] as FoundLine;
  const grant = written()[0] as FoundLine;
  const flaws = (line: FoundLine): string[] =>
    Object.entries(judgeLine(null, line, null, sha256).checks)
      .filter(([name, holds]) => !holds && ['addsUp', 'wholeDeed', 'wholeCall'].includes(name))
      .map(([name]) => name);
  const first = { ...grant, parts: 1 };

  it('may be the last of its points', () => {
    expect(flaws({ ...first, change: 0n, balanceAfter: 0n })).to.deep.equal([]);
    expect(flaws({ ...first, change: -1n, balanceAfter: -1n })).to.deep.equal(['addsUp']);
  });

  it('is a part of its deed that there can be', () => {
    for (const parts of [
      { part: 0, parts: 1 },
      { part: 2, parts: 1 },
      { part: 0, parts: 0 },
      { part: 2, parts: 2 },
    ]) {
      expect(flaws({ ...first, ...parts }), JSON.stringify(parts)).to.deep.equal(['wholeDeed']);
    }
  });

  it('is no part beyond the first and the last, however well it follows the one before', () => {
    const isWhole = (previous: number, parts: number) => {
      const at = (part: number): FoundLine => ({ ...grant, part, parts });
      return judgeLine(at(previous), at(previous + 1), at(previous + 2), sha256).checks.wholeDeed;
    };
    expect(isWhole(1, 3)).to.equal(true);
    expect(isWhole(-1, 0)).to.equal(false);
    expect(isWhole(1, 1)).to.equal(false);
  });

  it('names all of a call, or nothing', () => {
    const whole = { ...first, keyId: call.keyId, serviceId: call.serviceId, apiCode: call.apiCode, quantity: 1 };
    expect(flaws(whole)).to.deep.equal([]);
    expect(flaws({ ...whole, priceVersion: 1 })).to.deep.equal([]);
    const parts: readonly Partial<FoundLine>[] = [
      ...[{ serviceId: null }, { serviceId: NIL as never }, { keyId: NIL as never }, { apiCode: null }],
      ...[{ apiCode: '' as never }, { quantity: null }, { quantity: 0 }, { priceVersion: 0 }],
    ];
    for (const part of parts) expect(flaws({ ...whole, ...part }), JSON.stringify(part)).to.deep.equal(['wholeCall']);
    const alone: readonly Partial<FoundLine>[] = [
      ...[{ serviceId: call.serviceId }, { apiCode: call.apiCode }, { quantity: 1 }, { priceVersion: 1 }],
    ];
    for (const part of alone) expect(flaws({ ...first, ...part }), JSON.stringify(part)).to.deep.equal(['wholeCall']);
  });
});

describe('What is found in an account', () => {
  const end = { seq: 6n, balance: 9n, hash: 'ab' };
  const even = { journal: 0n, books: 0n };
  const sound: AccountFacts = {
    ...{ accountId, head: end, last: end, movedInAll: 9n, strays: null, inLots: 9n, oddLots: [] },
    sides: { held: even, refunded: even, adjusted: even },
  };
  const what = (change: Partial<AccountFacts>) =>
    findingsInAccount({ ...sound, ...change }).map((each) => `${each.seq ?? '-'} ${each.what}: ${each.detail}`);

  it('is nothing where all tables say the same', () => {
    expect(what({})).to.deep.equal([]);
    const unused = { ...end, seq: 0n, balance: 0n };
    expect(what({ head: unused, last: null, movedInAll: 0n, inLots: 0n })).to.deep.equal([]);
  });

  it('is what differs, and by how much', () => {
    const uneven = { journal: 5n, books: 4n };
    const one = (change: Partial<AccountFacts>, says: string) => expect(what(change)).to.deep.equal([says]);
    one(
      { head: null, strays: { count: 2n, first: 5n } },
      '5 no_account: there are entries of an account that does not exist',
    );
    one({ head: null }, '- no_account: there are entries of an account that does not exist');
    one({ last: { seq: 4n, balance: 8n, hash: 'cd' } }, '5 missing: entries 5 to 6 are missing');
    one({ last: { ...end, seq: 5n } }, '6 missing: entry 6 is missing');
    one({ strays: { count: 2n, first: 8n } }, '8 surplus: 2 entries are not between 1 and 6');
    one({ last: { ...end, seq: 4n } }, '5 missing: entries 5 to 6 are missing');
    one({ last: { ...end, balance: 8n } }, '- head: the balance is 9, the last entry says 8');
    one({ last: { ...end, hash: 'cd' } }, '- head: its hash is not that of the last entry');
    one({ movedInAll: 8n }, '- head: the balance is 9, the entries sum to 8');
    one({ inLots: 8n }, '- lot: the balance is 9, the lots hold 8');
    one({ oddLots: [{ lotId: lot, remaining: 3n, moved: 4n }] }, `- lot: lot ${lot} holds 3, the entries say 4`);
    one(
      { oddLots: [{ lotId: lot, remaining: null, moved: 4n }] },
      `- lot: lot ${lot} does not exist, the entries say 4`,
    );
    const sides = (side: Partial<AccountFacts['sides']>) => ({ sides: { ...sound.sides, ...side } });
    one(sides({ held: uneven }), '- held: 5 points are held, holds and freezes account for 4');
    one(sides({ refunded: uneven }), '- refunded: 5 points were clawed back, refunds account for 4');
    one(sides({ adjusted: uneven }), '- adjusted: 5 points were adjusted, by adjustments 4');
  });

  it('tells where the journal ends before its time', () => {
    expect(cutOffAt(sound)).to.equal(null);
    expect(cutOffAt({ ...sound, last: { ...end, seq: 4n } })).to.equal(4n);
    expect(cutOffAt({ ...sound, last: null })).to.equal(0n);
  });
});

describe('The trial balance', () => {
  const counters = { issuance: -100n, consumed: 60n, held: 5n, refunded: 10n, expired: 20n, adjusted: -5n };
  it('sums to nothing over users and counter accounts', () => {
    expect(findingsInTrialBalance({ users: 10n, counters })).to.deep.equal([]);
    expect(findingsInTrialBalance({ users: 11n, counters })).to.deep.equal([
      {
        ...{ accountId: null, seq: null, what: 'trial_balance' },
        detail: 'users and counter accounts sum to 1',
      },
    ]);
  });
});
