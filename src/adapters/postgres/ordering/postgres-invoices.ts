import type { Knex } from 'knex';
import type { Invoice, InvoiceEvent, RequestedInvoice } from '../../../domain/ordering/invoice.ts';
import { ERASED_TITLE } from '../../../domain/ordering/invoice-title.ts';
import type { InvoicePage, InvoiceSummary, Invoices, NumberHolder, Page } from '../../../domain/ordering/invoices.ts';
import type { SettledOrder } from '../../../domain/ordering/order.ts';
import { fen } from '../../../domain/shared/fen.ts';
import type { InvoiceId, OrderId, UserId } from '../../../domain/shared/ids.ts';
import { firstRow, lockName, rowsOf } from '../rows.ts';
import { type InvoiceRow, invoiceColumns, movedInvoiceColumns, toInvoice } from './invoice-rows.ts';
import { listRequestableSql, type RequestableRow, sumRequestableSql } from './requestable-orders.sql.ts';
import { type OrderRow, toOrder } from './rows.ts';

export class PostgresInvoices implements Invoices {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async add(invoice: RequestedInvoice, event: InvoiceEvent): Promise<void> {
    await this.#invoices.insert(invoiceColumns(invoice));
    await this.#appendEvent(invoice.id, event);
  }

  async save(invoice: Invoice, event: InvoiceEvent): Promise<void> {
    await this.#invoices.where({ id: invoice.id }).update(movedInvoiceColumns(invoice));
    await this.#appendEvent(invoice.id, event);
  }

  async find(id: InvoiceId): Promise<Invoice | null> {
    const row: InvoiceRow | undefined = await this.#invoices.where({ id }).first();
    return row ? toInvoice(row) : null;
  }

  async ofOrder(orderId: OrderId): Promise<Invoice[]> {
    const rows: InvoiceRow[] = await this.#invoices.where({ order_id: orderId }).orderBy(inOrder('desc'));
    return rows.map(toInvoice);
  }

  history(id: InvoiceId): Promise<InvoiceEvent[]> {
    const sql =
      'select kind, cause, operator, at, detail from ordering.invoice_events where invoice_id = ? order by seq';
    return rowsOf<InvoiceEvent>(this.#db, sql, [id]);
  }

  lockNumber(number: string): Promise<void> {
    return lockName(this.#db, `ordering:invoice-number:${number}`);
  }

  async findNumber(number: string): Promise<NumberHolder | null> {
    const row = await firstRow<{ id: InvoiceId; number: string }>(
      this.#db,
      'select id, number from ordering.invoices where number = ? or red_letter_number = ?',
      [number, number],
    );
    return row && { of: row.id, as: row.number === number ? 'invoice' : 'red_letter' };
  }

  listOf(userId: UserId, page: InvoicePage): Promise<Invoice[]> {
    return this.#list(this.#invoices.where({ user_id: userId }), 'desc', page);
  }

  listAll(page: InvoicePage): Promise<Invoice[]> {
    return this.#list(this.#invoices, 'asc', page);
  }

  async eraseTitlesOf(userId: UserId): Promise<void> {
    const unissued = this.#invoices.where({ user_id: userId }).whereIn('status', ['rejected', 'cancelled']);
    await unissued.update({ title: JSON.stringify(ERASED_TITLE) });
  }

  async listRequestable(userId: UserId, since: Date, { after, limit }: Page<OrderId>): Promise<SettledOrder[]> {
    const rows = await rowsOf<OrderRow>(this.#db, listRequestableSql, [userId, since, after, after, limit]);
    return rows.map((row) => toOrder(row) as SettledOrder);
  }

  async summaryOf(userId: UserId, since: Date): Promise<InvoiceSummary> {
    const requestable = (await firstRow<RequestableRow>(this.#db, sumRequestableSql, [
      userId,
      since,
    ])) as RequestableRow;
    const rows = await rowsOf<{ status: string; invoices: bigint }>(
      this.#db,
      'select status, count(*) as invoices from ordering.invoices where user_id = ? group by status',
      [userId],
    );
    const countOf = (status: string): number => Number(rows.find((row) => row.status === status)?.invoices ?? 0n);
    return {
      requestableOrders: Number(requestable.orders),
      requestableFen: fen(Number(requestable.amount_fen)),
      requested: countOf('requested'),
      issued: countOf('issued'),
    };
  }

  async #list(
    wanted: Knex.QueryBuilder,
    order: 'asc' | 'desc',
    { status, after, limit }: InvoicePage,
  ): Promise<Invoice[]> {
    if (status !== null) wanted.where({ status });
    if (after !== null) {
      const direction = order === 'asc' ? '>' : '<';
      const last = 'select requested_at, id from ordering.invoices where id = ?';
      wanted.whereRaw(`(requested_at, id) ${direction} (${last})`, [after]);
    }
    const rows: InvoiceRow[] = await wanted.orderBy(inOrder(order)).limit(limit);
    return rows.map(toInvoice);
  }

  /** The order is locked, so that counting the events of its invoice is safe. */
  async #appendEvent(id: InvoiceId, event: InvoiceEvent): Promise<void> {
    await this.#db.raw(
      `insert into ordering.invoice_events (invoice_id, seq, kind, cause, operator, at, detail)
       select ?, coalesce(max(seq), 0) + 1, ?, ?, ?, ?, ? from ordering.invoice_events where invoice_id = ?`,
      [id, event.kind, event.cause, event.operator, event.at, JSON.stringify(event.detail), id],
    );
  }

  get #invoices(): Knex.QueryBuilder {
    return this.#db('ordering.invoices');
  }
}

const inOrder = (order: 'asc' | 'desc') => ['requested_at', 'id'].map((column) => ({ column, order }));
