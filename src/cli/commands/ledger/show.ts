import { type Command, Option } from 'commander';
import { parseId, publicId } from '../../../adapters/http/public-id.ts';
import { CSV_HEAD, csvLine } from '../../../adapters/http/statement-csv.ts';
import { statementLineJson, titleOf } from '../../../adapters/http/statement-text.ts';
import { listStatement, type StatementLine } from '../../../application/ledger/list-statement.ts';
import { readBalance } from '../../../application/ledger/read-balance.ts';
import { readPastBalance } from '../../../application/ledger/read-past-balance.ts';
import { ENTRY_KINDS, type EntryKind } from '../../../domain/ledger/entry.ts';
import type { StatementFilter } from '../../../domain/ledger/statement.ts';
import type { ApiCode, ApiKeyId, UserId } from '../../../domain/shared/ids.ts';
import { answersJson, type Tell } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { UsageError } from '../usage-error.ts';
import { type Tools, withDatabase } from '../with-database.ts';
import { signed } from './entry-text.ts';
import { readInstant, readUser, USER } from './read-options.ts';
import { ShownLedgerShape } from './statement-shape.ts';

type Options = {
  readonly from?: Date;
  readonly to?: Date;
  readonly kind?: EntryKind;
  readonly api?: string;
  readonly key?: string;
  readonly at?: Date;
  readonly json?: true;
  readonly csv?: true;
};
type TellLedger = Tell<typeof ShownLedgerShape>;
const PAGE = 500;

export function registerShow(ledger: Command): void {
  const command = withExamples(
    ledger.command('show'),
    'ledger show usr_0192…',
    'ledger show usr_0192… --from 2026-01-01 --to 2026-02-01 --kind consume --csv',
    'ledger show usr_0192… --at 2026-01-15T12:00:00+08:00',
  )
    .argument(...USER, readUser)
    .description('what the user has, and what was moved, newest first')
    .option('--from <instant>', 'from this instant, or day in Beijing, on', readInstant)
    .option('--to <instant>', 'up to this one, without it', readInstant)
    .addOption(new Option('--kind <kind>', 'only these movements').choices(Object.keys(ENTRY_KINDS)))
    .option('--api <code>', 'only calls of this API')
    .option('--key <key>', 'only calls with this key, key_…')
    .option('--at <instant>', 'what could be spent at that instant, and nothing else', readInstant)
    .addOption(new Option('--csv', 'for spreadsheets').conflicts('json'));
  const tell = answersJson(command, ShownLedgerShape);
  command.action((userId: UserId, options: Options) => {
    const filter = readFilter(options);
    return withDatabase(async (tools) => {
      if (!(await tools.uow.run(({ users }) => users.find(userId)))) {
        throw new ExpectedFailure(`there is no user ${publicId('usr', userId)}`);
      }
      if (options.at) await showPast(tools, userId, options.at, tell);
      else await showStatement(tools, userId, filter, options, tell);
    });
  });
}

function readFilter({ from, to, kind, api, key }: Options): StatementFilter {
  const keyId = key === undefined ? null : parseId<ApiKeyId>('key', key);
  if (key !== undefined && !keyId) throw new UsageError(`expected a key such as key_0192…: ${key}`);
  const apiCode = (api ?? null) as ApiCode | null;
  return { from: from ?? null, to: to ?? null, kind: kind ?? null, apiCode, keyId };
}

async function showPast(tools: Tools, userId: UserId, at: Date, tell: TellLedger): Promise<void> {
  const available = await readPastBalance(tools)(userId, at);
  tell(
    { user: publicId('usr', userId), at, available: String(available) },
    () => `${available} points at ${at.toISOString()}`,
  );
}

/** For people and spreadsheets a line at a time, since a statement may be longer than the memory. */
async function showStatement(
  tools: Tools,
  userId: UserId,
  filter: StatementFilter,
  { json, csv }: Options,
  tell: TellLedger,
): Promise<void> {
  const { available, nextExpiry } = await readBalance(tools)(userId);
  if (csv) process.stdout.write(CSV_HEAD);
  else if (!json) {
    const next = nextExpiry && `, of which ${nextExpiry.points} expire at ${nextExpiry.expiresAt.toISOString()}`;
    console.log(`${available} points${next ?? ''}`);
  }
  const lines: ReturnType<typeof statementLineJson>[] = [];
  for await (const line of linesOf(tools, userId, filter)) {
    if (csv) process.stdout.write(csvLine(line));
    else if (json) lines.push(statementLineJson(line));
    else console.log(textOf(line));
  }
  tell({ user: publicId('usr', userId), available: String(available), lines }, () => '');
}

async function* linesOf(tools: Tools, userId: UserId, filter: StatementFilter): AsyncGenerator<StatementLine> {
  const read = listStatement(tools);
  let before: bigint | null = null;
  do {
    const { lines, next } = await read(userId, filter, { before, limit: PAGE });
    yield* lines;
    before = next;
  } while (before !== null);
}

const textOf = (line: StatementLine): string =>
  [
    ...[line.at.toISOString(), line.kind.padEnd(9), signed(line.change).padStart(12)],
    ...[`= ${line.balanceAfter}`.padEnd(14), `${titleOf(line)} ${whatFor(line.reason)}`.trimEnd()],
  ].join('  ');

function whatFor(reason: StatementLine['reason']): string {
  switch (reason.kind) {
    case 'order':
      return reason.outTradeNo ?? publicId('ord', reason.orderId);
    case 'refund':
      return reason.outRefundNo ?? publicId('rfd', reason.refundId);
    case 'call':
      return `${reason.quantity} × ${reason.apiCode}, ${reason.keyName ?? publicId('key', reason.keyId)}`;
    case 'adjustment':
      return reason.reason;
    case 'none':
      return '';
  }
}
