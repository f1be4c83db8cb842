import { type Command, Option } from 'commander';
import { z } from 'zod';
import { csvText } from '../../../adapters/http/statement-csv.ts';
import { type RevenueReport, readRevenue } from '../../../application/reconciliation/read-revenue.ts';
import { feeAsYuan } from '../../../domain/ordering/reconciliation/milli-fen.ts';
import type { PackageRevenue } from '../../../domain/ordering/reconciliation/revenue.ts';
import type { BeijingDay } from '../../../domain/shared/beijing-time.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { inColumns } from '../../system/catalog-file/in-columns.ts';
import { withDatabase } from '../with-database.ts';
import { asYuan } from '../yuan.ts';
import { daysWanted, readDay } from './read-days.ts';

type Options = { readonly from: BeijingDay; readonly to?: BeijingDay; readonly csv?: true };

const sums = {
  payments: z.int(),
  refunds: z.int(),
  gross_fen: z.int(),
  refunded_fen: z.int(),
  fees_milli_fen: z.int().meta({ description: 'thousandths of a fen: what WeChat kept' }),
  net_milli_fen: z.int().meta({ description: 'gross, less refunds and fees' }),
};
const shape = z.strictObject({
  from: z.string(),
  to: z.string(),
  packages: z.array(z.strictObject({ package: z.string(), name: z.string(), ...sums })),
  total: z.strictObject(sums),
  missing_days: z.array(z.string()).meta({ description: 'not compared yet, and not in the sums' }),
  not_in_these_bills: z.array(z.strictObject({ gateway: z.string(), payments: z.int(), amount_fen: z.int() })),
});

export function registerRevenue(reconcile: Command): void {
  const command = reconcile
    .command('revenue')
    .description('what was paid for each package, what went back, what WeChat kept, and what is left, by the bills')
    .requiredOption('--from <day>', 'in Beijing', readDay)
    .option('--to <day>', 'the last day; by default the last one whose bill should be there', readDay)
    .addOption(new Option('--csv', 'for spreadsheets').conflicts('json'));
  withExamples(
    command,
    'reconcile revenue --from 2026-11-01 --to 2026-11-30',
    'reconcile revenue --from 2026-11-01 --csv',
  );
  const tell = answersJson(command, shape);
  command.action((options: Options) =>
    withDatabase(async ({ uow }) => {
      const days = daysWanted(options, await uow.run(({ clock }) => clock.now()));
      const [first, last] = [days[0] as BeijingDay, days.at(-1) as BeijingDay];
      const revenue = await readRevenue({ uow })(first, last);
      if (options.csv) process.stdout.write(csv(revenue));
      else tell({ from: first, to: last, ...json(revenue) }, () => text(revenue));
    }),
  );
}

type Sums = Omit<PackageRevenue, 'packageCode' | 'packageName'>;

const sumsJson = ({ payments, refunds, ...sold }: Sums) => ({
  ...{ payments, refunds, gross_fen: sold.paidFen, refunded_fen: sold.refundedFen },
  ...{ fees_milli_fen: sold.feeMilliFen, net_milli_fen: sold.netMilliFen },
});

const json = ({ packages, total, missingDays, unbilled }: RevenueReport) => ({
  packages: packages.map((sold) => ({ package: sold.packageCode, name: sold.packageName, ...sumsJson(sold) })),
  total: sumsJson(total),
  missing_days: [...missingDays],
  not_in_these_bills: unbilled.map(({ gateway, payments, amountFen }) => ({
    gateway,
    payments,
    amount_fen: amountFen,
  })),
});

const HEAD = ['package', 'name', 'payments', 'refunds', 'gross', 'refunded', 'fees', 'net'];

/** Amounts in yuan. */
const cells = (code: string, name: string, { payments, refunds, ...sold }: Sums): string[] => [
  ...[csvText(code), csvText(name), String(payments), String(refunds), asYuan(sold.paidFen), asYuan(sold.refundedFen)],
  ...[feeAsYuan(sold.feeMilliFen), feeAsYuan(sold.netMilliFen)],
];

const rows = ({ packages, total }: RevenueReport): string[][] => [
  HEAD,
  ...packages.map((sold) => cells(sold.packageCode, sold.packageName, sold)),
  cells('total', '', total),
];

const text = (revenue: RevenueReport): string =>
  [
    ...inColumns(rows(revenue)),
    ...(revenue.missingDays.length > 0 ? [`not compared yet, and not in it: ${revenue.missingDays.join(', ')}`] : []),
    ...revenue.unbilled.map(
      ({ gateway, payments, amountFen }) =>
        `not in these bills: ${payments} payments of ¥${asYuan(amountFen)} through ${gateway}`,
    ),
  ].join('\n');

const csv = (revenue: RevenueReport): string =>
  `\uFEFF${rows(revenue)
    .map((row) => `${row.join(',')}\r\n`)
    .join('')}`;
