import { expect } from 'chai';
import { nodeSecrets } from '../../../src/adapters/system/random.ts';
import { type VerifyOptions, verifyLedger } from '../../../src/application/ledger/verify-ledger.ts';
import type { AccountFacts } from '../../../src/domain/ledger/audit.ts';
import { type FoundLine, judgeLine } from '../../../src/domain/ledger/audit-line.ts';
import type { JudgedSeal } from '../../../src/domain/ledger/audit-seals.ts';
import type { AuditBatch, BooksAudit } from '../../../src/domain/ledger/books-audit.ts';
import { entriesOf, NO_ENTRIES } from '../../../src/domain/ledger/deed.ts';
import { SEALS_START } from '../../../src/domain/ledger/seal.ts';
import type { AccountId, ApiKeyId, LotId } from '../../../src/domain/shared/ids.ts';
import { points } from '../../../src/domain/shared/points.ts';
import { newId } from '../../support/ids.ts';
import { NOON } from '../../support/instants.ts';

const { sha256 } = nodeSecrets;
const account = newId<AccountId>();
const none: AuditBatch = {
  ...{ accounts: 0n, entries: 0n, balance: 0n, moved: new Map(), facts: [], lines: new Map() },
};
const sealed = 'ab'.repeat(32);
const seal: JudgedSeal = {
  ...{ no: 1n, sealedAt: NOON, accounts: 1n, entries: 1n, previousDigest: SEALS_START },
  ...{ digest: sealed, recomputed: sealed },
};

type Books = {
  readonly batches?: readonly AuditBatch[];
  readonly seals?: readonly JudgedSeal[];
  readonly keyId?: ApiKeyId;
};

/** Books in which this is found; whoever asks for one account asks for `account`. */
function verify({ batches = [], seals = [], keyId }: Books, options: Partial<VerifyOptions> = {}) {
  const asked: (AccountId | null)[] = [];
  const audit: BooksAudit = {
    async *batches(of) {
      asked.push(of);
      yield* batches;
    },
    negativeMeters: async (of) => {
      asked.push(of);
      return keyId ? [{ accountId: account, keyId }] : [];
    },
    seals: async () => seals,
    rewrittenSpans: async (of) => {
      asked.push(of);
      return seals.length > 1 ? [{ accountId: account, sealNo: 1n, sealedAt: NOON, since: 0n, seq: 1n }] : [];
    },
  };
  const verification = verifyLedger({ audit, secrets: { sha256 } })({
    ...{ accountId: null, seals: false, keptDigest: null },
    ...options,
  });
  return verification.then((found) => ({ ...found, asked }));
}

/** Of a deed with two parts only the first is there, and of the account's two lines, too. */
function cutOff(): { readonly lines: AuditBatch['lines']; readonly facts: AccountFacts } {
  const lotId = newId<LotId>();
  const line = { kind: 'grant', lotId, points: points(5n) } as const;
  const deed = { accountId: account, causeId: newId(), call: null, lines: [line, line], at: NOON };
  const [first] = entriesOf(deed, NO_ENTRIES, sha256);
  if (!first) throw new Error('no entry');
  const { call: _, counterAccount: __, balanceBefore: ___, ...rest } = first;
  const found: FoundLine = { ...rest, keyId: null, serviceId: null, apiCode: null, quantity: null, priceVersion: null };
  const even = { journal: 0n, books: 0n };
  const facts: AccountFacts = {
    ...{ accountId: account, movedInAll: 10n, strays: null, inLots: 10n, oddLots: [] },
    ...{ head: { seq: 2n, balance: 10n, hash: 'cd' }, last: { seq: 1n, balance: 5n, hash: first.hash } },
    sides: { held: even, refunded: even, adjusted: even },
  };
  return { lines: new Map([[account, [judgeLine(null, found, null, sha256)]]]), facts };
}

describe('Whoever verifies the ledger', () => {
  it('hears how much has been looked at, batch by batch, and what it sums to', async () => {
    const batches: AuditBatch[] = [
      {
        ...none,
        accounts: 2n,
        entries: 3n,
        balance: 70n,
        moved: new Map([
          ['grant', 100n],
          ['consume', -30n],
        ]),
      },
      {
        ...none,
        accounts: 1n,
        entries: 2n,
        balance: 5n,
        moved: new Map([
          ['grant', 9n],
          ['reverse', 0n],
          ['expire', -4n],
        ]),
      },
    ];
    const progress: bigint[] = [];
    const found = await verify({ batches }, { onProgress: (entries) => progress.push(entries) });
    expect(progress).to.deep.equal([3n, 5n]);
    expect(found).to.deep.include({ accounts: 3n, entries: 5n, findings: [], lastSeal: null });
    expect(found.trialBalance).to.deep.equal({
      users: 75n,
      counters: { issuance: -109n, consumed: 30n, held: 0n, refunded: 0n, expired: 4n, adjusted: 0n },
    });
    expect((await verify({ batches })).entries, 'without anybody who listens').to.equal(5n);
  });

  it('hears that the books do not sum to nothing', async () => {
    const { findings } = await verify({ batches: [{ ...none, balance: 1n }] });
    expect(findings.map(({ what }) => what)).to.deep.equal(['trial_balance']);
  });

  it('hears where lines are missing at the end, once: from the account', async () => {
    const { lines, facts } = cutOff();
    const told = async (batch: Partial<AuditBatch>) =>
      (await verify({ batches: [{ ...none, ...batch }] })).findings.map(({ seq, what }) => `${seq} ${what}`);
    expect(await told({ lines, facts: [facts] })).to.deep.equal(['2 missing']);
    expect(await told({ lines }), 'where the account is sound').to.deep.equal(['1 deed']);
  });

  it('hears of meters that count less than nothing', async () => {
    const keyId = newId<ApiKeyId>();
    expect((await verify({ keyId })).findings).to.deep.equal([
      { accountId: account, seq: null, what: 'meter', detail: `the meter of key ${keyId} counts less than nothing` },
    ]);
  });

  it('hears of seals if it wants to, and which is the last one', async () => {
    const second = { ...seal, no: 2n, previousDigest: sealed };
    const seals = [seal, second];
    expect(await verify({ seals })).to.deep.include({ lastSeal: null, findings: [] });
    const found = await verify({ seals }, { seals: true, keptDigest: 'ef'.repeat(32) });
    expect(found.lastSeal).to.equal(second);
    expect(found.findings.map(({ what }) => what)).to.deep.equal(['seal', 'rewritten']);
    expect((await verify({}, { seals: true })).lastSeal).to.equal(null);
    expect((await verify({ seals: [seal] }, { seals: true })).lastSeal).to.equal(seal);
  });

  it('asks about one account alone if it wants to', async () => {
    expect((await verify({}, { accountId: account, seals: true })).asked).to.deep.equal([account, account, account]);
  });
});
