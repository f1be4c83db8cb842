import type { Knex } from 'knex';
import type { Services, TokenDigest } from '../../../domain/keyvault/key-stores.ts';
import type { Service } from '../../../domain/keyvault/service.ts';
import type { ServiceId } from '../../../domain/shared/ids.ts';
import { lockName } from '../rows.ts';

type ServiceRow = { id: ServiceId; name: string; hint: string; enabled: boolean; created_at: Date };

export class PostgresServices implements Services {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  lockName(name: string): Promise<void> {
    return lockName(this.#db, `keyvault:service:${name}`);
  }

  async add({ id, name, hint, enabled, createdAt }: Service, digest: TokenDigest): Promise<void> {
    await this.#db('keyvault.services').insert({ id, name, hint, enabled, created_at: createdAt, digest });
  }

  findByDigest(digest: TokenDigest): Promise<Service | null> {
    return this.#findBy({ digest });
  }

  findByName(name: string): Promise<Service | null> {
    return this.#findBy({ name });
  }

  async #findBy(columns: Readonly<Record<string, string>>): Promise<Service | null> {
    const row: ServiceRow | undefined = await this.#db('keyvault.services').where(columns).first();
    if (!row) return null;
    return { id: row.id, name: row.name, hint: row.hint, enabled: row.enabled, createdAt: row.created_at };
  }
}
