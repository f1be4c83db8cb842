import type { Knex } from 'knex';
import { SEALS_START, type Seal, type Seals } from '../../../domain/ledger/seal.ts';
import { firstRow, lockName } from '../rows.ts';
import { takeSealSql } from './take-seal.sql.ts';

export type SealRow = {
  readonly no: bigint;
  readonly sealed_at: Date;
  readonly accounts: bigint;
  readonly entries: bigint;
  readonly previous_digest: Buffer;
  readonly digest: Buffer;
};

export class PostgresSeals implements Seals {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  lock(): Promise<void> {
    return lockName(this.#db, 'ledger seals');
  }

  async last(): Promise<Seal | null> {
    const row = await firstRow<SealRow>(this.#db, 'select * from ledger.seals order by no desc limit 1', []);
    return row && toSeal(row);
  }

  async add(at: Date): Promise<Seal> {
    const last = await this.last();
    const no = (last?.no ?? 0n) + 1n;
    const previous = Buffer.from(last?.digest ?? SEALS_START, 'hex');
    return toSeal((await firstRow<SealRow>(this.#db, takeSealSql, [no, at, previous])) as SealRow);
  }
}

export const toSeal = (row: SealRow): Seal => ({
  ...{ no: row.no, sealedAt: row.sealed_at, accounts: row.accounts, entries: row.entries },
  previousDigest: row.previous_digest.toString('hex'),
  digest: row.digest.toString('hex'),
});
