import type { Knex } from 'knex';
import { rowsOf } from '../../src/adapters/postgres/rows.ts';
import { nodeSecrets } from '../../src/adapters/system/random.ts';
import type { Finding } from '../../src/domain/ledger/audit.ts';
import { findingsInLines } from '../../src/domain/ledger/audit.ts';
import { isSound, judgeLine } from '../../src/domain/ledger/audit-line.ts';
import type { AccountId } from '../../src/domain/shared/ids.ts';
import { asIntruder, verifyBooks } from '../support/audit.ts';
import { aBusyAccount } from '../support/busy-books.ts';
import { type FoundRow, toFoundLine } from '../support/found-lines.ts';
import { migratedDatabase } from '../support/migrated-database.ts';
import { Dice } from './dice.ts';
import { counted, exactly, type Figure } from './figure.ts';
import { withByteFlipped } from './flip-byte.ts';

const ACCOUNTS = 4;

/**
 * Flips one byte of a column of a row of the journal, past triggers and constraints, and verifies the books: the row has to be
 * named, and no other one. Then the byte is put back.
 */
export async function tamperCampaign(trials: number, seed: number): Promise<Figure[]> {
  const database = await migratedDatabase();
  try {
    for (let made = 0; made < ACCOUNTS; made++) await aBusyAccount(database.uow);
    await dropChecks(database.knex);
    return await tamper(database.knex, trials, new Dice(seed));
  } finally {
    await database.drop();
  }
}

async function tamper(knex: Knex, trials: number, dice: Dice): Promise<Figure[]> {
  const rows = await rowsOf<FoundRow>(knex, 'select * from ledger.entries order by account_id, seq', []);
  const columns = Object.keys(rows[0] ?? {}) as (keyof FoundRow)[];
  const counts = { made: 0, located: 0, refused: 0, accused: 0, disagreed: 0 };
  const flipped = new Set<string>();
  while (counts.made < trials) {
    // Each column in its turn, in a row that has something in it.
    const column = columns[counts.made % columns.length] as keyof FoundRow;
    const row = dice.pick(rows.filter((each) => each[column] !== null));
    const changed = { ...row, [column]: withByteFlipped(column, row[column], dice) } as FoundRow;
    if (!(await replace(knex, row, changed))) {
      counts.refused += 1;
      continue;
    }
    counts.made += 1;
    flipped.add(column);
    const { findings } = await verifyBooks(knex);
    const isVictim = (of: FoundRow) => (each: Finding) => each.accountId === idOf(of) && each.seq === of.seq;
    if (findings.some(isVictim(row))) counts.located += 1;
    const lines = findings.filter(({ seq }) => seq !== null);
    if (!lines.every((each) => isVictim(row)(each) || isVictim(changed)(each))) counts.accused += 1;
    if (!(await ruleAgrees(knex, row, findings))) counts.disagreed += 1;
    if (!(await replace(knex, changed, row))) throw new Error('the byte could not be put back');
  }
  const { findings } = await verifyBooks(knex);
  return [
    counted('bytes flipped', counts.made),
    counted('flips that the tables did not take', counts.refused),
    exactly('of them named, by account and number', counts.located, counts.made),
    exactly('columns in which a byte was flipped', flipped.size, columns.length),
    exactly('trials in which another line was named', counts.accused, 0),
    exactly('trials in which rule and statement differ', counts.disagreed, 0),
    exactly('differences with every byte back in its place', findings.length, 0),
  ];
}

/** UUIDs are written back without hyphens where a byte was flipped. */
const idOf = ({ account_id }: FoundRow): AccountId => {
  const hex = String(account_id).replaceAll('-', '');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') as AccountId;
};

/** False: the table does not take it, because such a row is there or no such value exists. */
async function replace(knex: Knex, from: FoundRow, to: FoundRow): Promise<boolean> {
  const where = { account_id: from.account_id, seq: from.seq };
  const change = (trx: Knex.Transaction) => trx('ledger.entries').where(where).update(to);
  return asIntruder(knex, change).then(
    (count) => count === 1,
    () => false,
  );
}

/** Do the lines of this account, judged one by one by the rule, give the same findings as the statement? */
async function ruleAgrees(knex: Knex, { account_id }: FoundRow, findings: readonly Finding[]): Promise<boolean> {
  const sql = `select e.* from ledger.entries e join ledger.accounts a on a.id = e.account_id
               where e.account_id = ? and e.seq between 1 and a.last_seq order by e.seq`;
  const lines = (await rowsOf<FoundRow>(knex, sql, [account_id])).map(toFoundLine);
  const judged = lines.map((line, nth) =>
    judgeLine(lines[nth - 1] ?? null, line, lines[nth + 1] ?? null, nodeSecrets.sha256),
  );
  const unsound = judged.filter((line) => !isSound(line));
  const wanted = findingsInLines(account_id, unsound, nodeSecrets.sha256);
  const ofLines = findings.filter(({ accountId, what }) => accountId === account_id && LINE_KINDS.has(what));
  // The end of the journal is a matter of the account.
  const inside = ofLines.filter(({ what, seq }) => what !== 'missing' || wanted.some((each) => each.seq === seq));
  return JSON.stringify(wanted.map(textOf)) === JSON.stringify(inside.map(textOf));
}

const LINE_KINDS = new Set(['missing', 'changed', 'balance', 'time', 'deed', 'sign', 'call']);
const textOf = ({ seq, what, detail }: Finding): string => `${seq} ${what} ${detail}`;

/** What the tables would not take is to be found all the same. */
async function dropChecks(knex: Knex): Promise<void> {
  const checks = await rowsOf<{ conname: string }>(
    knex,
    `select conname from pg_constraint where conrelid = 'ledger.entries'::regclass and contype = 'c'`,
    [],
  );
  for (const { conname } of checks) await knex.raw('alter table ledger.entries drop constraint ??', [conname]);
}
