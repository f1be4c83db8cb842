import type { Knex } from 'knex';
import type { RedemptionCodes } from '../../../domain/catalog/catalog-stores.ts';
import type { CodeBatch, CodeFigures } from '../../../domain/catalog/code-batch.ts';
import type { Redemption, RedemptionCode } from '../../../domain/catalog/redemption.ts';
import type { CodeBatchId, UserId } from '../../../domain/shared/ids.ts';
import { firstRow, rowsOf } from '../rows.ts';
import { type BatchRow, batchColumns, type CodeRow, toBatch, toCode } from './code-rows.ts';

const CODE = 'select * from catalog.redemption_codes where digest = ?';
const ADD_CODES = /* sql */ `
insert into catalog.redemption_codes (batch_id, no, digest)
select ?, no, digest from unnest(?::text[]) with ordinality made (digest, no)`;
/** Those after one batch are older than it. */
const BATCHES = /* sql */ `
select * from catalog.code_batches
where ?::uuid is null or (made_at, id) < (select made_at, id from catalog.code_batches where id = ?)
order by made_at desc, id desc limit ?`;
const COUNTS = /* sql */ `
select batch_id, count(redeemed_at) as redeemed, count(voided_at) as voided
from catalog.redemption_codes where batch_id = any (?) group by batch_id`;

export class PostgresRedemptionCodes implements RedemptionCodes {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async addBatch(batch: CodeBatch, digests: readonly string[]): Promise<void> {
    await this.#db('catalog.code_batches').insert(batchColumns(batch));
    await rowsOf(this.#db, ADD_CODES, [batch.id, digests as never]);
  }

  async findBatch(id: CodeBatchId): Promise<CodeBatch | null> {
    const row = await firstRow<BatchRow>(this.#db, 'select * from catalog.code_batches where id = ?', [id]);
    return row && toBatch(row);
  }

  async findBatchByKey(requestKey: string): Promise<CodeBatch | null> {
    const sql = 'select * from catalog.code_batches where request_key = ?';
    const row = await firstRow<BatchRow>(this.#db, sql, [requestKey]);
    return row && toBatch(row);
  }

  async listBatches({ after, limit }: { after: CodeBatchId | null; limit: number }): Promise<CodeBatch[]> {
    return (await rowsOf<BatchRow>(this.#db, BATCHES, [after, after, limit])).map(toBatch);
  }

  async countCodes(ids: readonly CodeBatchId[]): Promise<ReadonlyMap<CodeBatchId, CodeFigures>> {
    type Row = { batch_id: CodeBatchId; redeemed: bigint; voided: bigint };
    const rows = await rowsOf<Row>(this.#db, COUNTS, [ids as never]);
    return new Map(
      rows.map((row) => [row.batch_id, { redeemed: Number(row.redeemed), voided: Number(row.voided) }] as const),
    );
  }

  async find(digest: string): Promise<RedemptionCode | null> {
    const row = await firstRow<CodeRow>(this.#db, CODE, [digest]);
    return row && toCode(row);
  }

  async lock(digest: string): Promise<RedemptionCode | null> {
    const row = await firstRow<CodeRow>(this.#db, `${CODE} for update`, [digest]);
    return row && toCode(row);
  }

  async countRedeemed(id: CodeBatchId, userId: UserId): Promise<number> {
    const sql = 'select count(*) as count from catalog.redemption_codes where redeemed_by = ? and batch_id = ?';
    return Number((await firstRow<{ count: bigint }>(this.#db, sql, [userId, id]))?.count);
  }

  async redeem({ batchId, no }: RedemptionCode, { userId, at, ...given }: Redemption): Promise<void> {
    const changed = await this.#open(batchId, no).update({
      ...{ redeemed_at: at, redeemed_by: userId },
      ...{ adjustment_id: given.adjustmentId, points_expire_at: given.pointsExpireAt },
    });
    if (changed !== 1) throw new Error(`code ${no} of batch ${batchId} is not open`);
  }

  voidOpen(id: CodeBatchId, no: number | null, at: Date): Promise<number> {
    return this.#open(id, no).update({ voided_at: at });
  }

  async move(from: UserId, into: UserId): Promise<void> {
    await this.#db('catalog.redemption_codes').where({ redeemed_by: from }).update({ redeemed_by: into });
  }

  #open(batchId: CodeBatchId, no: number | null): Knex.QueryBuilder {
    const open = { batch_id: batchId, redeemed_at: null, voided_at: null };
    return this.#db('catalog.redemption_codes').where(no === null ? open : { ...open, no });
  }
}
