import type { Knex } from 'knex';
import type { Sessions } from '../../../domain/identity/identity-stores.ts';
import type { Session } from '../../../domain/identity/session.ts';
import type { SessionId, UserId } from '../../../domain/shared/ids.ts';

type SessionRow = { id: SessionId; user_id: UserId; created_at: Date; expires_at: Date };

export class PostgresSessions implements Sessions {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async add(session: Session, tokenDigest: string): Promise<void> {
    await this.#db('identity.sessions').insert({
      id: session.id,
      user_id: session.userId,
      token_digest: tokenDigest,
      created_at: session.createdAt,
      expires_at: session.expiresAt,
    });
  }

  async findByDigest(tokenDigest: string): Promise<Session | null> {
    const row: SessionRow | undefined = await this.#db('identity.sessions')
      .where({ token_digest: tokenDigest })
      .first();
    if (!row) return null;
    return { id: row.id, userId: row.user_id, createdAt: row.created_at, expiresAt: row.expires_at };
  }

  async renew(id: SessionId, expiresAt: Date): Promise<void> {
    await this.#db('identity.sessions').where({ id }).update({ expires_at: expiresAt });
  }
}
