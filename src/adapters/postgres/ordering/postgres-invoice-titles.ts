import type { Knex } from 'knex';
import type { InvoiceTitle } from '../../../domain/ordering/invoice-title.ts';
import type { InvoiceTitles } from '../../../domain/ordering/invoices.ts';
import type { InvoiceTitleId, UserId } from '../../../domain/shared/ids.ts';
import { lockName } from '../rows.ts';
import { detailColumns, type TitleRow, toTitle } from './invoice-rows.ts';

export class PostgresInvoiceTitles implements InvoiceTitles {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  lockOwner(userId: UserId): Promise<void> {
    return lockName(this.#db, `ordering:titles:${userId}`);
  }

  async listOf(userId: UserId): Promise<InvoiceTitle[]> {
    const rows: TitleRow[] = await this.#titles
      .where({ user_id: userId })
      .orderBy(['is_default', 'created_at', 'id'].map((column) => ({ column, order: 'desc' })));
    return rows.map(toTitle);
  }

  async find(id: InvoiceTitleId): Promise<InvoiceTitle | null> {
    const row: TitleRow | undefined = await this.#titles.where({ id }).first();
    return row ? toTitle(row) : null;
  }

  async add({ id, userId, details, isDefault, createdAt }: InvoiceTitle): Promise<void> {
    await this.#titles.insert({
      ...{ id, user_id: userId, is_default: isDefault, created_at: createdAt, updated_at: createdAt },
      ...detailColumns(details),
    });
  }

  async change({ id, details }: InvoiceTitle, at: Date): Promise<void> {
    await this.#titles.where({ id }).update({ ...detailColumns(details), updated_at: at });
  }

  async makeDefault(userId: UserId, id: InvoiceTitleId): Promise<void> {
    // The old one first: the index admits no second default, not even for a moment.
    await this.#titles.where({ user_id: userId, is_default: true }).whereNot({ id }).update({ is_default: false });
    await this.#titles.where({ user_id: userId, id }).update({ is_default: true });
  }

  async delete(ids: readonly InvoiceTitleId[]): Promise<void> {
    await this.#titles.whereIn('id', ids).delete();
  }

  async removeAllOf(userId: UserId): Promise<void> {
    await this.#titles.where({ user_id: userId }).delete();
  }

  get #titles(): Knex.QueryBuilder {
    return this.#db('ordering.invoice_titles');
  }
}
