import type { Command } from 'commander';
import { publicId } from '../../../adapters/http/public-id.ts';
import { expiredAccounts, previewWriteOff, writeOffAccount } from '../../../application/ledger/expire-lots.ts';
import { withDatabase } from '../with-database.ts';

export function registerExpire(ledger: Command): void {
  ledger
    .command('expire')
    .description('write off the points that have expired; the workers do the same every minute')
    .option('--dry-run', 'show what would be written off, and write nothing')
    .option('--json', 'for programs')
    .action(({ dryRun, json }: { readonly dryRun?: true; readonly json?: true }) =>
      withDatabase(async (tools) => {
        const handle = dryRun ? previewWriteOff(tools) : writeOffAccount(tools);
        const [done, total] = [[] as { user: string; points: string }[], { points: 0n }];
        for await (const accounts of expiredAccounts(tools.uow)) {
          for (const accountId of accounts) {
            const { points } = await handle(accountId);
            if (points === 0n) continue;
            total.points += points;
            const line = { user: publicId('usr', accountId), points: String(points) };
            if (json) done.push(line);
            else console.log(`${line.user}  ${line.points} points`);
          }
        }
        const said = { dry_run: dryRun ?? false, points: String(total.points), accounts: done };
        if (json) console.log(JSON.stringify(said, null, 2));
        else console.log(`${dryRun ? 'dry run: ' : ''}${total.points} points written off`);
      }),
    );
}
