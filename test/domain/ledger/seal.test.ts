import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { nodeSecrets } from '../../../src/adapters/system/random.ts';
import { findingsInSeals, findingsInSpans, type JudgedSeal } from '../../../src/domain/ledger/audit-seals.ts';
import { isSealDue, SEALS_START, type SealedHead, sealDigest } from '../../../src/domain/ledger/seal.ts';
import type { AccountId } from '../../../src/domain/shared/ids.ts';
import { newId } from '../../support/ids.ts';
import { beijing, NOON } from '../../support/instants.ts';

const head = (change: Partial<SealedHead> = {}): SealedHead => ({
  ...{ accountId: '01920000-0000-7000-8000-000000000001' as AccountId, seq: 7n, hash: 'ab'.repeat(32) },
  ...change,
});
const digest = (heads: readonly SealedHead[], previous = SEALS_START) =>
  sealDigest(previous, heads, nodeSecrets.sha256);

describe('The digest of a seal', () => {
  it('is SHA-256 over the digest before and account, number and hash of every head', () => {
    const bytes = `${SEALS_START}01920000000070008000000000000001${'0'.repeat(15)}7${'ab'.repeat(32)}`;
    expect(digest([head()])).to.equal(createHash('sha256').update(Buffer.from(bytes, 'hex')).digest('hex'));
  });

  it('takes the accounts in ascending order', () => {
    const [low, high] = ['01910000000070008000000000000009', '01920000000070008000000000000001'];
    const rest = `${'0'.repeat(15)}7${'ab'.repeat(32)}`;
    const bytes = Buffer.from(`${SEALS_START}${low}${rest}${high}${rest}`, 'hex');
    const lower = head({ accountId: '01910000-0000-7000-8000-000000000009' as AccountId });
    expect(digest([head(), lower])).to.equal(createHash('sha256').update(bytes).digest('hex'));
  });

  it('does not depend on the order in which the heads come', () => {
    const heads = [head(), head({ accountId: '01910000-0000-7000-8000-000000000009' as AccountId })];
    expect(digest(heads)).to.equal(digest([...heads].reverse()));
  });

  it('depends on everything else', () => {
    const others = [
      ...[[], [head({ seq: 8n })], [head({ hash: 'ac'.repeat(32) })], [head({ accountId: newId<AccountId>() })]],
      [head(), head({ accountId: newId<AccountId>() })],
    ];
    const digests = [digest([head()]), digest([head()], 'cd'.repeat(32)), ...others.map((heads) => digest(heads))];
    expect(new Set(digests).size).to.equal(digests.length);
  });
});

describe('A seal is due', () => {
  it('on every day in Beijing that has none', () => {
    const sealedAt = beijing('2026-01-15 23:59:59.999');
    expect(isSealDue(null, NOON)).to.equal(true);
    expect(isSealDue({ sealedAt }, sealedAt)).to.equal(false);
    expect(isSealDue({ sealedAt }, beijing('2026-01-16 00:00:00.000'))).to.equal(true);
  });
});

describe('What is found in the seals', () => {
  const seals = (count: number): JudgedSeal[] => {
    const all: JudgedSeal[] = [];
    for (let no = 1; no <= count; no++) {
      const previousDigest = all.at(-1)?.digest ?? SEALS_START;
      const sealed = String(no).padStart(64, '0');
      all.push({
        ...{ no: BigInt(no), sealedAt: NOON, accounts: 1n, entries: 1n, previousDigest },
        ...{ digest: sealed, recomputed: sealed },
      });
    }
    return all;
  };
  const found = (judged: readonly JudgedSeal[], kept: string | null = null) =>
    findingsInSeals(judged, kept).map(({ accountId, seq, what, detail }) => {
      expect({ accountId, seq, what }).to.deep.equal({ accountId: null, seq: null, what: 'seal' });
      return detail;
    });

  it('is nothing where each follows from the one before and seals what it says', () => {
    expect(found([])).to.deep.equal([]);
    expect(found(seals(3), seals(3)[1]?.digest)).to.deep.equal([]);
  });

  it('is a seal that is missing', () => {
    const [first, , third] = seals(3) as [JudgedSeal, JudgedSeal, JudgedSeal];
    expect(found([first, third])).to.deep.equal(['seals 2 to 2 are missing']);
  });

  it('is a seal with another digest than what it sealed, and the one after it that does not follow', () => {
    const [first, second] = seals(2) as [JudgedSeal, JudgedSeal];
    expect(found([{ ...first, recomputed: 'f'.repeat(64) }, second])).to.deep.equal([
      'seal 1 has another digest than what it sealed',
    ]);
    const rewritten = { ...first, digest: 'e'.repeat(64), recomputed: 'e'.repeat(64) };
    expect(found([rewritten, second])).to.deep.equal(['seal 2 does not follow from the one before']);
  });

  it('is a digest that was kept and belongs to none of them', () => {
    expect(found(seals(2), 'd'.repeat(64))).to.deep.equal([
      'no seal has the digest that was kept: the seals themselves were rewritten',
    ]);
  });

  it('is an account, with the lines since the seal before', () => {
    const accountId = newId<AccountId>();
    const [finding] = findingsInSpans([{ accountId, sealNo: 4n, sealedAt: NOON, since: 10n, seq: 17n }]);
    expect(finding).to.deep.equal({
      ...{ accountId, seq: 17n, what: 'rewritten' },
      detail: 'entries 11 to 17 are not those that seal 4 of 2026-01-15T04:00:00.000Z has sealed',
    });
  });
});
