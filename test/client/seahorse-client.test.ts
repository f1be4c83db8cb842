import { expect } from 'chai';
// As who installs the package imports it: built, by its name.
import { SeahorseClient, SeahorseProblem, SeahorseUnreachable } from 'hot-seahorse/client';
import { whileCollectingGarbage } from '../support/collect-garbage.ts';
import type { Person } from '../support/http/actors.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { rejectionOf } from '../support/rejection.ts';

const API = 'image.recognize';

describe('the client of the internal API', () => {
  const system = useTestSystem();
  let token: string;
  let person: Person;
  let api_key: string;
  let calls = 0;
  const newKey = () => `client-${++calls}`;
  const clientWith = (change: Partial<ConstructorParameters<typeof SeahorseClient>[0]> = {}) =>
    new SeahorseClient({ baseUrl: system().url, token, ...change });
  const balance = () => system().actors.balanceOf(person);

  before(async () => {
    const { actors } = system();
    token = await actors.aService();
    person = await actors.aPerson();
    await actors.aPaidOrder(person, 'points-50');
    api_key = (await actors.anApiKey(person)).token;
  });

  it('charges a call, and again by the same key gives the same answer', async () => {
    const client = clientWith();
    const before = await balance();
    const key = newKey();
    const first = await client.charge({ api_key, api: API }, key);
    expect(first).to.include({ allowed: true, points: 5, points_left: before - 5, replayed: false });
    expect(await client.charge({ api_key, api: API }, key)).to.deep.equal({ ...first, replayed: true });
    expect(await balance()).to.equal(before - 5);
  });

  it('gives a refusal as an answer, with what to do', async () => {
    const answer = await clientWith().charge({ api_key: 'mistyped', api: API }, newKey());
    expect(answer).to.include({ allowed: false, code: 'key_malformed' });
    expect(answer)
      .to.have.property('message')
      .that.matches(/Copy it again/);
  });

  it('throws a problem for a wrong request, and does not repeat it', async () => {
    let tries = 0;
    const client = clientWith({
      fetch: (...request) => {
        tries += 1;
        return fetch(...request);
      },
    });
    const error = await rejectionOf(client.charge({ api_key, api: 'no.such.api' }, newKey()));
    expect(error).to.be.instanceOf(SeahorseProblem).and.to.include({ status: 422, code: 'unknown_api' });
    expect(tries).to.equal(1);
  });

  it('says what got no answer again, under the same key: one effect', async () => {
    let tries = 0;
    const client = clientWith({
      fetch: async (...request) => {
        const answer = await fetch(...request);
        tries += 1;
        if (tries < 3) throw new TypeError('the answer was lost');
        return answer;
      },
    });
    const before = await balance();
    const answer = await client.charge({ api_key, api: API }, newKey());
    expect(answer).to.include({ allowed: true, replayed: true, points_left: before - 5 });
    expect([tries, await balance()]).to.deep.equal([3, before - 5]);
  });

  it('waits and comes again when the API is not there right now, and gives up in the end', async () => {
    let tries = 0;
    const away = async () => {
      tries += 1;
      return new Response('{"code":"database_unavailable"}', { status: 503, headers: { 'Retry-After': '0.01' } });
    };
    const client = clientWith({ fetch: away, retries: 2 });
    const error = await rejectionOf(client.charge({ api_key, api: API }, newKey()));
    expect(error).to.be.instanceOf(SeahorseUnreachable);
    expect(error.cause).to.include({ status: 503, code: 'database_unavailable' });
    expect(tries).to.equal(3);
  });

  it('does not wait for an answer for ever', async () => {
    const client = clientWith({
      ...{ timeoutMs: 50, retries: 0 },
      fetch: (_url, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
        }),
    });
    expect(await rejectionOf(client.readBalance('usr_1'))).to.be.instanceOf(SeahorseUnreachable);
  });

  it('says again what stopped in the middle of its answer, however much garbage is collected', async () => {
    let tries = 0;
    const client = clientWith({
      timeoutMs: 1_500,
      fetch: async (...request) => {
        const answer = await fetch(...request);
        tries += 1;
        if (tries > 1) return answer;
        const halves = new TransformStream();
        void halves.writable.getWriter().write(new Uint8Array(await answer.arrayBuffer()).subarray(0, 20));
        return new Response(halves.readable, answer);
      },
    });
    const before = await balance();
    const answer = await whileCollectingGarbage(() => client.charge({ api_key, api: API }, newKey()));
    expect(answer).to.include({ allowed: true, replayed: true, points_left: before - 5 });
    expect([tries, await balance()]).to.deep.equal([2, before - 5]);
  });

  it('charges many, previews, verifies, reverses, holds, captures, releases, and reads balances', async () => {
    const client = clientWith();
    const before = await balance();
    const item = { api_key, api: API };
    const [one, other] = await client.chargeBatch([
      { ...item, idempotency_key: newKey() },
      { ...item, api_key: 'mistyped', idempotency_key: newKey() },
    ]);
    expect([one?.allowed, other?.allowed]).to.deep.equal([true, false]);
    const preview = await client.preview(item, { explain: true });
    expect(preview).to.include({ allowed: true, dry_run: true, points_left: before - 10 });
    expect(preview.gates?.length).to.be.greaterThan(5);
    const checked = await client.verifyKey(item);
    expect(checked).to.include({ allowed: true, points_left: before - 5 });
    const usageId = one && 'usage_id' in one ? one.usage_id : expect.fail('no usage id');
    expect(await client.reverse(usageId, 'it failed')).to.include({ points: 5, points_left: before });
    const hold = await client.placeHold({ ...item, points: 20 }, newKey());
    if (!hold.allowed) expect.fail(hold.code);
    const userId = 'user_id' in checked ? checked.user_id : expect.fail('no owner');
    expect(await client.readBalance(userId)).to.include({ available: before - 20, held: 20 });
    expect(await client.captureHold(hold.hold_id, 7)).to.include({ points: 7, points_released: 13 });
    const second = await client.placeHold({ ...item, points: 20 }, newKey());
    if (!second.allowed) expect.fail(second.code);
    expect(await client.releaseHold(second.hold_id)).to.include({ points: 20, points_left: before - 7 });
  });

  it('maps users of its own, opens a checkout for one, and is told what becomes of it', async () => {
    const client = clientWith();
    expect(await client.findExternalUser('user 42&更多')).to.equal(null);
    const { user_id, created } = await client.mapExternalUser('user 42&更多');
    expect([created, await client.findExternalUser('user 42&更多')]).to.deep.equal([true, user_id]);
    const [wish, key] = [{ external_id: 'user 42&更多', package_ids: ['small'], metadata: { cart: '7' } }, newKey()];
    const { replayed, ...opened } = await client.openCheckout(wish, key);
    expect(opened).to.include({ user_id, status: 'open' });
    expect(await client.openCheckout(wish, key)).to.deep.equal({ ...opened, replayed: !replayed });
    const body = { package_id: 'small' };
    const sessionToken = new URL(opened.url).hash.slice('#token='.length);
    const { json: payment } = await system().call('/api/payment/create', { token: sessionToken, body });
    await system().phone.pay(payment.out_trade_no, { notify: false });
    await system().phone.deliver(payment.out_trade_no);
    const told = await client.readCheckout(opened.id);
    expect(told).to.deep.include({ status: 'paid', external_id: 'user 42&更多', metadata: { cart: '7' } });
    expect(told.order).to.include({ id: payment.order_id, package_code: 'small', points: 10 });
    expect(await rejectionOf(client.readCheckout('chk_1'))).to.include({ code: 'unknown_checkout_session' });
  });
});
