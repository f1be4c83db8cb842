import { expect } from 'chai';
import type { Knex } from 'knex';
import { parseId } from '../../src/adapters/http/public-id.ts';
import type { UserId } from '../../src/domain/shared/ids.ts';
import type { Person } from '../support/http/actors.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { anInvoiceNumber } from '../support/invoices.ts';
import { noteSecretsIn } from '../support/leaks/note.ts';
import { WebhookReceiver } from '../support/webhook-receiver.ts';

const NICKNAME = '海马小明🐴';
const KEPT = {
  ...{ kind: 'company', name: '海马开票有限公司', email: 'issued@example.com', taxpayer_number: '9144030071526726XG' },
  ...{ bank_name: '深圳海马银行', bank_account: '6222 1111 2222', address: '海马路 1 号', phone: '0755-11112222' },
};
/** What a backend service calls him, and notes beside. */
const AT_A_SISTER = { externalId: 'xiaoming@sister.example', note: 'the-cart-of-xiaoming' };
const FORGOTTEN = { kind: 'personal', name: '王小明本人', email: 'private@example.com' };

/** What of a person stays where, and why. Anything else that is found is a defect. */
const STAYS: Readonly<Record<string, readonly [what: string, why: string]>> = {
  'audit.events.after': ['network', 'from where a key could be used: whoever looks into a misuse asks for that'],
  'ordering.payment_attempts.payer_openid': ['openid', 'whom a refund goes back to; part of the record of a payment'],
  'ordering.payment_attempts.request_body': [
    'openid',
    'what WeChat was asked, byte for byte; a repetition must be the same',
  ],
  'ordering.payment_inbox.content': ['openid', 'what WeChat said of a payment: the voucher of the entry in the books'],
  'ordering.payment_inbox.subject': ['openid', 'the same, as it was understood'],
  'ordering.invoices.title': ['issued title', 'an invoice that was issued is kept as the tax law demands'],
};

type Column = { readonly table: string; readonly column: string };

describe('an account that has been closed', () => {
  const system = useTestSystem();
  let person: Person;
  let unionid: string;
  let traces: Readonly<Record<string, string>>;
  let full: readonly string[];
  let receiver: WebhookReceiver;

  before(async () => {
    receiver = await WebhookReceiver.start();
    person = await somebodyWithAPast();
    const { knex } = system();
    const row = await knex('identity.wechat_identities').where({ openid: person.openid }).first();
    unionid = row.unionid;
    noteSecretsIn({ unionid });
    traces = {
      ...{ nickname: NICKNAME, openid: person.openid, unionid, 'name of a key': '小明的钥匙', network: '203.0.113.7' },
      ...{ device: 'iPhone-of-xiaoming', 'name at a service': AT_A_SISTER.externalId, note: AT_A_SISTER.note },
      ...textsOf('issued title', KEPT),
      ...textsOf('other title', FORGOTTEN),
    };
    full = await found(knex, traces);
    const body = { confirm: '注销', waive_points: true };
    const { status, text } = await system().call('/api/v1/me/closing', { token: person.token, body });
    expect(status, text).to.equal(200);
    await system().advance(7 * 86_400 + 60);
    await system().sweep('close-accounts');
  });

  after(() => receiver.stop());

  it('was full of what its user had written, and what WeChat calls him', () => {
    for (const what of Object.keys(traces)) {
      expect(
        full.some((each) => each.endsWith(`: ${what}`)),
        what,
      ).to.equal(true);
    }
  });

  it('was told of at the sister, in a column of the webhooks', () => {
    expect(full).to.include.members([
      'webhooks.deliveries.external_id: name at a service',
      'webhooks.deliveries.metadata: note',
    ]);
  });

  it('leaves nothing of that in any column of any table but these, each for its reason', async () => {
    expect(await found(system().knex, traces)).to.deep.equal(
      Object.entries(STAYS)
        .flatMap(([column, [what]]) =>
          what === 'issued title'
            ? Object.keys(textsOf(what, KEPT)).map((part) => `${column}: ${part}`)
            : [`${column}: ${what}`],
        )
        .sort(),
    );
  });

  it('would be caught if it left something anywhere', async () => {
    const { knex } = system();
    const planted: Readonly<Record<string, string>> = {
      'identity.users.nickname: nickname': `update identity.users set nickname = 'x${NICKNAME}' where nickname = '已注销用户'`,
      'audit.events.after: unionid': `insert into audit.events (id, at, actor_kind, action, subject_kind, subject_id, after)
        values (gen_random_uuid(), now(), 'system', 'x', 'user', 'x', '{"deep": [{"unionid": "${unionid}"}]}')`,
      'keyvault.api_keys.scope: openid': `update keyvault.api_keys set scope = array['${person.openid}']`,
    };
    // The audit log forgets nothing, but what was never committed.
    const trx = await knex.transaction();
    for (const [where, sql] of Object.entries(planted)) {
      expect(await found(trx, traces)).not.to.include(where);
      await trx.raw(sql);
      expect(await found(trx, traces)).to.include(where);
    }
    await trx.rollback();
  });

  /** Bought, had two invoices of which one was issued, a key, sessions, and a name of his own. */
  async function somebodyWithAPast(): Promise<Person> {
    const { actors, call, knex, phone } = system();
    const somebody = await actors.aPerson();
    const userId = parseId<UserId>('usr', somebody.id) as UserId;
    const { code } = await phone.login(somebody.name, { unionid: true });
    const { json } = await call('/api/v1/session', { body: { code, device: 'iPhone-of-xiaoming' } });
    await knex('identity.users').where({ id: userId }).update({ nickname: NICKNAME });
    const { token } = somebody;
    const invoices: string[] = [];
    for (const title of [KEPT, FORGOTTEN]) {
      const order = await actors.aPaidOrder(somebody, 'points-10');
      const { id } = (await call('/api/v1/invoice-titles', { token, body: title })).json;
      const body = { order_id: order.id, title_id: id };
      invoices.push((await call('/api/v1/invoices', { token, body })).json.id);
    }
    await issue(knex, invoices[0] as string);
    await call(`/api/v1/invoices/${invoices[1]}/cancel`, { token, method: 'POST' });
    await buyAtASister(userId);
    const key = await actors.anApiKey(somebody, { name: '小明的钥匙', networks: ['203.0.113.7'] });
    expect([key.token, json.token]).to.have.length(2);
    return { ...somebody, token: json.token };
  }

  /** In a checkout of hers, of which she hears by webhook. */
  async function buyAtASister(userId: UserId): Promise<void> {
    const { application, call, knex, phone, sweep } = system();
    const created = await application.createService('sister');
    if (created.kind !== 'created') throw new Error(created.kind);
    const { token, service } = created;
    const wish = { serviceName: 'sister', url: `${receiver.url}/`, events: 'all', audience: 'own' } as const;
    await application.addWebhookEndpoint(wish);
    const { externalId, note } = AT_A_SISTER;
    const mapping = { service_id: service.id, external_id: externalId, user_id: userId, created_at: new Date() };
    await knex('identity.external_users').insert(mapping);
    const body = { external_id: externalId, metadata: { note } };
    const opened = await call('/internal/v1/checkout-sessions', { token, body, headers: { 'Idempotency-Key': 'one' } });
    const session = new URL(opened.json.url).hash.slice('#token='.length);
    const payment = await call('/api/payment/create', { token: session, body: { package_id: 'small' } });
    await phone.pay(payment.json.out_trade_no, { notify: false });
    await phone.deliver(payment.json.out_trade_no);
    await sweep('relay-webhooks');
    expect(receiver.received.map((got) => got.body).join())
      .to.include(externalId)
      .and.to.include(note);
  }
});

/** At the tax office, and here. */
async function issue(knex: Knex, invoice: string): Promise<void> {
  const row = { status: 'issued', number: anInvoiceNumber(), issued_at: new Date(), issued_by: 'li' };
  await knex('ordering.invoices')
    .where({ id: parseId('inv', invoice) })
    .update(row);
}

const textsOf = (what: string, { kind: _, ...title }: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(title).map(([name, text]) => [`${what}, ${name}`, text]));

/** Every column of every table that can hold text, and which of these texts it holds: `identity.users.nickname: nickname`. */
async function found(knex: Knex, texts: Readonly<Record<string, string>>): Promise<string[]> {
  const all: string[] = [];
  for (const { table, column } of await textColumns(knex)) {
    const sql = `select ${Object.keys(texts).map((_, nth) => `bool_or(position(:t${nth} in "${column}"::text) > 0) as "t${nth}"`)}
                 from ${table}`;
    const values = Object.fromEntries(Object.values(texts).map((text, nth) => [`t${nth}`, text]));
    const row = ((await knex.raw(sql, values)) as { rows: Record<string, boolean | null>[] }).rows[0] ?? {};
    for (const [nth, what] of Object.keys(texts).entries()) {
      if (row[`t${nth}`]) all.push(`${table}.${column}: ${what}`);
    }
  }
  return all.sort();
}

async function textColumns(knex: Knex): Promise<Column[]> {
  const { rows } = (await knex.raw(
    `select format('%I.%I', c.table_schema, c.table_name) as "table", c.column_name as "column"
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where t.table_type = 'BASE TABLE' and c.table_schema !~ '^(pg_|information_schema$)'
       and c.data_type in ('text', 'character varying', 'character', 'json', 'jsonb', 'xml', 'ARRAY', 'inet', 'cidr', 'USER-DEFINED', 'name')
     order by 1, 2`,
  )) as { rows: Column[] };
  if (rows.length < 50) throw new Error(`${rows.length} columns cannot be all`);
  return rows;
}
