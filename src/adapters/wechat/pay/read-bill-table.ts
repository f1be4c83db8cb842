import { type MilliFen, milliFen } from '../../../domain/ordering/reconciliation/milli-fen.ts';
import { type Fen, fen } from '../../../domain/shared/fen.ts';
import { ExchangeFault } from '../exchange-fault.ts';

/** The values of a line by the names of their columns. */
export type BillCells<Column extends string> = Readonly<Record<Column, string>>;

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
  let head: Head<Column> = [];
  let rows: Row[] = [];
  for await (const some of linesOf(bytes)) {
    for (const line of some) {
      lines += 1;
      if (lines === 1) {
        head = headOf(line, columns);
      } else if (line.startsWith('`')) {
        const row = read(cellsOf(line, head, lines));
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
  if (lines === 0) headOf('', columns);
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

/** The names of the columns in their order; of one that nobody wants, null. */
type Head<Column extends string> = readonly (Column | null)[];

function headOf<Column extends string>(line: string, columns: readonly Column[]): Head<Column> {
  const names = line.split(',');
  const missing = columns.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new ExchangeFault('unreadable', `a bill without ${missing.join(', ')}`);
  return names.map((name) => columns.find((column) => column === name) ?? null);
}

const BORDER = ',`';

/**
 * No value is quoted, so that a comma in somebody's product name is told from a border by the backtick alone. Two thirds of a line
 * are not wanted, and not cut out: a large bill has millions of values.
 */
function cellsOf<Column extends string>(line: string, head: Head<Column>, number: number): BillCells<Column> {
  const cells: Partial<Record<Column, string>> = {};
  let values = 0;
  for (let begin = 1, end = 0; end < line.length; begin = end + BORDER.length) {
    const border = line.indexOf(BORDER, begin);
    end = border < 0 ? line.length : border;
    const name = head[values++];
    if (name) cells[name] = line.slice(begin, end).trim();
  }
  if (values === head.length) return cells as BillCells<Column>;
  throw new ExchangeFault('unreadable', `line ${number} of a bill has ${values} values for ${head.length}`);
}

const AMOUNT = /^(\d{1,11})(?:\.(\d{1,2}))?$/;
const FEE = /^(\d{1,9})(?:\.(\d{1,5}))?$/;

/** `9.90` as 990: by its digits, since 9.90 × 100 is not 990 in floating point. */
export const fenIn: (text: string) => Fen = remembering((text) => fen(shifted(text, 2, AMOUNT)));

/** `0.05940` as 5940, `-0.05940` as -5940: in thousandths of a fen. */
export const milliFenIn: (text: string) => MilliFen = remembering((text) => {
  const isBack = text.startsWith('-');
  const fee = shifted(isBack ? text.slice(1) : text, 5, FEE);
  return milliFen(isBack && fee !== 0 ? -fee : fee);
});

function shifted(text: string, digits: number, form: RegExp): number {
  const [, whole, part = ''] = form.exec(text) ?? [];
  if (whole === undefined) throw new ExchangeFault('unreadable', 'a bill with an amount that is none');
  return Number(whole + part.padEnd(digits, '0'));
}

const REMEMBERED = 1_000;

/** A shop has few prices, and a bill few days: what was read before is not read again. */
function remembering<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = read(text);
    if (known.size >= REMEMBERED) known.clear();
    known.set(Buffer.from(text).toString(), value);
    return value;
  };
}

const TIME = /^\d{4}-\d\d-\d\d [0-2]\d:[0-5]\d:[0-5]\d$/;
const [DAY_ENDS, DAY_SECONDS] = [10, 24 * 60 * 60];

/** `2026-01-15 12:00:00`, in Beijing. */
export function instantIn(text: string): Date {
  if (TIME.test(text)) {
    const second = (twoDigits(text, 11) * 60 + twoDigits(text, 14)) * 60 + twoDigits(text, 17);
    const at = new Date(midnightOf(text.slice(0, DAY_ENDS)) + second * 1_000);
    if (second < DAY_SECONDS && !Number.isNaN(at.getTime())) return at;
  }
  throw new ExchangeFault('unreadable', 'a bill with a time that is none');
}

const midnightOf = remembering((day: string): number => Date.parse(`${day}T00:00:00+08:00`));

const twoDigits = (text: string, at: number): number => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
