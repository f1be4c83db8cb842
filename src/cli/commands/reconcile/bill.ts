import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import type { TradeBills } from '../../../domain/ordering/trade-bill.ts';
import type { BeijingDay } from '../../../domain/shared/beijing-time.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { TryLater } from '../../face/failures.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { readDay } from './read-days.ts';
import { withBills } from './with-bills.ts';

type Kind = 'trade' | 'fund';
type Options = { readonly day: BeijingDay; readonly kind: Kind; readonly file: string };

const shape = z.strictObject({
  day: z.string(),
  kind: z.enum(['trade', 'fund']),
  file: z.string().nullable().meta({ description: 'null: nothing happened on that day, and there is no bill' }),
  bytes: z.int(),
});

export function registerBill(reconcile: Command): void {
  const command = reconcile
    .command('bill')
    .description("keep WeChat's bill of a day as a file; its hash has been checked")
    .requiredOption('--day <day>', 'in Beijing', readDay)
    .addOption(
      new Option('--kind <kind>', 'of payments and refunds, or of what moved on the account')
        .choices(['trade', 'fund'])
        .default('trade'),
    )
    .requiredOption(
      '--file <file>',
      'where to; one that is there is not overwritten. It names people: take care of it',
    );
  withExamples(command, 'reconcile bill --day 2026-11-26 --kind fund --file fund-2026-11-26.csv');
  const tell = answersJson(command, shape);
  command.action(({ day, kind, file }: Options) =>
    withBills(async ({ tradeBills }) => {
      const bytes = await keepBill(tradeBills, { day, kind, file });
      const text = bytes === null ? `nothing happened on ${day}: there is no bill` : `${file}: ${bytes} bytes`;
      tell({ day, kind, file: bytes === null ? null : file, bytes: bytes ?? 0 }, () => text);
    }),
  );
}

/** How many bytes it has; null: there is none. */
async function keepBill(tradeBills: TradeBills, { day, kind, file }: Options): Promise<number | null> {
  const bill = kind === 'trade' ? await tradeBills.fetch(day) : await tradeBills.fetchFunds(day);
  if (bill.kind === 'empty') return null;
  if (bill.kind === 'not_ready') throw new TryLater(`WeChat has not made the bill of ${day} yet`);
  try {
    const target = createWriteStream(file, { flags: 'wx', mode: 0o600 });
    await pipeline(Readable.from(bill.bytes()), target).catch(explainUnwritable(file));
    return target.bytesWritten;
  } finally {
    await bill.close();
  }
}

const explainUnwritable =
  (file: string) =>
  (error: Error & { code?: string }): never => {
    if (error.code === 'EEXIST') throw new ExpectedFailure(`${file} is there already, and is left as it is`);
    throw new ExpectedFailure(`${file} cannot be written: ${error.message}`);
  };
