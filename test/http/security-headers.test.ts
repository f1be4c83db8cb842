import { request } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { expect } from 'chai';
import { headersOf } from '../../src/adapters/http/guard-responses.ts';
import { useTestSystem } from '../support/http/test-system.ts';

const AT_REST = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const ONE_YEAR = 31_536_000;

describe('What every response tells a browser', () => {
  const system = useTestSystem({ preview: true });

  const PLACES = ['/api/v1/packages', '/api/v1/balance', '/api/payment/packages', '/internal/v1/openapi.json'];
  for (const at of [...PLACES, '/livez', '/nowhere', '/api/v1/orders/ord_nothing']) {
    it(`${at} is what it says it is, and nothing of it runs, shows in a frame or tells where it was`, async () => {
      const { headers } = await system().call(at);
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
      expect(headers.get('content-security-policy')).to.equal(AT_REST);
      expect(headers.get('referrer-policy')).to.equal('no-referrer');
    });
  }

  it('that a call is what it says it is, on the short way, too', async () => {
    const token = await system().actors.aService();
    const body = { api_key: 'sk_live_nobody', api: 'image.recognize' };
    const charge = (headers: Record<string, string>, raw = JSON.stringify(body)) =>
      system().call('/internal/v1/usage', {
        ...{ method: 'POST', raw, token, headers: { 'Content-Type': 'application/json', ...headers } },
      });
    const answers = [await charge({ 'Idempotency-Key': 'call-1' }), await charge({}), await charge({}, '{')];
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 400, 400]);
    for (const { headers } of answers) expect(headers.get('x-content-type-options')).to.equal('nosniff');
  });

  it('for a year only https, where browsers reach us by it', async () => {
    const { headers } = await system().call('/api/v1/packages');
    expect(headers.get('strict-transport-security')).to.equal(`max-age=${ONE_YEAR}; includeSubDomains`);
    for (const url of ['http://127.0.0.1:3000', '']) {
      expect(Object.keys(headersOf(url)), url).not.to.include('Strict-Transport-Security');
    }
  });

  it('that it has no cookie, and that no page from elsewhere may read it', async () => {
    const { token } = await system().actors.aPerson();
    const answers = [
      await system().call('/api/v1/balance', { token, headers: { Origin: 'https://elsewhere.example' } }),
      await system().call('/api/v1/orders', { method: 'OPTIONS', headers: { Origin: 'https://elsewhere.example' } }),
    ];
    for (const { headers } of answers) {
      const names = [...headers.keys()].filter((name) => /^(set-cookie|access-control-)/.test(name));
      expect(names).to.deep.equal([]);
    }
  });

  it('nothing of its own request: TRACE is a method that nothing has', async () => {
    const { status, text } = await trace(`${system().url}/api/v1/packages`, { 'X-Secret': 'echo' });
    expect(status).to.equal(404);
    expect(text).not.to.include('echo');
  });

  it('but the preview, which is for developers, may run in its browser', async () => {
    const { status, headers } = await system().call('/preview/panel.js');
    expect(status).to.equal(200);
    expect(headers.get('content-security-policy')).to.equal(null);
  });
});

/** What `fetch` refuses to send. */
function trace(url: string, headers: Record<string, string>): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'TRACE', headers }, (res) => {
      textOf(res).then((text) => resolve({ status: res.statusCode, text }), reject);
    });
    sent.once('error', reject).end();
  });
}
