import { expect } from 'chai';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';

describe('a request to nowhere', () => {
  const system = useTestSystem();

  const nowhere: readonly (readonly [method: string, path: string, 'en' | 'zh'])[] = [
    ['GET', '/', 'en'],
    ['GET', '/api/v1', 'zh'],
    ['GET', '/api/v1/nothing', 'zh'],
    ['GET', '/api/v2/packages', 'en'],
    ['GET', '/internal/v1/nothing', 'en'],
    ['GET', '/api/webhook/wechat', 'en'],
    ['POST', '/api/webhook/wechat/more', 'en'],
    ['POST', '/api/v1/packages', 'zh'],
    ['GET', '/api/v1/session', 'zh'],
    ['DELETE', '/api/v1/api-keys', 'zh'],
    ['PATCH', '/api/v1/orders', 'zh'],
    ['PUT', '/internal/v1/usage', 'en'],
    ['GET', '/internal/v1/usage', 'en'],
    ['GET', '/api/payment', 'zh'],
    ['GET', '/api/payment/create', 'zh'],
    ['POST', '/api/payment/query', 'zh'],
    ['POST', '/livez', 'en'],
    ['POST', '/docs/errors', 'en'],
    ['GET', '/docs/nothing', 'en'],
    ['GET', '/docs/zh/nothing', 'en'],
    ['GET', '/docs/README', 'en'],
    ['GET', '/docs/assets/docs.css', 'en'],
    ['GET', '/docs/assets/docs.000000000000.css', 'en'],
    ['GET', '/docs/assets/..%2fdocs.css', 'en'],
    ['GET', '/.git/config', 'en'],
    ['GET', '/docs/../../../etc/passwd', 'en'],
  ];
  for (const [method, path, language] of nowhere) {
    it(`${method} ${path} is 404`, async () => {
      expectProblem(await system().call(path, { method }), [404, 'not_found', language]);
    });
  }

  for (const path of ['/api/v1/orders/%', '/api/v1/orders/ord_%ff']) {
    it(`GET ${path}, which cannot be decoded, is 404`, async () => {
      expectProblem(await system().call(path), [404, 'not_found', 'zh']);
    });
  }
});

describe('the id of a request', () => {
  const system = useTestSystem();
  const idOf = async (given?: string) => {
    const headers = given === undefined ? {} : { 'X-Request-Id': given };
    const answer = await system().call('/api/v1/me', { headers });
    expectProblem(answer, [401, 'session_missing', 'zh']);
    return answer.headers.get('x-request-id');
  };

  for (const harmless of ['0190c7a4-7f1e-7000-8000-000000000000', 'trace:1.2_3-abc', 'x'.repeat(128)]) {
    it(`is the caller's own "${harmless.slice(0, 40)}"`, async () => {
      expect(await idOf(harmless)).to.equal(harmless);
    });
  }

  for (const harmful of [
    'short',
    'x'.repeat(129),
    '<script>alert(1)</script>',
    'two words here',
    'caf\u00e9-caf\u00e9',
    '{"a":"12345"}',
  ]) {
    it(`is a new one instead of "${harmful.slice(0, 40)}"`, async () => {
      expect(await idOf(harmful)).to.match(/^[0-9a-f-]{36}$/);
    });
  }

  it('differs from request to request', async () => {
    expect(await idOf()).not.to.equal(await idOf());
  });
});

describe('every answer', () => {
  const system = useTestSystem();

  for (const path of ['/livez', '/docs/errors', '/api/v1/packages', '/nothing']) {
    it(`of ${path} carries a request id and does not tell what serves it`, async () => {
      const { headers } = await system().call(path);
      expect(headers.get('x-request-id')).to.match(/^[0-9a-f-]{36}$/);
      expect(headers.has('x-powered-by')).to.equal(false);
      expect(headers.has('etag')).to.equal(false);
    });
  }

  for (const path of ['/api/v1/packages', '/api/v1/me', '/internal/v1/usage', '/nothing']) {
    it(`of ${path} is kept by no cache`, async () => {
      expect((await system().call(path)).headers.get('cache-control')).to.equal('no-store');
    });
  }
});
