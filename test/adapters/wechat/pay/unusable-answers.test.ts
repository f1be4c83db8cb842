import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { unavailabilityOf } from '../support/failures.ts';
import { aGateway } from '../support/gateway.ts';
import { LoopbackWechat, type Reply } from '../support/loopback-wechat.ts';
import { publicKeyId, strangerKeys } from '../support/merchant.ts';
import { failure, noContent, plain, prepay, reset, silence, success } from '../support/replies.ts';
import { anAttemptOf } from '../support/transactions.ts';

/** Aged when it is sent, not when the tests are read. */
const aged =
  (seconds: number): Reply =>
  (response, request) =>
    prepay({ at: new Date(Date.now() - seconds * 1000) })(response, request);
const drop = (name: string) => ({ headers: { [name]: undefined } });

const gzipped = (text: string): Reply =>
  success(text, { headers: { 'content-encoding': 'gzip' }, tamper: (body) => gzipSync(body) });

describe('an answer of WeChat Pay that cannot be used', () => {
  let wechat: LoopbackWechat;
  before(async () => {
    wechat = await LoopbackWechat.start();
  });
  after(() => wechat.stop());

  const createCheckout = (timeoutMs = 2000) => {
    const gateway = aGateway({ baseUrl: wechat.baseUrl, timeoutMs });
    return gateway.createCheckout(anAttemptOf(gateway));
  };
  const close = () => aGateway({ baseUrl: wechat.baseUrl }).close(anAttemptOf(aGateway()));

  const unverifiable: Record<string, [Reply, string]> = {
    'has no signature headers': [plain(200, '{"prepay_id":"wx1"}'), 'missing_headers'],
    'lacks the signature': [prepay(drop('wechatpay-signature')), 'missing_headers'],
    'lacks the key id': [prepay(drop('wechatpay-serial')), 'missing_headers'],
    'is 302 s old': [aged(302), 'stale_timestamp'],
    'is 302 s ahead': [aged(-302), 'stale_timestamp'],
    'names an unknown key': [prepay({ headers: { 'wechatpay-serial': 'PUB_KEY_ID_9' } }), 'unknown_key'],
    'was signed by somebody else': [
      prepay({ signer: { keyId: publicKeyId, privateKey: strangerKeys.privateKey } }),
      'bad_signature',
    ],
    'was altered on its way': [prepay({ tamper: (body) => Buffer.from(`${body} `) }), 'bad_signature'],
  };
  for (const [what, [reply, reason]] of Object.entries(unverifiable)) {
    it(`is Unavailable when it ${what}, and is not asked for again`, async () => {
      wechat.replyWith(reply);
      const cause = await unavailabilityOf(createCheckout(), 'wechat_pay');
      expect(cause).to.include('unverifiable').and.to.include(reason);
      expect(wechat.requests).to.have.length(1);
    });
  }

  it('is asked for again when it is a signature probe, which WeChat sends now and then', async () => {
    const probe = prepay({ headers: { 'wechatpay-signature': 'WECHATPAY/SIGNTEST/abc' } });
    wechat.replyWith(probe, prepay());
    expect(await createCheckout()).to.have.property('kind', 'ready');
    wechat.replyWith(probe);
    expect(await unavailabilityOf(createCheckout(), 'wechat_pay')).to.include('signature_probe');
    expect(wechat.requests).to.have.length(3);
  });

  it('is Unavailable when an unsigned 204 claims that a payment is closed', async () => {
    wechat.replyWith(plain(204, ''));
    expect(await unavailabilityOf(close(), 'wechat_pay')).to.include('missing_headers');
    wechat.replyWith(noContent());
    expect(await close()).to.deep.equal({ kind: 'closed' });
  });

  for (const body of ['', 'null', '[]', '"text"', '{', '{}', '{"prepay_id":""}', '{"prepay_id":null}']) {
    it(`is Unavailable when it is genuine but says ${body || 'nothing'}`, async () => {
      wechat.replyWith(success(body));
      expect(await unavailabilityOf(createCheckout(), 'wechat_pay')).to.include('unreadable');
    });
  }

  it('is Unavailable within the timeout, after one try, when WeChat stays silent', async () => {
    wechat.replyWith(silence);
    const startedAt = performance.now();
    expect(await unavailabilityOf(createCheckout(200), 'wechat_pay')).to.include('timeout');
    expect(performance.now() - startedAt).to.be.within(150, 600);
    expect(wechat.requests).to.have.length(1);
  });

  it('is Unavailable within the timeout when WeChat stops in the middle of its answer', async () => {
    wechat.replyWith((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{');
    });
    expect(await unavailabilityOf(createCheckout(200), 'wechat_pay')).to.include('timeout');
  });

  it('is Unavailable at more than 1 MiB, without reading on', async () => {
    let written = 0;
    wechat.replyWith((response) => {
      response.writeHead(200);
      const pump = (): void => {
        while (!response.destroyed && written < 64 * 1024 * 1024) {
          written += 65536;
          if (!response.write(Buffer.alloc(65536))) return void response.once('drain', pump);
        }
        response.end();
      };
      pump();
    });
    expect(await unavailabilityOf(createCheckout(), 'wechat_pay')).to.include('too_large');
    expect(written).to.be.below(16 * 1024 * 1024);
  });

  it('is Unavailable when little gzip holds more than 1 MiB', async () => {
    wechat.replyWith(gzipped(' '.repeat(2 * 1024 * 1024)));
    expect(await unavailabilityOf(createCheckout(), 'wechat_pay')).to.include('too_large');
    wechat.replyWith(gzipped('{"prepay_id":"wx1"}'));
    expect(await createCheckout()).to.have.property('kind', 'ready');
  });

  it('is Unavailable when it is a redirect, which is not followed', async () => {
    wechat.replyWith(plain(302, '', { location: `${wechat.baseUrl}/elsewhere` }));
    expect(await unavailabilityOf(createCheckout(), 'wechat_pay')).to.include('no_answer');
    expect(wechat.requests.every((request) => request.path === '/v3/pay/transactions/jsapi')).to.equal(true);
  });

  it("is Unavailable when it is a proxy's refusal instead of WeChat's", async () => {
    wechat.replyWith(plain(404, '<html>not here</html>'));
    expect(await unavailabilityOf(createCheckout(), 'wechat_pay')).to.include('404 without a code');
    expect(
      await unavailabilityOf(aGateway({ baseUrl: wechat.baseUrl }).query(anAttemptOf(aGateway())), 'wechat_pay'),
    ).to.be.a('string');
  });

  for (const [what, reply] of Object.entries({
    '500 SYSTEM_ERROR': failure(500, 'SYSTEM_ERROR'),
    '500 SYSTEMERROR': failure(500, 'SYSTEMERROR'),
    '500 BANK_ERROR': failure(500, 'BANK_ERROR'),
    '502 from a proxy': plain(502, '<html>'),
    '429 FREQUENCY_LIMITED': failure(429, 'FREQUENCY_LIMITED'),
    '429 RATELIMIT_EXCEEDED': failure(429, 'RATELIMIT_EXCEEDED'),
    'a broken connection': reset,
  })) {
    it(`is asked for again after ${what}, twice at most`, async () => {
      wechat.replyWith(reply, reply, prepay());
      expect(await createCheckout()).to.have.property('kind', 'ready');
      wechat.replyWith(reply);
      await unavailabilityOf(createCheckout(), 'wechat_pay');
      expect(wechat.requests).to.have.length(3);
    });
  }

  it('is not asked for again once the time is up', async () => {
    const slowError: Reply = (response, request) =>
      void setTimeout(() => failure(500, 'SYSTEM_ERROR')(response, request), 120);
    wechat.replyWith(slowError);
    await unavailabilityOf(createCheckout(200), 'wechat_pay');
    expect(wechat.requests).to.have.length(2);
  });

  it('is Unavailable when nobody listens', async () => {
    expect(await unavailabilityOf(aGateway().query(anAttemptOf(aGateway())), 'wechat_pay')).to.include('no_answer');
  });
});
