import type { Knex } from 'knex';
import type { ServiceId, WebhookEndpointId } from '../../../domain/shared/ids.ts';
import type { WebhookEndpoint } from '../../../domain/webhooks/endpoint.ts';
import type { HeardType } from '../../../domain/webhooks/event.ts';
import type { WebhookSecret } from '../../../domain/webhooks/secret.ts';
import type { WebhookEndpoints } from '../../../domain/webhooks/webhook-stores.ts';
import { firstRow, rowsOf } from '../rows.ts';
import { type EndpointRow, fromEndpoint, type SecretRow, toEndpoint, toSecret } from './rows.ts';

export class PostgresWebhookEndpoints implements WebhookEndpoints {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async add(endpoint: WebhookEndpoint): Promise<void> {
    await this.#db('webhooks.endpoints').insert(fromEndpoint(endpoint));
  }

  async find(id: WebhookEndpointId): Promise<WebhookEndpoint | null> {
    const row = await firstRow<EndpointRow>(this.#db, 'select * from webhooks.endpoints where id = ?', [id]);
    return row && toEndpoint(row);
  }

  async lock(id: WebhookEndpointId): Promise<WebhookEndpoint | null> {
    const sql = 'select * from webhooks.endpoints where id = ? for no key update';
    const row = await firstRow<EndpointRow>(this.#db, sql, [id]);
    return row && toEndpoint(row);
  }

  async list(serviceId: ServiceId | null): Promise<WebhookEndpoint[]> {
    const sql = `select * from webhooks.endpoints where (?::uuid is null or service_id = ?::uuid)
                 order by created_at, id`;
    return (await rowsOf<EndpointRow>(this.#db, sql, [serviceId, serviceId])).map(toEndpoint);
  }

  async listListening(type: HeardType): Promise<WebhookEndpoint[]> {
    const sql = `select * from webhooks.endpoints where enabled and (events is null or ? = any(events))
                 order by created_at, id for key share`;
    return (await rowsOf<EndpointRow>(this.#db, sql, [type])).map(toEndpoint);
  }

  async save(endpoint: WebhookEndpoint): Promise<void> {
    const { id, service_id: _service, created_at: _made, ...changing } = fromEndpoint(endpoint);
    await this.#db('webhooks.endpoints').where({ id }).update(changing);
  }

  async remove(id: WebhookEndpointId): Promise<void> {
    await this.#db('webhooks.endpoints').where({ id }).delete();
  }

  async addSecret({ id, endpointId, sealed, createdAt, expiresAt }: WebhookSecret): Promise<void> {
    const row: SecretRow = { id, endpoint_id: endpointId, sealed, created_at: createdAt, expires_at: expiresAt };
    await this.#db('webhooks.secrets').insert(row);
  }

  async listSecrets(id: WebhookEndpointId): Promise<WebhookSecret[]> {
    const sql = 'select * from webhooks.secrets where endpoint_id = ? order by created_at desc, id desc';
    return (await rowsOf<SecretRow>(this.#db, sql, [id])).map(toSecret);
  }

  async endSecrets(id: WebhookEndpointId, at: Date): Promise<void> {
    const sql = `update webhooks.secrets set expires_at = ?
                 where endpoint_id = ? and (expires_at is null or expires_at > ?)`;
    await rowsOf(this.#db, sql, [at, id, at]);
  }

  async claimAlarm(id: WebhookEndpointId, at: Date): Promise<boolean> {
    const sql = 'update webhooks.endpoints set alarmed_at = ? where id = ? and alarmed_at is null returning 1';
    return (await rowsOf(this.#db, sql, [at, id])).length > 0;
  }

  async calm(id: WebhookEndpointId): Promise<void> {
    const sql = 'update webhooks.endpoints set alarmed_at = null where id = ? and alarmed_at is not null';
    await rowsOf(this.#db, sql, [id]);
  }
}
