import { type Command, Option } from 'commander';
import { publicId } from '../../adapters/http/public-id.ts';
import { issueInvoice } from '../../application/ordering/issue-invoice.ts';
import { listAllInvoices } from '../../application/ordering/list-invoices.ts';
import { redLetterInvoice } from '../../application/ordering/red-letter-invoice.ts';
import { rejectInvoice } from '../../application/ordering/reject-invoice.ts';
import { showInvoice } from '../../application/ordering/show-invoice.ts';
import { INVOICE_STATUSES, type InvoiceStatus } from '../../domain/ordering/invoice.ts';
import type { Fen } from '../../domain/shared/fen.ts';
import type { InvoiceId } from '../../domain/shared/ids.ts';
import { ExpectedFailure } from '../system/expected-failure.ts';
import { readHttpsUrl, readInvoiceId, readInvoiceNumber, readLimit, readReason } from './invoice-options.ts';
import { lineOf, linesOf, operatorJson, shownJson } from './invoice-text.ts';
import { operatorName } from './operator-name.ts';
import { reportMove } from './report-invoice-move.ts';
import { withDatabase } from './with-database.ts';
import { readYuan } from './yuan.ts';

type Said = { readonly json?: true };
type Acting = Said & { readonly by?: string };
type Listing = Said & { readonly status?: InvoiceStatus; readonly after?: InvoiceId; readonly limit: number };
type Issuing = Acting & { readonly number: string; readonly url?: string; readonly amount?: Fen };

const BY = ['--by <name>', 'who does it; SEAHORSE_OPERATOR or the login name by default'] as const;

export function registerInvoices(program: Command): void {
  const invoices = program.command('invoices').description('invoices (发票) that users have requested');
  registerReading(invoices);
  const acting = (name: string, description: string): Command =>
    invoices
      .command(name)
      .argument('<id>', 'of the invoice', readInvoiceId)
      .description(description)
      .option(...BY)
      .option('--json', 'print JSON');
  acting('issue', 'note that it has been issued at the tax office')
    .requiredOption('--number <number>', 'the number of the invoice', readInvoiceNumber)
    .option('--url <https-url>', 'where the user may download it', readHttpsUrl)
    .option('--amount <yuan>', 'what the paper says; refused if a refund has changed the amount', readYuan)
    .action((id: InvoiceId, { number, url, amount, by, json }: Issuing) => {
      const who = operatorName(by);
      const paper = { number, downloadUrl: url ?? null, amountFen: amount ?? null };
      return withDatabase(async (tools) => reportMove(id, await issueInvoice(tools)(id, paper, who), json));
    });
  acting('reject', 'turn the request down; the user reads why, and may ask again')
    .requiredOption('--reason <text>', 'what the user reads', readReason)
    .action((id: InvoiceId, { reason, by, json }: Acting & { readonly reason: string }) => {
      const who = operatorName(by);
      return withDatabase(async (tools) => reportMove(id, await rejectInvoice(tools)(id, reason, who), json));
    });
  acting('red-letter', 'note that a red-letter note over the whole invoice has been issued, after a refund')
    .requiredOption('--number <number>', 'the number of the note', readInvoiceNumber)
    .action((id: InvoiceId, { number, by, json }: Acting & { readonly number: string }) => {
      const who = operatorName(by);
      return withDatabase(async (tools) => reportMove(id, await redLetterInvoice(tools)(id, number, who), json));
    });
}

function registerReading(invoices: Command): void {
  invoices
    .command('list')
    .description('oldest first')
    .addOption(new Option('--status <status>', 'only those in this state').choices(INVOICE_STATUSES))
    .option('--limit <number>', 'how many', readLimit, 50)
    .option('--after <id>', 'go on after this one', readInvoiceId)
    .option('--json', 'print JSON')
    .action(({ status, limit, after, json }: Listing) =>
      withDatabase(async (tools) => {
        const page = { status: status ?? null, after: after ?? null, limit };
        const { items, more } = await listAllInvoices(tools)(page);
        const last = more ? items.at(-1) : undefined;
        const next = last ? publicId('inv', last.id) : null;
        if (json) return console.log(JSON.stringify({ invoices: items.map(operatorJson), next_cursor: next }));
        for (const invoice of items) console.log(lineOf(invoice));
        if (next) console.log(`there are more: --after ${next}`);
      }),
    );
  invoices
    .command('show')
    .argument('<id>', 'of the invoice', readInvoiceId)
    .description('what it takes to issue it, and what has happened to it')
    .option('--json', 'print JSON')
    .action((id: InvoiceId, { json }: Said) =>
      withDatabase(async (tools) => {
        const shown = await showInvoice(tools)(id);
        if (!shown) throw new ExpectedFailure(`there is no invoice ${publicId('inv', id)}`);
        console.log(json ? JSON.stringify(shownJson(shown)) : linesOf(shown).join('\n'));
      }),
    );
}
