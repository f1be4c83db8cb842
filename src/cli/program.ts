import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { registerAudit } from './commands/audit.ts';
import { registerCatalog } from './commands/catalog.ts';
import { registerCodes } from './commands/codes/register-codes.ts';
import { registerCompletion } from './commands/completion.ts';
import { registerDemo } from './commands/demo.ts';
import { registerDoctor } from './commands/doctor/doctor.ts';
import { registerInvoices } from './commands/invoices.ts';
import { registerKeys } from './commands/keys/register-keys.ts';
import { registerLedger } from './commands/ledger/register-ledger.ts';
import { registerMigrate } from './commands/migrate.ts';
import { registerOrders } from './commands/orders/register-orders.ts';
import { registerReconcile } from './commands/reconcile/register-reconcile.ts';
import { registerRefunds } from './commands/refunds/register-refunds.ts';
import { registerSchema } from './commands/schema.ts';
import { registerServeAndWork } from './commands/serve-and-work.ts';
import { registerServices } from './commands/services/register-services.ts';
import { registerSimulator } from './commands/simulator.ts';
import { registerStart } from './commands/start.ts';
import { registerUsage } from './commands/usage/register-usage.ts';
import { registerUsers } from './commands/users/register-users.ts';
import { registerWebhooks } from './commands/webhooks/register-webhooks.ts';
import { redact } from './system/redact.ts';

/** The operators' command line. */
export function buildProgram(): Command {
  const program = new Command('seahorse')
    .description('Hot Seahorse: sells API points through WeChat')
    .version(versionOfPackage())
    // Whoever has pasted a token in the wrong place does not find it in the log of a script.
    .configureOutput({ outputError: (text, write) => write(redact(text)) })
    // Before the commands are added: they take it over, however deep.
    .exitOverride()
    .showHelpAfterError('(see "seahorse --help")')
    .showSuggestionAfterError();
  registerStart(program);
  registerServeAndWork(program);
  registerMigrate(program);
  registerDoctor(program);
  registerCatalog(program);
  registerCodes(program);
  registerServices(program);
  registerWebhooks(program);
  registerKeys(program);
  registerOrders(program);
  registerRefunds(program);
  registerReconcile(program);
  registerInvoices(program);
  registerLedger(program);
  registerUsage(program);
  registerUsers(program);
  registerAudit(program);
  registerSimulator(program);
  registerDemo(program);
  registerSchema(program);
  // Last: it completes the commands that are there.
  registerCompletion(program);
  return program;
}

const PACKAGE = new URL('../../package.json', import.meta.url);

const versionOfPackage = (): string => (JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string }).version;
