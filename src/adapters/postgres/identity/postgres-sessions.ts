import type { Knex } from 'knex';
import type { Sessions } from '../../../domain/identity/identity-stores.ts';
import type { Session, SessionKind } from '../../../domain/identity/session.ts';
import type { SessionId, UserId } from '../../../domain/shared/ids.ts';

type SessionRow = {
  id: SessionId;
  user_id: UserId;
  kind: SessionKind;
  device: string | null;
  created_at: Date;
  last_used_at: Date;
  expires_at: Date;
};

export class PostgresSessions implements Sessions {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async add(session: Session, tokenDigest: string): Promise<void> {
    const row: SessionRow = {
      ...{ id: session.id, user_id: session.userId, kind: session.kind, device: session.device },
      ...{ created_at: session.createdAt, last_used_at: session.lastUsedAt, expires_at: session.expiresAt },
    };
    await this.#db('identity.sessions').insert({ ...row, token_digest: tokenDigest });
  }

  async findByDigest(tokenDigest: string): Promise<Session | null> {
    const found: SessionRow | undefined = await this.#db('identity.sessions')
      .where({ token_digest: tokenDigest })
      .first();
    return found ? toSession(found) : null;
  }

  async noteUse(id: SessionId, { expiresAt, lastUsedAt }: Pick<Session, 'expiresAt' | 'lastUsedAt'>): Promise<void> {
    await this.#db('identity.sessions').where({ id }).update({ expires_at: expiresAt, last_used_at: lastUsedAt });
  }

  async listOf(userId: UserId, now: Date): Promise<Session[]> {
    const rows: SessionRow[] = await this.#db('identity.sessions')
      .where({ user_id: userId })
      .where('expires_at', '>', now)
      .orderBy([
        { column: 'last_used_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ]);
    return rows.map(toSession);
  }

  async remove(id: SessionId): Promise<boolean> {
    return (await this.#db('identity.sessions').where({ id }).delete()) > 0;
  }

  removeAllOf(userId: UserId, except: SessionId | null): Promise<number> {
    const all = this.#db('identity.sessions').where({ user_id: userId });
    return (except === null ? all : all.whereNot({ id: except })).delete();
  }
}

const toSession = (row: SessionRow): Session => ({
  ...{ id: row.id, userId: row.user_id, kind: row.kind, device: row.device },
  ...{ createdAt: row.created_at, lastUsedAt: row.last_used_at, expiresAt: row.expires_at },
});
