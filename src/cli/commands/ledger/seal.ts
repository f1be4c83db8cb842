import type { Command } from 'commander';
import { z } from 'zod';
import { takeSeal } from '../../../application/ledger/seal-ledger.ts';
import type { Seal } from '../../../domain/ledger/seal.ts';
import { answersJson, instant } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { withDatabase } from '../with-database.ts';

export const SealShape = z.strictObject({
  no: z.string(),
  sealed_at: instant,
  accounts: z.string().meta({ description: 'that have moved since the seal before' }),
  entries: z.string().meta({ description: 'that were written since the seal before' }),
  previous_digest: z.string(),
  digest: z.string().meta({ description: 'to be kept where this database cannot be written from' }),
});

export function registerSeal(ledger: Command): void {
  const command = withExamples(ledger.command('seal'), 'ledger seal', 'ledger seal --json').description(
    'seal the journal as it is now, and print the digest: keep it where this database cannot be written from',
  );
  const tell = answersJson(command, SealShape);
  command.action(() =>
    withDatabase(async (tools) => {
      const seal = await takeSeal(tools)();
      tell(sealJson(seal), () => sealLine(seal));
    }),
  );
}

export const sealLine = ({ no, sealedAt, accounts, entries, digest }: Seal): string =>
  `seal ${no}  ${sealedAt.toISOString()}  ${entries} entries of ${accounts} accounts since the one before\n${digest}`;

export const sealJson = (seal: Seal) => ({
  ...{ no: String(seal.no), sealed_at: seal.sealedAt, accounts: String(seal.accounts), entries: String(seal.entries) },
  ...{ previous_digest: seal.previousDigest, digest: seal.digest },
});
