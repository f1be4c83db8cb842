import { type Command, Option } from 'commander';
import { z } from 'zod';
import { publicId } from '../../adapters/http/public-id.ts';
import { issueInvoice } from '../../application/ordering/issue-invoice.ts';
import { listAllInvoices } from '../../application/ordering/list-invoices.ts';
import { redLetterInvoice } from '../../application/ordering/red-letter-invoice.ts';
import { rejectInvoice } from '../../application/ordering/reject-invoice.ts';
import { showInvoice } from '../../application/ordering/show-invoice.ts';
import { INVOICE_STATUSES, type InvoiceStatus } from '../../domain/ordering/invoice.ts';
import type { Fen } from '../../domain/shared/fen.ts';
import type { InvoiceId } from '../../domain/shared/ids.ts';
import { answersJson } from '../face/answer.ts';
import { withExamples } from '../face/examples.ts';
import { ExpectedFailure } from '../system/expected-failure.ts';
import { readHttpsUrl, readInvoiceId, readInvoiceNumber, readLimit, readReason } from './invoice-options.ts';
import { InvoiceShape, lineOf, linesOf, operatorJson, ShownInvoiceShape, shownJson } from './invoice-text.ts';
import { BY, operatorName, type SaidBy } from './operator-name.ts';
import { MovedShape, reportMove } from './report-invoice-move.ts';
import { withDatabase } from './with-database.ts';
import { readYuan } from './yuan.ts';

type Listing = { readonly status?: InvoiceStatus; readonly after?: InvoiceId; readonly limit: number };
type Issuing = SaidBy & { readonly number: string; readonly url?: string; readonly amount?: Fen };

export function registerInvoices(program: Command): void {
  const invoices = program.command('invoices').description('invoices (发票) that users have requested');
  registerList(invoices);
  registerShow(invoices);
  registerIssue(invoices);
  registerReject(invoices);
  registerRedLetter(invoices);
}

const acting = (command: Command, description: string): Command =>
  command
    .argument('<id>', 'of the invoice', readInvoiceId)
    .description(description)
    .option(...BY);

function registerIssue(invoices: Command): void {
  const command = acting(
    withExamples(
      invoices.command('issue'),
      'invoices issue inv_0192… --number 26952000000012345678 --amount 9.90 --url https://tax.example/1.pdf',
    ),
    'note that it has been issued at the tax office',
  )
    .requiredOption('--number <number>', 'the number of the invoice', readInvoiceNumber)
    .option('--url <https-url>', 'where the user may download it', readHttpsUrl)
    .option('--amount <yuan>', 'what the paper says; refused if a refund has changed the amount', readYuan);
  const tell = answersJson(command, MovedShape);
  command.action((id: InvoiceId, { number, url, amount, by }: Issuing) => {
    const who = operatorName(by);
    const paper = { number, downloadUrl: url ?? null, amountFen: amount ?? null };
    return withDatabase(async (tools) => reportMove(tell, id, await issueInvoice(tools)(id, paper, who)));
  });
}

function registerReject(invoices: Command): void {
  const command = acting(
    withExamples(invoices.command('reject'), 'invoices reject inv_0192… --reason 税号与名称不符'),
    'turn the request down; the user reads why, and may ask again',
  ).requiredOption('--reason <text>', 'what the user reads', readReason);
  const tell = answersJson(command, MovedShape);
  command.action((id: InvoiceId, { reason, by }: SaidBy & { readonly reason: string }) => {
    const who = operatorName(by);
    return withDatabase(async (tools) => reportMove(tell, id, await rejectInvoice(tools)(id, reason, who)));
  });
}

function registerRedLetter(invoices: Command): void {
  const command = acting(
    withExamples(invoices.command('red-letter'), 'invoices red-letter inv_0192… --number 26952000000087654321'),
    'note that a red-letter note over the whole invoice has been issued, after a refund',
  ).requiredOption('--number <number>', 'the number of the note', readInvoiceNumber);
  const tell = answersJson(command, MovedShape);
  command.action((id: InvoiceId, { number, by }: SaidBy & { readonly number: string }) => {
    const who = operatorName(by);
    return withDatabase(async (tools) => reportMove(tell, id, await redLetterInvoice(tools)(id, number, who)));
  });
}

const PageShape = z.strictObject({
  invoices: z.array(InvoiceShape),
  next_cursor: z.string().nullable().meta({ description: 'for --after; null: there are no more' }),
});

function registerList(invoices: Command): void {
  const command = withExamples(
    invoices.command('list'),
    'invoices list --status requested',
    'invoices list --limit 100 --after inv_0192… --json',
  )
    .description('what users have requested, the oldest first')
    .addOption(new Option('--status <status>', 'only those in this state').choices(INVOICE_STATUSES))
    .option('--limit <number>', 'how many', readLimit, 50)
    .option('--after <id>', 'go on after this one', readInvoiceId);
  const tell = answersJson(command, PageShape);
  command.action(({ status, limit, after }: Listing) =>
    withDatabase(async (tools) => {
      const page = { status: status ?? null, after: after ?? null, limit };
      const { items, more } = await listAllInvoices(tools)(page);
      const last = more ? items.at(-1) : undefined;
      const next = last ? publicId('inv', last.id) : null;
      tell({ invoices: items.map(operatorJson), next_cursor: next }, () =>
        [...items.map(lineOf), ...(next ? [`there are more: --after ${next}`] : [])].join('\n'),
      );
    }),
  );
}

function registerShow(invoices: Command): void {
  const command = withExamples(invoices.command('show'), 'invoices show inv_0192…')
    .argument('<id>', 'of the invoice', readInvoiceId)
    .description('what it takes to issue it, and what has happened to it');
  const tell = answersJson(command, ShownInvoiceShape);
  command.action((id: InvoiceId) =>
    withDatabase(async (tools) => {
      const shown = await showInvoice(tools)(id);
      if (!shown) throw new ExpectedFailure(`there is no invoice ${publicId('inv', id)}`);
      tell(shownJson(shown), () => linesOf(shown).join('\n'));
    }),
  );
}
