import type { Books, Slice } from '../contender.ts';
import { withClient } from './with-client.ts';

type Expected = { answers: number; points: number };
type Row = Readonly<Record<string, number>>;

/** Adds up what was answered, and compares it with what a statement finds in the tables. */
export class ExpectedBooks implements Books {
  readonly name: string;
  readonly #url: string;
  readonly #auditSql: string;
  readonly #wanted: (expected: Readonly<Expected>) => Row;
  readonly #expected: Expected = { answers: 0, points: 0 };

  /** `auditSql` answers one row of numbers; `wanted` says what each must be. */
  constructor(name: string, url: string, auditSql: string, wanted: (expected: Readonly<Expected>) => Row) {
    this.name = name;
    this.#url = url;
    this.#auditSql = auditSql;
    this.#wanted = wanted;
  }

  note({ answers, points }: Pick<Slice, 'answers' | 'points'>): void {
    this.#expected.answers += answers;
    this.#expected.points += points;
  }

  async audit(): Promise<readonly string[]> {
    const { rows } = await withClient(this.#url, (client) => client.query<Row>(this.#auditSql));
    const found = rows[0] ?? {};
    return Object.entries(this.#wanted(this.#expected))
      .filter(([name, value]) => found[name] !== value)
      .map(([name, value]) => `${this.name}: ${name.replaceAll('_', ' ')} ${found[name]}, wanted ${value}`);
  }
}
