import type { Knex } from 'knex';
import { type Avatar, type Avatars, avatarName, hashOfAvatar } from '../../../domain/identity/avatar.ts';
import type { UserId } from '../../../domain/shared/ids.ts';
import { lockName } from '../rows.ts';

type AvatarRow = { sha256: string; content_type: Avatar['type']; bytes: Buffer; created_at: Date };

export class PostgresAvatars implements Avatars {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async find(name: string): Promise<Avatar | null> {
    const row: AvatarRow | undefined = await this.#db('identity.avatars')
      .where({ sha256: hashOfAvatar(name) })
      .first();
    const avatar = row && toAvatar(row);
    return avatar && avatarName(avatar) === name ? avatar : null;
  }

  async replace(old: string | null, shown: Avatar | null): Promise<void> {
    const names = [old, shown && avatarName(shown)].filter((name) => name !== null);
    // In one order, so that two who change places do not wait for each other.
    for (const name of [...new Set(names)].sort()) await this.#lock(name);
    if (shown) await this.#db('identity.avatars').insert(fromAvatar(shown)).onConflict('sha256').ignore();
    if (old !== null) await this.#removeUnlessShown(old);
  }

  async removeAllOf(userId: UserId): Promise<void> {
    const user = await this.#db('identity.users')
      .where({ id: userId })
      .forNoKeyUpdate()
      .first<{ avatar: string | null }>();
    if (!user?.avatar) return;
    await this.#lock(user.avatar);
    await this.#db('identity.users').where({ id: userId }).update({ avatar: null });
    await this.#removeUnlessShown(user.avatar);
  }

  #lock(name: string): Promise<void> {
    return lockName(this.#db, `avatar:${name}`);
  }

  async #removeUnlessShown(name: string): Promise<void> {
    await this.#db('identity.avatars')
      .where({ sha256: hashOfAvatar(name) })
      .whereNotExists(this.#db('identity.users').where({ avatar: name }))
      .delete();
  }
}

const toAvatar = (row: AvatarRow): Avatar => ({
  ...{ sha256: row.sha256, type: row.content_type, createdAt: row.created_at },
  bytes: new Uint8Array(row.bytes),
});

const fromAvatar = ({ sha256, type, bytes, createdAt }: Avatar): AvatarRow => ({
  ...{ sha256, content_type: type, created_at: createdAt },
  bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
});
