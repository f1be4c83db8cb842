import { type Command, Option } from 'commander';
import { z } from 'zod';
import { publicId } from '../../adapters/http/public-id.ts';
import { listAllInvoices } from '../../application/ordering/list-invoices.ts';
import { showInvoice } from '../../application/ordering/show-invoice.ts';
import { INVOICE_STATUSES, type InvoiceStatus } from '../../domain/ordering/invoice.ts';
import type { InvoiceId } from '../../domain/shared/ids.ts';
import { answersJson } from '../face/answer.ts';
import { withExamples } from '../face/examples.ts';
import { ExpectedFailure } from '../system/expected-failure.ts';
import { registerIssue, registerRedLetter, registerReject } from './invoice-moves.ts';
import { readInvoiceId, readLimit } from './invoice-options.ts';
import { InvoiceShape, lineOf, linesOf, operatorJson, ShownInvoiceShape, shownJson } from './invoice-text.ts';
import { withDatabase } from './with-database.ts';

type Listing = { readonly status?: InvoiceStatus; readonly after?: InvoiceId; readonly limit: number };

export function registerInvoices(program: Command): void {
  const invoices = program.command('invoices').description('invoices (发票) that users have requested');
  registerList(invoices);
  registerShow(invoices);
  registerIssue(invoices);
  registerReject(invoices);
  registerRedLetter(invoices);
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
