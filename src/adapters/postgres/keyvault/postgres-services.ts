import type { Knex } from 'knex';
import type { KnownService, Services, SigningSecret, TokenDigest } from '../../../domain/keyvault/key-stores.ts';
import type { Service, ServiceToken } from '../../../domain/keyvault/service.ts';
import type { ServiceId, SigningSecretId } from '../../../domain/shared/ids.ts';
import { firstRow, lockName, rowsOf } from '../rows.ts';
import {
  type CredentialRow,
  fromService,
  type SecretRow,
  type ServiceRow,
  type TokenRow,
  toSecret,
  toService,
  toToken,
} from './service-rows.ts';

export class PostgresServices implements Services {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  lockName(name: string): Promise<void> {
    return lockName(this.#db, `keyvault:service:${name}`);
  }

  async add(service: Service): Promise<void> {
    await this.#db('keyvault.services').insert(fromService(service));
  }

  async addToken({ serviceId, hint, createdAt, expiresAt }: ServiceToken, digest: TokenDigest): Promise<void> {
    const row: CredentialRow = { service_id: serviceId, created_at: createdAt, expires_at: expiresAt };
    await this.#db('keyvault.service_tokens').insert({ ...row, hint, digest: Buffer.from(digest, 'hex') });
  }

  async addSecret({ id, serviceId, sealed, createdAt, expiresAt }: SigningSecret): Promise<void> {
    const row: CredentialRow = { service_id: serviceId, created_at: createdAt, expires_at: expiresAt };
    await this.#db('keyvault.signing_secrets').insert({ ...row, id, sealed });
  }

  async findByToken(digest: TokenDigest): Promise<KnownService | null> {
    const sql = 'select * from keyvault.service_tokens where digest = ?';
    const row = await firstRow<TokenRow>(this.#db, sql, [Buffer.from(digest, 'hex')]);
    if (!row) return null;
    const service = await this.#findBy({ id: row.service_id });
    return { service: service as Service, token: toToken(row), secrets: await this.listSecrets(row.service_id) };
  }

  find(id: ServiceId): Promise<Service | null> {
    return this.#findBy({ id });
  }

  findByName(name: string): Promise<Service | null> {
    return this.#findBy({ name });
  }

  async findSecret(id: SigningSecretId): Promise<SigningSecret | null> {
    const row = await firstRow<SecretRow>(this.#db, 'select * from keyvault.signing_secrets where id = ?', [id]);
    return row && toSecret(row);
  }

  async list(): Promise<Service[]> {
    const sql = 'select * from keyvault.services order by name collate "C"';
    return (await rowsOf<ServiceRow>(this.#db, sql, [])).map(toService);
  }

  async listTokens(id: ServiceId): Promise<ServiceToken[]> {
    const sql = 'select * from keyvault.service_tokens where service_id = ? order by created_at desc';
    return (await rowsOf<TokenRow>(this.#db, sql, [id])).map(toToken);
  }

  async listSecrets(id: ServiceId): Promise<SigningSecret[]> {
    const sql = 'select * from keyvault.signing_secrets where service_id = ? order by created_at desc, id desc';
    return (await rowsOf<SecretRow>(this.#db, sql, [id])).map(toSecret);
  }

  endTokens(id: ServiceId, at: Date): Promise<number> {
    return this.#end('keyvault.service_tokens', id, at);
  }

  endSecrets(id: ServiceId, at: Date): Promise<number> {
    return this.#end('keyvault.signing_secrets', id, at);
  }

  async save(service: Service): Promise<void> {
    await this.#db('keyvault.services').where({ id: service.id }).update(fromService(service));
  }

  async #end(table: string, id: ServiceId, at: Date): Promise<number> {
    const sql = `update ${table} set expires_at = ?
                 where service_id = ? and (expires_at is null or expires_at > ?) returning 1`;
    return (await rowsOf(this.#db, sql, [at, id, at])).length;
  }

  async #findBy(columns: Readonly<Record<string, string>>): Promise<Service | null> {
    const row: ServiceRow | undefined = await this.#db('keyvault.services').where(columns).first();
    return row ? toService(row) : null;
  }
}
