import { type Command, InvalidArgumentError } from 'commander';
import { findNegativeMeters } from '../../../adapters/postgres/keyvault/find-negative-meters.ts';
import { PostgresBooksAudit } from '../../../adapters/postgres/ledger/postgres-books-audit.ts';
import { type Verification, verifyLedger } from '../../../application/ledger/verify-ledger.ts';
import type { BooksAudit } from '../../../domain/ledger/books-audit.ts';
import { accountOf, type UserId } from '../../../domain/shared/ids.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { type Progress, withProgress } from '../../face/progress.ts';
import { withoutLimits } from '../../system/without-limits.ts';
import { DifferencesFound } from '../differences-found.ts';
import { type Tools, withDatabase } from '../with-database.ts';
import { readUser } from './read-options.ts';
import { describeVerification, VerificationShape, verificationJson } from './verification-text.ts';

type Options = { readonly account?: UserId; readonly seals?: true; readonly digest?: string };

export function registerVerify(ledger: Command): void {
  const command = withExamples(
    ledger.command('verify'),
    'ledger verify',
    'ledger verify --account usr_0192… --json',
    'ledger verify --digest 3f1c…',
  )
    .description('prove what always holds of the books; exit status 3 if something does not, which is named')
    .option('--account <user>', 'only this one, usr_…', readUser)
    .option('--seals', 'check the history against the seals too')
    .option('--digest <hex>', 'the digest of a seal that was kept elsewhere; means --seals', readDigest);
  const tell = answersJson(command, VerificationShape);
  command.action((options: Options) =>
    withDatabase(async (tools) => {
      const begun = performance.now();
      const verified = await withProgress('entries', null, (shown) => verify(tools, options, shown));
      const seconds = (performance.now() - begun) / 1_000;
      tell(verificationJson(verified, seconds), () => describeVerification(verified, seconds));
      const { length } = verified.findings;
      if (length > 0) throw new DifferencesFound(length === 1 ? '1 difference found' : `${length} differences found`);
    }),
  );
}

function verify({ url, secrets }: Tools, { account, seals, digest }: Options, shown: Progress): Promise<Verification> {
  let seen = 0n;
  return withoutLimits(url, (knex) => {
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
      onProgress: (entries) => {
        shown.advance(entries - seen);
        seen = entries;
      },
    });
  });
}

function readDigest(text: string): string {
  const digest = text.trim().toLowerCase();
  if (/^[0-9a-f]{64}$/.test(digest)) return digest;
  throw new InvalidArgumentError('expected the 64 hexadecimal digits that "ledger seal" has printed');
}
