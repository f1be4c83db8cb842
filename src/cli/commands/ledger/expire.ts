import type { Command } from 'commander';
import { z } from 'zod';
import { publicId } from '../../../adapters/http/public-id.ts';
import { expiredAccounts, type WrittenOff, writeOffAccount } from '../../../application/ledger/expire-lots.ts';
import { type Rehearsal, rehearse } from '../../../application/ledger/rehearse.ts';
import { Unavailable } from '../../../domain/shared/faults.ts';
import type { AccountId } from '../../../domain/shared/ids.ts';
import { answersJson, points, shownId } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { PartlyDone } from '../../face/failures.ts';
import { type Progress, withProgress } from '../../face/progress.ts';
import { type Tools, withDatabase } from '../with-database.ts';
import { OwnedEntryShape, ownedEntryJson, ownedEntryLine } from './entry-text.ts';

const ExpiredShape = z.strictObject({
  dry_run: z.boolean(),
  points: points.meta({ description: 'of all accounts together' }),
  accounts: z.array(z.strictObject({ user: shownId('usr'), points })),
  entries: z.array(OwnedEntryShape).optional().meta({ description: 'of a dry run: the lines that would be written' }),
});
/** One account after another: what one of them could not be rid of is told at the end. */
type Expired = { readonly done: Rehearsal<WrittenOff>[]; readonly failed: { accountId: AccountId; error: unknown }[] };

export function registerExpire(ledger: Command): void {
  const command = withExamples(ledger.command('expire'), 'ledger expire --dry-run', 'ledger expire')
    .description('write off the points that have expired; the workers do the same every minute')
    .option('--dry-run', 'show the lines that would be written, and write nothing');
  const tell = answersJson(command, ExpiredShape);
  command.action(({ dryRun = false }: { readonly dryRun?: boolean }) =>
    withDatabase(async (tools) => {
      const { done, failed } = await withProgress('accounts', null, (shown) => expireAll(tools, dryRun, shown));
      const accounts = done.map(({ outcome: { accountId, points: count } }) => ({
        ...{ user: publicId('usr', accountId), points: String(count) },
      }));
      const total = String(done.reduce((sum, { outcome }) => sum + outcome.points, 0n));
      const entries = done.flatMap((each) => each.entries);
      const foreseen = dryRun ? { entries: entries.map(ownedEntryJson) } : {};
      tell({ dry_run: dryRun, points: total, accounts, ...foreseen }, () =>
        [
          ...accounts.map((each) => `${each.user}  ${each.points} points`),
          ...entries.map(ownedEntryLine),
          `${dryRun ? 'dry run: ' : ''}${total} points written off`,
        ].join('\n'),
      );
      reportFailed(failed, done.length);
    }),
  );
}

async function expireAll(tools: Tools, dryRun: boolean, shown: Progress): Promise<Expired> {
  const expired: Expired = { done: [], failed: [] };
  const handle = async (accountId: AccountId): Promise<Rehearsal<WrittenOff>> =>
    dryRun
      ? rehearse(tools, (uow) => writeOffAccount({ ...tools, uow })(accountId))
      : { outcome: await writeOffAccount(tools)(accountId), entries: [] };
  for await (const accounts of expiredAccounts(tools.uow)) {
    for (const accountId of accounts) {
      try {
        const handled = await handle(accountId);
        if (handled.outcome.points > 0n) expired.done.push(handled);
      } catch (error) {
        if (error instanceof Unavailable) throw error;
        expired.failed.push({ accountId, error });
      }
      shown.advance(1);
    }
  }
  return expired;
}

function reportFailed(failed: Expired['failed'], done: number): void {
  for (const { accountId, error } of failed) console.error(`${publicId('usr', accountId)}  ${String(error)}`);
  if (failed.length === 0) return;
  throw new PartlyDone(`${failed.length} of ${failed.length + done} accounts could not be written off`);
}
