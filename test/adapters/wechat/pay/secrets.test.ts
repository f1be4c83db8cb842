import { inspect } from 'node:util';
import { expect } from 'chai';
import { PlatformKeys } from '../../../../src/adapters/wechat/pay/platform-keys.ts';
import { everythingIn, failureOf } from '../support/failures.ts';
import { aGateway } from '../support/gateway.ts';
import { LoopbackWechat, type Reply } from '../support/loopback-wechat.ts';
import { aMerchant, apiV3Key } from '../support/merchant.ts';
import { failure, plain, prepay, reset, silence, success } from '../support/replies.ts';
import { anAttemptOf } from '../support/transactions.ts';

const pemLine = aMerchant().merchantPrivateKeyPem.split('\n')[3] ?? '';
const secrets = [apiV3Key, pemLine, 'WECHATPAY2-SHA256-RSA2048', 'signature="', 'BEGIN PRIVATE KEY', 'oUpF8uMuAJO'];

describe('an error of WeChat Pay', () => {
  let wechat: LoopbackWechat;
  before(async () => {
    wechat = await LoopbackWechat.start();
  });
  after(() => wechat.stop());

  function expectNoSecret(value: unknown): void {
    for (const secret of secrets) expect(everythingIn(value)).not.to.include(secret);
  }

  const replies: Record<string, Reply> = {
    'a server error': failure(500, 'SYSTEM_ERROR'),
    'wrong credentials': failure(401, 'SIGN_ERROR'),
    silence,
    'a broken connection': reset,
    'an unsigned success': plain(200, '{"payer":{"openid":"oUpF8uMuAJO"}}'),
    'a genuine success that is not JSON': success('{"payer":{"openid":"oUpF8uMuAJO"},'),
    'a genuine success of another shape': success({ payer: { openid: 'oUpF8uMuAJO' } }),
    'a redirect': plain(302, '', { location: 'http://127.0.0.1:1/' }),
    'an enormous answer': prepay({ tamper: () => Buffer.alloc(2 * 1024 * 1024) }),
  };
  for (const [what, reply] of Object.entries(replies)) {
    it(`shows no key, no Authorization and no openid after ${what}`, async () => {
      wechat.replyWith(reply);
      const gateway = aGateway({ baseUrl: wechat.baseUrl, timeoutMs: 150 });
      expectNoSecret(await failureOf(gateway.query(anAttemptOf(gateway))));
      await gateway.createCheckout(anAttemptOf(gateway)).then(expectNoSecret, expectNoSecret);
    });
  }

  it('shows no Authorization when a header cannot be sent at all', async () => {
    const gateway = aGateway({ baseUrl: wechat.baseUrl, mchid: '123\n456' });
    expectNoSecret(await failureOf(gateway.query(anAttemptOf(gateway))));
  });

  it('shows no APIv3 key when its length is wrong', () => {
    for (const wrong of [`${apiV3Key}x`, '']) {
      let thrown: unknown;
      try {
        aGateway({ apiV3Keys: [wrong] });
      } catch (error) {
        thrown = error;
      }
      expect(thrown).to.be.instanceOf(Error);
      expectNoSecret(thrown);
    }
  });

  it('has nothing to show from the gateway or the keys themselves', () => {
    const settings = aMerchant();
    expect(inspect([aGateway(), new PlatformKeys(settings)], { depth: 20, showHidden: true })).not.to.include(apiV3Key);
  });
});
