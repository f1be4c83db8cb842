import type { Command } from 'commander';
import { takeSeal } from '../../../application/ledger/seal-ledger.ts';
import type { Seal } from '../../../domain/ledger/seal.ts';
import { withDatabase } from '../with-database.ts';

export function registerSeal(ledger: Command): void {
  ledger
    .command('seal')
    .description(
      'seal the journal as it is now, and print the digest: keep it where this database cannot be written from',
    )
    .option('--json', 'for programs')
    .action(({ json }: { readonly json?: true }) =>
      withDatabase(async (tools) => {
        const seal = await takeSeal(tools)();
        console.log(json ? JSON.stringify(sealJson(seal), null, 2) : sealLine(seal));
      }),
    );
}

export const sealLine = ({ no, sealedAt, accounts, entries, digest }: Seal): string =>
  `seal ${no}  ${sealedAt.toISOString()}  ${entries} entries of ${accounts} accounts since the one before\n${digest}`;

export const sealJson = (seal: Seal) => ({
  ...{ no: String(seal.no), sealed_at: seal.sealedAt, accounts: String(seal.accounts), entries: String(seal.entries) },
  ...{ previous_digest: seal.previousDigest, digest: seal.digest },
});
