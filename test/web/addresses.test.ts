import { expect } from 'chai';
import { readAddress } from '../../web/checkout/address.ts';
import { ask } from '../../web/shared/api/ask.ts';
import { pageOf, successPage } from '../../web/shared/api/outer-url.ts';
import { isPassing, problemOf } from '../../web/shared/api/problem.ts';
import { chooseLanguage } from '../../web/shared/texts/language.ts';

describe('the address of the checkout', () => {
  it('names an order, or the checkout of a service with its token behind #', () => {
    expect(readAddress('?orderId=ord_1', '')).to.deep.equal({ kind: 'order', orderId: 'ord_1' });
    const hosted = { kind: 'hosted', checkoutId: 'chk_1' };
    expect(readAddress('?session=chk_1', '#token=hss_1')).to.deep.equal({ ...hosted, token: 'hss_1' });
    expect(readAddress('?session=chk_1&orderId=ord_1', '')).to.deep.equal({ ...hosted, token: null });
  });

  it('may name nothing', () => {
    for (const search of ['', '?orderId=', '?order=1']) {
      expect(readAddress(search, '#token=hss_1')).to.deep.equal({ kind: 'nothing' });
    }
  });
});

describe('an address of somebody else', () => {
  it('is followed where it is a page, and only there', () => {
    expect(pageOf('https://vidluxe.example/cart?a=1')).to.equal('https://vidluxe.example/cart?a=1');
    expect(pageOf('http://localhost:5173/')).to.equal('http://localhost:5173/');
    for (const url of [
      null,
      '',
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'data:text/html,x',
      '/cart',
      'weixin://pay',
    ]) {
      expect(pageOf(url), String(url)).to.equal(null);
    }
  });

  it('gets the id of the checkout, and nothing else, when all is paid', () => {
    expect(successPage('https://vidluxe.example/paid?a=1#top', 'chk_1')).to.equal(
      'https://vidluxe.example/paid?a=1&checkout_session=chk_1#top',
    );
    expect(successPage('https://vidluxe.example/?checkout_session=x', 'chk_1')).to.equal(
      'https://vidluxe.example/?checkout_session=chk_1',
    );
    expect(successPage('javascript:alert(1)', 'chk_1')).to.equal(null);
    expect(successPage(null, 'chk_1')).to.equal(null);
  });
});

describe('the language of a page', () => {
  it('is what the address asks for, then what was chosen, then what the browser speaks', () => {
    expect(chooseLanguage('en', 'zh', ['zh-CN'])).to.equal('en');
    expect(chooseLanguage(null, 'en', ['zh-CN'])).to.equal('en');
    expect(chooseLanguage(null, null, ['fr', 'en-GB', 'zh'])).to.equal('en');
    expect(chooseLanguage('zh-TW', null, [])).to.equal('zh');
  });

  it('is Chinese for everybody else', () => {
    expect(chooseLanguage('klingon', '', ['fr'])).to.equal('zh');
  });
});

describe('an answer of the API', () => {
  it('is a problem with what it brings besides', () => {
    const problem = problemOf(409, null, { code: 'order_already_paid', order_id: 'ord_1' });
    expect(problem).to.deep.equal({
      status: 409,
      code: 'order_already_paid',
      retryAfterMs: null,
      extra: { order_id: 'ord_1' },
    });
    expect(problemOf(429, '60', null)).to.deep.equal({ status: 429, code: 'unknown', retryAfterMs: 60_000, extra: {} });
    expect(problemOf(503, 'Wed, 21 Oct 2026 07:28:00 GMT', 'gone').retryAfterMs).to.equal(null);
  });

  it('may be another one in a while, unless the payment was rejected', () => {
    expect([429, 500, 502, 503].every((status) => isPassing(problemOf(status, null, null)))).to.equal(true);
    expect([400, 401, 403, 404, 409].some((status) => isPassing(problemOf(status, null, null)))).to.equal(false);
    expect(isPassing(problemOf(502, null, { code: 'payment_rejected' }))).to.equal(false);
  });
});

describe('a request', () => {
  const { fetch } = globalThis;
  afterEach(() => {
    globalThis.fetch = fetch;
  });
  const answering = (answer: () => Response): void => {
    globalThis.fetch = async () => answer();
  };

  it('is done with JSON or with nothing, refused with a problem, and unreachable otherwise', async () => {
    answering(() => Response.json({ a: 1 }));
    expect(await ask('/x')).to.deep.equal({ kind: 'done', value: { a: 1 } });
    answering(() => new Response(null, { status: 204 }));
    expect(await ask('/x', { method: 'DELETE' })).to.deep.equal({ kind: 'done', value: null });
    answering(() => Response.json({ code: 'unknown_order' }, { status: 404 }));
    expect(await ask('/x')).to.have.nested.property('problem.code', 'unknown_order');
    globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    expect(await ask('/x')).to.deep.equal({ kind: 'unreachable' });
  });

  it('is not taken in by a page that somebody else answers with', async () => {
    answering(() => new Response('<html>Log in to the Wi-Fi</html>', { status: 200 }));
    expect(await ask('/x')).to.have.nested.property('problem.status', 502);
  });

  it('carries the token, and a body only where there is one', async () => {
    const sent: RequestInit[] = [];
    globalThis.fetch = async (_url, init = {}) => {
      sent.push(init);
      return Response.json({});
    };
    await ask('/x', { token: 'hss_1' });
    await ask('/x', { method: 'POST', body: { a: 1 } });
    expect(sent.map(({ headers }) => headers)).to.deep.equal([
      { Authorization: 'Bearer hss_1' },
      { 'Content-Type': 'application/json' },
    ]);
    expect(sent.map(({ body, credentials }) => [body, credentials])).to.deep.equal([
      [null, 'omit'],
      ['{"a":1}', 'omit'],
    ]);
  });
});
