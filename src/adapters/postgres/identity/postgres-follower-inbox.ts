import type { Knex } from 'knex';
import type { FollowerEvent } from '../../../domain/identity/follower.ts';
import {
  type DueEvent,
  type FollowerInbox,
  type FollowerOutcome,
  nextEventTryAt,
  type StoredEvent,
  type TakenEvent,
} from '../../../domain/identity/follower-inbox.ts';
import type { Stamp } from '../../../domain/identity/follower-message.ts';
import type { ScanMeaning } from '../../../domain/identity/scan.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import { firstRow, rowsOf } from '../rows.ts';

type EventRow = {
  event: (Omit<FollowerEvent, 'occurredAt'> & { readonly occurredAt: string }) | null;
  outcome: FollowerOutcome['kind'] | null;
  user_id: UserId | null;
  scan: ScanMeaning | null;
};

export class PostgresFollowerInbox implements FollowerInbox {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async claimStamp({ signedAt, nonce }: Stamp, messageKey: string, now: Date): Promise<boolean> {
    const row = { signed_at: signedAt, nonce, message_key: messageKey, seen_at: now };
    await this.#db('identity.push_stamps').insert(row).onConflict(['signed_at', 'nonce']).ignore();
    // A statement of its own: it sees what another transaction has put in our way.
    const kept = await this.#db('identity.push_stamps').where({ signed_at: signedAt, nonce }).first('message_key');
    return kept?.message_key === messageKey;
  }

  async forgetStamps(before: Date): Promise<void> {
    await this.#db('identity.push_stamps').where('seen_at', '<', before).delete();
  }

  async add({ messageKey, event, receivedAt }: StoredEvent): Promise<boolean> {
    const row = await firstRow(
      this.#db,
      `insert into identity.follower_events (message_key, event, received_at, next_try_at)
       values (?, ?, ?, ?) on conflict (message_key) do nothing returning message_key`,
      [messageKey, JSON.stringify(event), receivedAt, nextEventTryAt(0, receivedAt)],
    );
    return row !== null;
  }

  async take(messageKey: string): Promise<TakenEvent> {
    // Without a lock first: repetitions of what is handled must not be in each other's way.
    const found = await this.#find(messageKey, '');
    if (found?.outcome) return handled(found);
    const row = await this.#find(messageKey, 'for no key update skip locked');
    if (!row) return { kind: 'busy' };
    return row.event ? { kind: 'taken', event: toEvent(row.event) } : handled(row);
  }

  async takeDue(now: Date, limit: number): Promise<DueEvent[]> {
    const sql = `select message_key, tries from identity.follower_events where next_try_at <= ?
                 order by next_try_at limit ? for no key update skip locked`;
    const rows = await rowsOf<{ message_key: string; tries: number }>(this.#db, sql, [now, limit]);
    return rows.map(({ message_key: messageKey, tries }) => ({ messageKey, tries }));
  }

  async scheduleTry(messageKey: string, tries: number, at: Date): Promise<void> {
    await this.#events.where({ message_key: messageKey, handled_at: null }).update({ tries, next_try_at: at });
  }

  async finish(messageKey: string, { kind, userId, scan }: FollowerOutcome, at: Date): Promise<void> {
    await this.#events
      .where({ message_key: messageKey, handled_at: null })
      .update({ event: null, next_try_at: null, handled_at: at, outcome: kind, user_id: userId, scan });
  }

  #find(messageKey: string, lock: '' | 'for no key update skip locked'): Promise<EventRow | null> {
    const sql = `select event, outcome, user_id, scan from identity.follower_events where message_key = ? ${lock}`;
    return firstRow<EventRow>(this.#db, sql, [messageKey]);
  }

  get #events(): Knex.QueryBuilder {
    return this.#db('identity.follower_events');
  }
}

const handled = ({ outcome, user_id: userId, scan }: EventRow): TakenEvent => ({
  kind: 'handled',
  outcome: { kind: outcome as FollowerOutcome['kind'], userId, scan: scan as ScanMeaning },
});

const toEvent = ({ occurredAt, ...event }: NonNullable<EventRow['event']>): FollowerEvent => ({
  ...event,
  occurredAt: new Date(occurredAt),
});
