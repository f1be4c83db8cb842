import { expect } from 'chai';
import { aToken } from '../support/a-token.ts';
import type { Person } from '../support/http/actors.ts';
import { INSTANT } from '../support/http/dates.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { signedCall } from '../support/http/sign-request.ts';
import { type TestSystem, useTestSystem } from '../support/http/test-system.ts';

type Key = { readonly id: string; readonly token: string };
let calls = 0;

/** The code with which a call by this key is refused; null: it is not. */
async function refusalOf(system: TestSystem, key: Key, clientIp?: string): Promise<string | null> {
  calls += 1;
  const { json } = await system.call('/internal/v1/usage', {
    ...{ token: await system.actors.aService(), headers: { 'Idempotency-Key': `change-${calls}` } },
    body: { api_key: key.token, api: 'image.recognize', ...(clientIp && { client_ip: clientIp }) },
  });
  return json.allowed ? null : json.code;
}

const aCustomer = async ({ actors }: TestSystem): Promise<{ person: Person; key: Key }> => {
  const person = await actors.aPerson();
  await actors.aPaidOrder(person);
  return { person, key: await actors.anApiKey(person) };
};

/** What the audit log has of this, the newest first. */
const auditOf = ({ knex }: TestSystem, publicId: string) =>
  knex('audit.events')
    .whereRaw(`replace(subject_id, '-', '') = ?`, [publicId.slice(4)])
    .orderBy('id', 'desc');

describe('POST /api/v1/api-keys/:id/status', () => {
  const system = useTestSystem();
  const flip = (token: string | undefined, id: string, body: unknown = { enabled: false }) =>
    system().call(`/api/v1/api-keys/${id}/status`, { token, body });

  it('200 disables and enables, and doing it twice is no error', async () => {
    const person = await system().actors.aPerson();
    const { id } = await system().actors.anApiKey(person);
    for (const enabled of [false, false, true]) {
      const { status, json } = await flip(person.token, id, { enabled });
      expect([status, json]).to.deep.equal([200, { id, enabled }]);
    }
  });

  it('404 for the key of another user, which stays as it is', async () => {
    const { id } = await system().actors.anApiKey(await system().actors.aPerson());
    const { token } = await system().actors.aPerson();
    const before = await system().rowCounts();
    expectProblem(await flip(token, id), [404, 'unknown_api_key', 'zh'], ['ids']);
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  for (const id of [`key_${'0'.repeat(32)}`, `ord_${'0'.repeat(32)}`, "key_'; drop", '%E9%92%A5', 'key_%00']) {
    it(`404 for the id ${id}`, async () => {
      const { token } = await system().actors.aPerson();
      const answer = await flip(token, id);
      expectProblem(answer, [404, 'unknown_api_key', 'zh'], answer.json.ids ? ['ids'] : []);
    });
  }

  for (const body of [{}, { enabled: 'false' }, { enabled: null }, { enabled: true, name: 'x' }]) {
    it(`400 for ${JSON.stringify(body)}`, async () => {
      const person = await system().actors.aPerson();
      const { id } = await system().actors.anApiKey(person);
      const before = await system().rowCounts();
      expectProblem(await flip(person.token, id, body), [400, 'invalid_request', 'zh'], ['errors']);
      expect(await system().rowCounts()).to.deep.equal(before);
    });
  }

  it('401 without a session', async () => {
    expectProblem(await flip(undefined, `key_${'0'.repeat(32)}`), [401, 'session_missing', 'zh']);
  });
});

describe('POST /api/v1/api-keys/status', () => {
  const system = useTestSystem();
  const flip = (token: string, body: unknown) => system().call('/api/v1/api-keys/status', { token, body });

  it('200 disables several at once, and the next request with each of them is refused', async () => {
    const { person, key } = await aCustomer(system());
    const other = await system().actors.anApiKey(person);
    const { status, json } = await flip(person.token, { ids: [key.id, other.id, key.id], enabled: false });
    expect([status, json]).to.deep.equal([200, { ids: [key.id, other.id], enabled: false }]);
    for (const each of [key, other]) expect(await refusalOf(system(), each)).to.equal('key_disabled');
    await flip(person.token, { ids: [key.id], enabled: true });
    expect(await refusalOf(system(), key)).to.equal(null);
  });

  it('404 if one of them is not the user’s, and none is touched', async () => {
    const { person, key } = await aCustomer(system());
    const { key: foreign } = await aCustomer(system());
    const answer = await flip(person.token, { ids: [key.id, foreign.id], enabled: false });
    expectProblem(answer, [404, 'unknown_api_key', 'zh'], ['ids']);
    expect(answer.json.ids).to.deep.equal([foreign.id]);
    for (const each of [key, foreign]) expect(await refusalOf(system(), each)).to.equal(null);
  });

  it('409 for enabling more than twenty, and none is', async () => {
    const { person, key } = await aCustomer(system());
    const ids = [key.id];
    for (let made = 1; made < 20; made++) ids.push((await system().actors.anApiKey(person)).id);
    await flip(person.token, { ids: ids.slice(0, 2), enabled: false });
    await system().actors.anApiKey(person);
    expectProblem(await flip(person.token, { ids, enabled: true }), [409, 'too_many_keys', 'zh'], ['limit']);
    expect(await refusalOf(system(), key)).to.equal('key_disabled');
  });

  for (const body of [
    { ids: [], enabled: true },
    { ids: ['key_1'], enabled: true },
    { enabled: true },
    { ids: [null] },
  ]) {
    it(`400 for ${JSON.stringify(body)}`, async () => {
      const { token } = await system().actors.aPerson();
      expectProblem(await flip(token, body), [400, 'invalid_request', 'zh'], ['errors']);
    });
  }
});

describe('POST /api/v1/api-keys/delete', () => {
  const system = useTestSystem();
  const remove = (token: string | undefined, body: unknown) =>
    system().call('/api/v1/api-keys/delete', { token, body });
  const listed = async ({ token }: Person) =>
    (await system().call('/api/v1/api-keys', { token })).json.api_keys.map(({ id }: Key) => id);

  it('200 takes a key away for ever: the next request with it is refused as if it never was', async () => {
    const { person, key } = await aCustomer(system());
    expect(await refusalOf(system(), key)).to.equal(null);
    const { status, json } = await remove(person.token, { id: key.id });
    expect([status, json]).to.deep.equal([200, { deleted: [key.id] }]);
    expect(await refusalOf(system(), key)).to.equal('key_unknown');
    expect(await listed(person)).to.deep.equal([]);
  });

  it('200 for several at once, and for the same again', async () => {
    const { person, key } = await aCustomer(system());
    const [other, kept] = [await system().actors.anApiKey(person), await system().actors.anApiKey(person)];
    const ids = [key.id, other.id];
    for (const _ of ['first', 'again']) {
      const { status, json } = await remove(person.token, { ids });
      expect([status, json]).to.deep.equal([200, { deleted: ids }]);
    }
    expect(await listed(person)).to.deep.equal([kept.id]);
    expect(await auditOf(system(), key.id)).to.have.length(2);
  });

  it('200 leaves the credential nowhere, and what it has paid for in the books, under its name', async () => {
    const { person, key } = await aCustomer(system());
    await refusalOf(system(), key);
    await remove(person.token, { id: key.id });
    const uuid = key.id.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    const row = await system().knex('keyvault.api_keys').where({ id: uuid }).first();
    expect(row).to.include({ digest: null, enabled: false });
    const statement = await system().call('/api/v1/points/statement?kind=consume', { token: person.token });
    expect(statement.json.lines[0].reason).to.include({ key_id: key.id, key_name: 'test' });
    const [deleted] = await auditOf(system(), key.id);
    expect(deleted).to.include({ action: 'key.deleted', actor_kind: 'user', after: null });
    expect(deleted.before).to.include({ enabled: true });
  });

  it('200 does not stop what was deleted from being given back', async () => {
    const { person, key } = await aCustomer(system());
    const service = await system().actors.aService();
    const headers = { 'Idempotency-Key': 'given-back' };
    const body = { api_key: key.token, api: 'image.recognize' };
    const charged = await system().call('/internal/v1/usage', { token: service, headers, body });
    await remove(person.token, { id: key.id });
    const path = `/internal/v1/usage/${charged.json.usage_id}/reverse`;
    expect((await system().call(path, { token: service, body: {} })).json).to.include({ reversed: true, points: 5 });
  });

  it('404 for a key of somebody else, beside one of the user’s: neither is touched', async () => {
    const { person, key } = await aCustomer(system());
    const { key: foreign } = await aCustomer(system());
    const answer = await remove(person.token, { ids: [key.id, foreign.id] });
    expectProblem(answer, [404, 'unknown_api_key', 'zh'], ['ids']);
    expect(answer.json.ids).to.deep.equal([foreign.id]);
    for (const each of [key, foreign]) expect(await refusalOf(system(), each)).to.equal(null);
  });

  it('404 for somebody else’s key that was deleted', async () => {
    const { person, key } = await aCustomer(system());
    await remove(person.token, { id: key.id });
    const { token } = await system().actors.aPerson();
    expectProblem(await remove(token, { id: key.id }), [404, 'unknown_api_key', 'zh'], ['ids']);
  });

  for (const body of [{}, { ids: [] }, { id: 'key_1' }, { ids: [7] }, { id: `key_${'0'.repeat(32)}`, ids: [] }]) {
    it(`400 for ${JSON.stringify(body).slice(0, 40)}`, async () => {
      const { token } = await system().actors.aPerson();
      expectProblem(await remove(token, body), [400, 'invalid_request', 'zh'], ['errors']);
    });
  }

  it('401 without a session', async () => {
    expectProblem(await remove(undefined, { id: `key_${'0'.repeat(32)}` }), [401, 'session_missing', 'zh']);
  });
});

describe('PUT /api/v1/api-keys/:id', () => {
  const system = useTestSystem();
  const change = (token: string | undefined, id: string, body: unknown) =>
    system().call(`/api/v1/api-keys/${id}`, { token, body, method: 'PUT' });

  it('200 changes what is named and leaves the rest', async () => {
    const { person, key } = await aCustomer(system());
    const before = (await change(person.token, key.id, { name: '改名' })).json;
    expect(before).to.include({ id: key.id, name: '改名', scope: 'all' });
    const limits = { rate_limit: { calls: 2, seconds: 60 }, daily_budget: 50 };
    const { status, json } = await change(person.token, key.id, limits);
    expect(status).to.equal(200);
    expect(json).to.deep.equal({ ...before, ...limits, spendable_points: 50 });
    expect(json).not.to.have.property('token');
    const open = await change(person.token, key.id, { rate_limit: null, daily_budget: null });
    expect(open.json).to.deep.equal(before);
  });

  it('200 narrows scope and networks, which holds for the next request', async () => {
    const { person, key } = await aCustomer(system());
    expect(await refusalOf(system(), key)).to.equal(null);
    await change(person.token, key.id, { networks: ['10.0.0.0/8', '2001:db8::/32'] });
    expect(await refusalOf(system(), key)).to.equal('client_ip_missing');
    expect(await refusalOf(system(), key, '203.0.113.7')).to.equal('ip_not_allowed');
    for (const ip of ['10.9.8.7', '::ffff:10.9.8.7', '2001:db8:0::1']) {
      expect(await refusalOf(system(), key, ip)).to.equal(null);
    }
    await change(person.token, key.id, { scope: ['text.moderate'] });
    expect(await refusalOf(system(), key, '10.9.8.7')).to.equal('scope_missing');
  });

  it('200 writes who changed what into the audit log, once, with the request', async () => {
    const { person, key } = await aCustomer(system());
    const body = { name: '新名字', total_budget: 9 };
    for (const _ of ['changes', 'changes nothing']) {
      await system().call(`/api/v1/api-keys/${key.id}`, {
        ...{ token: person.token, body, method: 'PUT', headers: { 'X-Request-Id': 'change-it-now' } },
      });
    }
    const [changed, issued, ...others] = await auditOf(system(), key.id);
    expect(others).to.deep.equal([]);
    expect(issued).to.include({ action: 'key.issued', before: null });
    expect(changed).to.include({ action: 'key.changed', actor_kind: 'user', request_id: 'change-it-now' });
    expect(changed.before).to.include({ total_budget: null });
    expect(changed.after).to.include({ renamed: true, total_budget: '9' });
    expect(JSON.stringify(changed)).not.to.include('新名字');
  });

  it('404 for the key of somebody else', async () => {
    const { key } = await aCustomer(system());
    const { token } = await system().actors.aPerson();
    expectProblem(await change(token, key.id, { name: 'mine' }), [404, 'unknown_api_key', 'zh'], ['ids']);
  });

  it('422 for a scope that is not sold', async () => {
    const { person, key } = await aCustomer(system());
    expectProblem(await change(person.token, key.id, { scope: ['no.such'] }), [422, 'unknown_scope', 'zh'], ['api']);
  });

  for (const body of [{}, { name: '' }, { enabled: false }, { scope: [] }, { networks: [] }, { rate_limit: 5 }]) {
    it(`400 for ${JSON.stringify(body)}`, async () => {
      const { person, key } = await aCustomer(system());
      expectProblem(await change(person.token, key.id, body), [400, 'invalid_request', 'zh'], ['errors']);
    });
  }
});

describe('POST /api/v1/api-keys/:id/rotate', () => {
  const system = useTestSystem();
  const rotate = (token: string, id: string, body: unknown = {}) =>
    system().call(`/api/v1/api-keys/${id}/rotate`, { token, body });

  it('201 gives another key with the same terms; the one before counts until the end of the grace', async () => {
    const person = (await aCustomer(system())).person;
    const key = await system().actors.anApiKey(person, { name: '生产', scope: ['image.recognize'], total_budget: 12 });
    await refusalOf(system(), key);
    const { status, json } = await rotate(person.token, key.id, { grace_seconds: 60, lifetime_months: 1 });
    expect(status).to.equal(201);
    expect(json).to.deep.include({ name: '生产', scope: ['image.recognize'], total_budget: 12, status: 'active' });
    // What was spent counts on.
    expect(json).to.include({ points_total: 5, spendable_points: 7, calls_today: 0 });
    expect(json.id).not.to.equal(key.id);
    expect(json.token).to.match(/^sk_live_/);
    expect(json.earlier.id).to.equal(key.id);
    expect(json.earlier.expires_at).to.match(INSTANT);
    expect(Date.parse(json.earlier.expires_at) - Date.now()).to.be.within(50_000, 61_000);
    for (const each of [key, json]) expect(await refusalOf(system(), each)).to.equal(null);
    const { json: list } = await system().call('/api/v1/api-keys?status=rotated', { token: person.token });
    expect(list.api_keys).to.have.length(1);
    expect(list.api_keys[0]).to.include({ id: key.id, successor_id: json.id });
  });

  it('201 without a grace ends the one before at once', async () => {
    const { person, key } = await aCustomer(system());
    const { json } = await rotate(person.token, key.id, { grace_seconds: 0 });
    expect(await refusalOf(system(), key)).to.equal('key_expired');
    const { json: list } = await system().call('/api/v1/api-keys?status=rotated', { token: person.token });
    expect(list.api_keys.map(({ id }: { id: string }) => id)).to.deep.equal([key.id]);
    expect(await refusalOf(system(), json)).to.equal(null);
  });

  it('201 without a grace: switched on again, the one before has expired all the same', async () => {
    const { person, key } = await aCustomer(system());
    await rotate(person.token, key.id, { grace_seconds: 0 });
    const on = { token: person.token, body: { enabled: true } };
    expect(await system().call(`/api/v1/api-keys/${key.id}/status`, on)).to.have.property('status', 200);
    expect(await refusalOf(system(), key)).to.equal('key_expired');
  });

  it('201 never lets the one before outlive its own expiry', async () => {
    const { person, key } = await aCustomer(system());
    const expires = new Date(Date.now() + 5_000);
    await system().knex('keyvault.api_keys').update({ expires_at: expires });
    const { json } = await rotate(person.token, key.id, { grace_seconds: 86_400 });
    expect(json.earlier.expires_at).to.equal(expires.toISOString());
  });

  it('409 for a key that has been rotated, is disabled or has expired', async () => {
    const { person, key } = await aCustomer(system());
    await rotate(person.token, key.id);
    const rotated = await rotate(person.token, key.id);
    expectProblem(rotated, [409, 'key_not_rotatable', 'zh'], ['key_status']);
    expect(rotated.json.key_status).to.equal('rotated');
    const off = await system().actors.anApiKey(person);
    await system().call(`/api/v1/api-keys/${off.id}/status`, { token: person.token, body: { enabled: false } });
    expect((await rotate(person.token, off.id)).json.key_status).to.equal('disabled');
  });

  it('404 for the key of somebody else', async () => {
    const { key } = await aCustomer(system());
    const { token } = await system().actors.aPerson();
    expectProblem(await rotate(token, key.id), [404, 'unknown_api_key', 'zh'], ['ids']);
  });

  for (const body of [{ grace_seconds: -1 }, { grace_seconds: 2_592_001 }, { lifetime_months: 2 }, { name: 'x' }]) {
    it(`400 for ${JSON.stringify(body)}`, async () => {
      const { person, key } = await aCustomer(system());
      expectProblem(await rotate(person.token, key.id, body), [400, 'invalid_request', 'zh'], ['errors']);
    });
  }
});

describe('the keys of a user, dealt with by a service that names him', () => {
  const system = useTestSystem();
  const call = (token: string, userId: string | null, path = '', body?: unknown) => {
    const [at, query] = `/api/v1/api-keys${path}`.split('?');
    const parts = [query, userId && `user_id=${userId}`].filter(Boolean).join('&');
    return system().call(parts ? `${at}?${parts}` : (at as string), { token, body });
  };

  it('200 through all four interfaces, and the audit log names both', async () => {
    const { person } = await aCustomer(system());
    const service = await system().actors.aService({ operations: ['keys'] });
    const made = await call(service, person.id, '', { name: 'by a service' });
    expect(made.status).to.equal(201);
    const { json } = await call(service, person.id, '?name=by a service');
    expect(json.api_keys.map(({ id }: Key) => id)).to.deep.equal([made.json.id]);
    expect((await call(service, person.id, `/${made.json.id}/status`, { enabled: false })).status).to.equal(200);
    expect(await refusalOf(system(), made.json)).to.equal('key_disabled');
    expect((await call(service, person.id, '/delete', { id: made.json.id })).status).to.equal(200);
    const events = await auditOf(system(), made.json.id);
    expect(events.map(({ action }) => action)).to.deep.equal(['key.deleted', 'key.disabled', 'key.issued']);
    for (const event of events) {
      expect(event).to.include({ actor_kind: 'service' });
      expect(event.on_behalf_of.replaceAll('-', '')).to.equal(person.id.slice(4));
    }
  });

  it('404 for a key of another user than the one it names', async () => {
    const { key } = await aCustomer(system());
    const other = await system().actors.aPerson();
    const answer = await call(await system().actors.aService(), other.id, '/delete', { id: key.id });
    expectProblem(answer, [404, 'unknown_api_key', 'en'], ['ids']);
  });

  it('400 when it names nobody, 404 when there is nobody of that name', async () => {
    const token = await system().actors.aService();
    expectProblem(await call(token, null), [400, 'user_not_named', 'en']);
    for (const id of [`usr_${'0'.repeat(32)}`, 'usr_1', 'everybody']) {
      expectProblem(await call(token, id), [404, 'unknown_user', 'en']);
    }
  });

  it('403 for a service that may not, or may not from here', async () => {
    const { person } = await aCustomer(system());
    const may = await system().actors.aService({ operations: ['usage', 'verify'] });
    expectProblem(await call(may, person.id), [403, 'operation_not_granted', 'en']);
    const elsewhere = await system().actors.aService({ networks: ['203.0.113.0/24' as never] });
    expectProblem(await call(elsewhere, person.id), [403, 'network_not_allowed', 'en']);
  });

  it('401 for a token of no service', async () => {
    const { person } = await aCustomer(system());
    for (const token of [aToken('ss_live_'), 'ss_live_x']) {
      expectProblem(await call(token, person.id), [401, 'service_token_unknown', 'en']);
    }
  });

  it('401 for a service that has to sign and does not; 201 once it does', async () => {
    const { person } = await aCustomer(system());
    const signer = await system().actors.aSigner({ requiresSignature: true });
    const body = { name: 'signed' };
    expectProblem(await call(signer.token, person.id, '', body), [401, 'signature_required', 'en']);
    const path = `/api/v1/api-keys?user_id=${person.id}`;
    const signed = { ...signedCall(signer, { path, body }), token: signer.token };
    const other = await system().actors.aPerson();
    const elsewhere = path.replace(person.id, other.id);
    expectProblem(await system().call(elsewhere, signed), [401, 'signature_wrong', 'en'], ['reason']);
    expect((await system().call(path, signed)).status).to.equal(201);
  });

  it('names nobody else for a user, whose own keys they are', async () => {
    const { person, key } = await aCustomer(system());
    const other = await system().actors.aPerson();
    const { json } = await call(person.token, other.id);
    expect(json.api_keys.map(({ id }: Key) => id)).to.deep.equal([key.id]);
  });
});

describe('the routes of keys', () => {
  const system = useTestSystem();
  const send = (token: string | undefined) => system().call('/api/v1/api-keys', { token, raw: '{"name": ' });

  it('speak Chinese to users and English to services, also where the body cannot be read', async () => {
    const { token } = await system().actors.aPerson();
    expectProblem(await send(token), [400, 'malformed_json', 'zh']);
    expectProblem(await send(undefined), [400, 'malformed_json', 'zh']);
    expectProblem(await send(`ss_live_${'0'.repeat(39)}`), [400, 'malformed_json', 'en']);
  });
});
