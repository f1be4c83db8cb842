import type { Command } from 'commander';
import { issueInvoice } from '../../application/ordering/issue-invoice.ts';
import { redLetterInvoice } from '../../application/ordering/red-letter-invoice.ts';
import { rejectInvoice } from '../../application/ordering/reject-invoice.ts';
import type { Fen } from '../../domain/shared/fen.ts';
import type { InvoiceId } from '../../domain/shared/ids.ts';
import { answersJson } from '../face/answer.ts';
import { withExamples } from '../face/examples.ts';
import { readHttpsUrl, readInvoiceId, readInvoiceNumber, readReason } from './invoice-options.ts';
import { BY, operatorName, type SaidBy } from './operator-name.ts';
import { MovedShape, reportMove } from './report-invoice-move.ts';
import { withDatabase } from './with-database.ts';
import { readYuan } from './yuan.ts';

type Issuing = SaidBy & { readonly number: string; readonly url?: string; readonly amount?: Fen };

const acting = (command: Command, description: string): Command =>
  command
    .argument('<id>', 'of the invoice', readInvoiceId)
    .description(description)
    .option(...BY);

export function registerIssue(invoices: Command): void {
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

export function registerReject(invoices: Command): void {
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

export function registerRedLetter(invoices: Command): void {
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
