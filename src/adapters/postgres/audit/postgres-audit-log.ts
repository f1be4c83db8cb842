import type { Knex } from 'knex';
import type { AuditEvent, AuditFilter, AuditLog } from '../../../domain/shared/audit.ts';
import type { AuditEventId } from '../../../domain/shared/ids.ts';
import { rowsOf } from '../rows.ts';
import { type EventRow, fromEvent, toEvent } from './rows.ts';

export class PostgresAuditLog implements AuditLog {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async add(event: AuditEvent): Promise<void> {
    await this.#db('audit.events').insert(fromEvent(event));
  }

  async list(
    { userId, subjectId, action, since }: AuditFilter,
    { before, limit }: { readonly before: AuditEventId | null; readonly limit: number },
  ): Promise<AuditEvent[]> {
    const wanted: readonly (readonly [string, string | Date | null | undefined])[] = [
      ['user_id = ?', userId],
      ['subject_id = ?', subjectId],
      ['action = ?', action],
      ['at >= ?', since],
      ['id < ?', before],
    ];
    const asked = wanted.filter((each): each is readonly [string, string | Date] => each[1] != null);
    const where = asked.map(([condition]) => condition).join(' and ') || 'true';
    const sql = `select * from audit.events where ${where} order by id desc limit ?`;
    return (await rowsOf<EventRow>(this.#db, sql, [...asked.map(([, value]) => value), limit])).map(toEvent);
  }
}
