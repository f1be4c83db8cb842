import { type Command, InvalidArgumentError } from 'commander';
import { publicId } from '../../../adapters/http/public-id.ts';
import { findNegativeMeters } from '../../../adapters/postgres/keyvault/find-negative-meters.ts';
import { PostgresBooksAudit } from '../../../adapters/postgres/ledger/postgres-books-audit.ts';
import { type Verification, verifyLedger } from '../../../application/ledger/verify-ledger.ts';
import type { Finding } from '../../../domain/ledger/audit.ts';
import type { BooksAudit } from '../../../domain/ledger/books-audit.ts';
import { accountOf, type UserId } from '../../../domain/shared/ids.ts';
import { withoutLimits } from '../../system/without-limits.ts';
import { DifferencesFound } from '../differences-found.ts';
import { withDatabase } from '../with-database.ts';
import { readUser } from './read-options.ts';
import { sealJson, sealLine } from './seal.ts';

type Options = {
  readonly account?: UserId;
  readonly seals?: true;
  readonly digest?: string;
  readonly json?: true;
};

export function registerVerify(ledger: Command): void {
  ledger
    .command('verify')
    .description('prove what always holds of the books; exit status 3 if something does not, which is named')
    .option('--account <user>', 'only this one, usr_…', readUser)
    .option('--seals', 'check the history against the seals too')
    .option('--digest <hex>', 'the digest of a seal that was kept elsewhere; means --seals', readDigest)
    .option('--json', 'for programs')
    .action(({ account, seals, digest, json }: Options) =>
      withDatabase(async ({ url, secrets }) => {
        const begun = performance.now();
        const verified = await withoutLimits(url, (knex) => {
          const books = new PostgresBooksAudit(knex);
          const audit: BooksAudit = {
            batches: (of) => books.batches(of),
            negativeMeters: (of) => findNegativeMeters(knex, of),
            seals: () => books.seals(),
            rewrittenSpans: (of) => books.rewrittenSpans(of),
          };
          return verifyLedger({ audit, secrets })({
            accountId: account ? accountOf(account) : null,
            seals: seals === true || digest !== undefined,
            keptDigest: digest ?? null,
            onProgress: showProgress,
          });
        });
        const seconds = (performance.now() - begun) / 1_000;
        if (json) console.log(JSON.stringify(verificationJson(verified, seconds), null, 2));
        else print(verified, seconds);
        const { length } = verified.findings;
        if (length > 0) throw new DifferencesFound(length === 1 ? '1 difference found' : `${length} differences found`);
      }),
    );
}

/** For people who wait; a file gets none of it. */
function showProgress(entries: bigint): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${entries} entries\r`);
}

function print({ accounts, entries, trialBalance, lastSeal, findings }: Verification, seconds: number): void {
  for (const finding of findings) console.log(findingLine(finding));
  const { users, counters } = trialBalance;
  const sides = Object.entries(counters).map(([name, gained]) => `${name} ${gained}`);
  console.log(`users ${users}, ${sides.join(', ')}: sum ${Object.values(counters).reduce((a, b) => a + b, users)}`);
  if (lastSeal) console.log(sealLine(lastSeal));
  console.log(
    `${entries} entries of ${accounts} accounts in ${seconds.toFixed(1)} s, ${perSecond(entries, seconds)} a second`,
  );
}

const findingLine = ({ accountId, seq, what, detail }: Finding): string =>
  [accountId ? publicId('usr', accountId) : 'the books', seq === null ? null : `entry ${seq}`, what, detail]
    .filter((part) => part !== null)
    .join('  ');

const verificationJson = ({ trialBalance, lastSeal, findings, ...rest }: Verification, seconds: number) => ({
  ...{ accounts: String(rest.accounts), entries: String(rest.entries), seconds },
  entries_per_second: perSecond(rest.entries, seconds),
  trial_balance: textual({ users: trialBalance.users, ...trialBalance.counters }),
  last_seal: lastSeal && sealJson(lastSeal),
  findings: findings.map(({ accountId, seq, what, detail }) => ({
    ...{ user: accountId && publicId('usr', accountId), seq: seq === null ? null : String(seq), what, detail },
  })),
});

const perSecond = (entries: bigint, seconds: number): number => Math.round(Number(entries) / seconds);

function readDigest(text: string): string {
  const digest = text.trim().toLowerCase();
  if (/^[0-9a-f]{64}$/.test(digest)) return digest;
  throw new InvalidArgumentError('expected the 64 hexadecimal digits that "ledger seal" has printed');
}

const textual = (numbers: Readonly<Record<string, bigint>>): Record<string, string> =>
  Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, String(number)]));
