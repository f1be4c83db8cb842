import { type MilliFen, milliFen } from '../../../domain/ordering/reconciliation/milli-fen.ts';
import { type Fen, fen } from '../../../domain/shared/fen.ts';
import { ExchangeFault } from '../exchange-fault.ts';

/** A value of this line by the name of its column. */
export type BillCells<Column extends string> = (name: Column) => string;

/** So few that what becomes of them is gone before the next ones come: a bill is larger than the memory it may take. */
const ROWS_AT_ONCE = 500;

/**
 * The first table of a bill: UTF-8, perhaps with a byte order mark, lines ended by CRLF or LF, columns found by their names, a
 * backtick before every value; a summary follows. Throws `ExchangeFault` for anything else: a row that is skipped could be money.
 * `read` gives null for a row that does not matter here.
 */
export async function* readBillTable<Column extends string, Row>(
  bytes: AsyncIterable<Uint8Array>,
  columns: readonly Column[],
  read: (cells: BillCells<Column>) => Row | null,
): AsyncIterable<Row[]> {
  let lines = 0;
  let places: ReadonlyMap<string, number> = new Map();
  let rows: Row[] = [];
  for await (const some of linesOf(bytes)) {
    for (const line of some) {
      lines += 1;
      if (lines === 1) {
        places = new Map(line.split(',').map((name, index) => [name, index]));
        refuseMissing(places, columns);
      } else if (line.startsWith('`')) {
        const row = read(cellsOf(line, places, lines));
        if (row !== null) rows.push(row);
        if (rows.length < ROWS_AT_ONCE) continue;
        yield rows;
        rows = [];
      } else {
        yield rows;
        return;
      }
    }
  }
  if (lines === 0) refuseMissing(places, columns);
  throw new ExchangeFault('unreadable', 'a bill without a summary');
}

/** As many as a piece of the file ends. A line counts when it is ended: a file that was cut off is not read to its end. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncIterable<string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of bytes) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() as string;
    yield lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  }
  if (rest !== '') yield [rest];
}

function refuseMissing(places: ReadonlyMap<string, number>, columns: readonly string[]): void {
  const missing = columns.filter((name) => !places.has(name));
  if (missing.length > 0) throw new ExchangeFault('unreadable', `a bill without ${missing.join(', ')}`);
}

/** No value is quoted, so that a comma in somebody's product name is told from a border by the backtick alone. */
function cellsOf(line: string, places: ReadonlyMap<string, number>, number: number): (name: string) => string {
  const values = line.slice(1).split(',`');
  if (values.length !== places.size) {
    throw new ExchangeFault('unreadable', `line ${number} of a bill has ${values.length} values for ${places.size}`);
  }
  return (name) => (values[places.get(name) as number] as string).trim();
}

const AMOUNT = /^(\d{1,11})(?:\.(\d{1,2}))?$/;
const FEE = /^(\d{1,9})(?:\.(\d{1,5}))?$/;

/** `9.90` as 990: by its digits, since 9.90 × 100 is not 990 in floating point. */
export const fenIn = (text: string): Fen => fen(shifted(text, 2, AMOUNT));

/** `0.05940` as 5940, `-0.05940` as -5940: in thousandths of a fen. */
export function milliFenIn(text: string): MilliFen {
  const isBack = text.startsWith('-');
  const fee = shifted(isBack ? text.slice(1) : text, 5, FEE);
  return milliFen(isBack && fee !== 0 ? -fee : fee);
}

function shifted(text: string, digits: number, form: RegExp): number {
  const [, whole, part = ''] = form.exec(text) ?? [];
  if (whole === undefined) throw new ExchangeFault('unreadable', 'a bill with an amount that is none');
  return Number(whole + part.padEnd(digits, '0'));
}

const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

/** `2026-01-15 12:00:00`, in Beijing. */
export function instantIn(text: string): Date {
  const at = new Date(`${text.replace(' ', 'T')}+08:00`);
  if (TIME.test(text) && !Number.isNaN(at.getTime())) return at;
  throw new ExchangeFault('unreadable', 'a bill with a time that is none');
}
