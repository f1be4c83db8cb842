import { expect } from 'chai';
import { createClient } from '../../miniprogram/app/api/client.ts';
import type { Answer, Phone, Sent } from '../../miniprogram/app/api/ports.ts';
import { ApiProblem, OfflineError, textOf } from '../../miniprogram/app/api/problems.ts';

const OK: Answer = { status: 200, body: { available: 600 } };
const EXPIRED: Answer = { status: 401, body: { code: 'session_expired' } };

type Reply = (request: Sent) => Answer | 'offline' | 'timeout';

/** A phone whose server gives tokens `token-1`, `token-2` …, and answers everything else as told. */
function aPhone(reply: Reply) {
  const sent: Sent[] = [];
  const kept = new Map<string, string>();
  let logins = 0;
  const phone: Phone = {
    send: async (request) => {
      sent.push(request);
      if (request.url.endsWith('/session')) return { status: 201, body: { token: `token-${++logins}` } };
      const answer = reply(request);
      if (typeof answer !== 'string') return answer;
      throw new OfflineError(answer === 'timeout' ? 'request:fail timeout' : 'request:fail');
    },
    storage: {
      read: (key) => kept.get(key) ?? '',
      write: (key, value) => void kept.set(key, value),
      remove: (key) => void kept.delete(key),
    },
    upload: () => Promise.reject(new Error('nothing is uploaded here')),
    platform: () => 'ios',
    device: () => 'iPhone 15',
    loginCode: async () => 'code',
  };
  const paths = () => sent.map(({ method, url }) => `${method} ${url.replace(/^.*\/api\/v1/, '')}`);
  return { client: createClient(phone), sent, paths, kept, logins: () => logins };
}

const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

describe('the client', () => {
  it('signs in before the first request, once, and keeps the token', async () => {
    const { client, paths, sent } = aPhone(() => OK);
    await client.get('/balance');
    await client.get('/balance');
    expect(paths()).to.deep.equal(['POST /session', 'GET /balance', 'GET /balance']);
    expect(sent[0]?.body).to.deep.equal({ code: 'code', device: 'iPhone 15' });
    expect(sent[2]?.headers).to.deep.equal({ 'X-Client-Platform': 'ios', Authorization: 'Bearer token-1' });
  });

  it('signs in once for requests that begin together', async () => {
    const { client, logins } = aPhone(() => OK);
    await Promise.all([client.get('/me'), client.get('/balance'), client.get('/apis')]);
    expect(logins()).to.equal(1);
  });

  it('renews an expired session once, however many requests meet it, and repeats them', async () => {
    const { client, logins, kept } = aPhone(({ headers }) =>
      headers['Authorization'] === 'Bearer token-1' ? EXPIRED : OK,
    );
    await Promise.all([client.get('/me'), client.get('/balance'), client.post('/orders')]);
    expect(logins()).to.equal(2);
    expect([...kept.values()]).to.deep.equal(['token-2']);
  });

  it('does not go on renewing when the new session is refused as well', async () => {
    const { client, logins } = aPhone(() => EXPIRED);
    expect(await rejection(client.get('/me')))
      .to.be.instanceOf(ApiProblem)
      .and.include({ status: 401 });
    expect(logins()).to.equal(2);
  });

  it('reads once more where nothing came back', async () => {
    let tries = 0;
    const { client } = aPhone(() => (++tries === 1 ? 'offline' : OK));
    expect(await client.get('/balance')).to.deep.equal(OK.body);
  });

  it('gives up reading after the second time', async () => {
    const { client, paths } = aPhone(() => 'timeout');
    expect(await rejection(client.get('/balance')))
      .to.be.instanceOf(OfflineError)
      .and.include({ timedOut: true });
    expect(paths().slice(1)).to.deep.equal(['GET /balance', 'GET /balance']);
  });

  it('never repeats what changes something', async () => {
    const { client, paths } = aPhone(() => 'offline');
    expect(await rejection(client.post('/orders', {}))).to.be.instanceOf(OfflineError);
    expect(paths().slice(1)).to.deep.equal(['POST /orders']);
  });

  it('tells a refusal with its code, its texts and what comes with it', async () => {
    const body = {
      type: '/x',
      title: '数量已达上限',
      detail: '请先删除',
      status: 409,
      code: 'too_many_keys',
      limit: 20,
    };
    const { client } = aPhone(() => ({ status: 409, body }));
    const problem = await rejection(client.post('/api-keys'));
    expect(problem).to.include({ code: 'too_many_keys', title: '数量已达上限', detail: '请先删除', status: 409 });
    expect((problem as ApiProblem).extra).to.deep.equal({ limit: 20 });
    expect(textOf(problem)).to.equal('数量已达上限');
  });

  it('reads nothing where an id is missing', async () => {
    const { client, sent } = aPhone(() => OK);
    for (const path of ['/orders/', '/orders//check', '/orders/?limit=1']) {
      expect(await rejection(client.get(path)), path).to.include({ status: 404, title: '内容不存在' });
    }
    expect(sent).to.deep.equal([]);
  });

  it('has words for an answer that is no problem document', async () => {
    const { client } = aPhone(() => ({ status: 502, body: '<html>' }));
    expect(await rejection(client.get('/me'))).to.include({ code: 'unknown', title: '服务暂时不可用' });
  });

  it('leaves out of a query what is not given', async () => {
    const { client, paths } = aPhone(() => OK);
    await client.get('/orders', { status: undefined, cursor: null, limit: 20, name: '我的 Key' });
    expect(paths()[1]).to.equal('GET /orders?limit=20&name=%E6%88%91%E7%9A%84%20Key');
  });

  it('signs in anew after the session was forgotten', async () => {
    const { client, logins } = aPhone(() => OK);
    await client.get('/me');
    client.forgetSession();
    await client.get('/me');
    expect(logins()).to.equal(2);
  });
});
