import {
  cutOffAt,
  type Finding,
  findingsInAccount,
  findingsInLines,
  findingsInTrialBalance,
  type TrialBalance,
} from '../../domain/ledger/audit.ts';
import { findingsInSeals, findingsInSpans } from '../../domain/ledger/audit-seals.ts';
import type { BooksAudit } from '../../domain/ledger/books-audit.ts';
import { type CounterAccount, ENTRY_KINDS, type EntryKind } from '../../domain/ledger/entry.ts';
import type { Seal } from '../../domain/ledger/seal.ts';
import type { AccountId } from '../../domain/shared/ids.ts';
import type { Secrets } from '../shared/random.ts';

type Dependencies = { readonly audit: BooksAudit; readonly secrets: Pick<Secrets, 'sha256'> };

export type VerifyOptions = {
  /** Null: all. */
  readonly accountId: AccountId | null;
  readonly seals: boolean;
  /** The digest of a seal that was kept elsewhere. */
  readonly keptDigest: string | null;
  /** Entries so far. */
  readonly onProgress?: (entries: bigint) => void;
};

export type Verification = {
  readonly accounts: bigint;
  readonly entries: bigint;
  readonly trialBalance: TrialBalance;
  /** Null: they were not looked at, or there is none. */
  readonly lastSeal: Seal | null;
  readonly findings: readonly Finding[];
};

/** Proves what always holds of the books, and names what does not. Reads only; whoever spends does not wait. */
export const verifyLedger =
  ({ audit, secrets }: Dependencies) =>
  async ({ accountId, seals, keptDigest, onProgress }: VerifyOptions): Promise<Verification> => {
    const findings: Finding[] = [];
    const counters = { issuance: 0n, consumed: 0n, held: 0n, refunded: 0n, expired: 0n, adjusted: 0n };
    let [accounts, entries, users] = [0n, 0n, 0n];
    for await (const batch of audit.batches(accountId)) {
      accounts += batch.accounts;
      entries += batch.entries;
      users += batch.balance;
      for (const [kind, moved] of batch.moved) counters[counterOf(kind)] -= moved;
      const facts = new Map(batch.facts.map((each) => [each.accountId, each]));
      for (const [account, lines] of batch.lines) {
        const known = facts.get(account);
        findings.push(...findingsInLines(account, lines, secrets.sha256, known ? cutOffAt(known) : null));
      }
      findings.push(...batch.facts.flatMap(findingsInAccount));
      onProgress?.(entries);
    }
    const trialBalance = { users, counters };
    findings.push(...findingsInTrialBalance(trialBalance), ...(await metersBelowZero(audit, accountId)));
    let lastSeal: Seal | null = null;
    if (seals) {
      const all = await audit.seals();
      lastSeal = all.at(-1) ?? null;
      findings.push(...findingsInSeals(all, keptDigest), ...findingsInSpans(await audit.rewrittenSpans(accountId)));
    }
    return { accounts, entries, trialBalance, lastSeal, findings };
  };

const counterOf = (kind: EntryKind): CounterAccount => ENTRY_KINDS[kind].counterAccount;

const metersBelowZero = async (audit: BooksAudit, of: AccountId | null): Promise<Finding[]> =>
  (await audit.negativeMeters(of)).map(({ accountId, keyId }) => ({
    ...{ accountId, seq: null, what: 'meter', detail: `the meter of key ${keyId} counts less than nothing` },
  }));
