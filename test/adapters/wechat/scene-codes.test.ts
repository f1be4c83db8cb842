import { expect } from 'chai';
import { WechatApiError } from '../../../src/adapters/wechat/api/wechat-api-error.ts';
import { MiniProgramCodes } from '../../../src/adapters/wechat/mini-program/scene-codes.ts';
import { OfficialAccountCodes } from '../../../src/adapters/wechat/official-account/scene-codes.ts';
import { everythingIn, failureOf, unavailabilityOf } from './support/failures.ts';
import { LoopbackWechat, type Reply } from './support/loopback-wechat.ts';
import { plain, reset, silence } from './support/replies.ts';
import { anApi, aToken, callsAmong, errcode, json, ok, queryOf, withToken } from './support/weixin.ts';

const SCENE = `login:${'0123456789abcdef'.repeat(2).slice(0, 26)}`;
const PNG = Buffer.from('89504e470d0a1a0a00ff', 'hex');
const JPEG = Buffer.from('ffd8ffe000104a464946007b', 'hex');

const bytes =
  (content: Buffer, type = 'image/jpeg'): Reply =>
  (response) => {
    response.writeHead(200, { 'Content-Type': type });
    response.end(content);
  };

describe('codes that carry a scene', () => {
  let wechat: LoopbackWechat;
  before(async () => {
    wechat = await LoopbackWechat.start();
  });
  after(() => wechat.stop());
  const api = () => anApi({ baseUrl: wechat.baseUrl, timeoutMs: 150 });
  const called = () => {
    const { method, path, body } = wechat.lastRequest;
    return { call: `${method} ${path.split('?')[0]}`, body: JSON.parse(body.toString()) };
  };

  describe('of the official account', () => {
    const codeOf = () => new OfficialAccountCodes(api()).createLoginCode(SCENE, 300);

    it('are the address that a QR code is drawn of, and end with the ticket', async () => {
      const url = 'http://weixin.qq.com/q/02xyz';
      wechat.replyWith(withToken(json({ ticket: 'gQH47==', expire_seconds: 300, url })));
      expect(await codeOf()).to.deep.equal({ kind: 'official_account', content: url });
      expect(called()).to.deep.equal({
        call: 'POST /cgi-bin/qrcode/create',
        body: {
          ...{ expire_seconds: 300, action_name: 'QR_STR_SCENE' },
          action_info: { scene: { scene_str: SCENE } },
        },
      });
      expect(queryOf(wechat.lastRequest)).to.deep.equal({ access_token: 'token-1' });
    });

    for (const answer of [{}, { url: '' }, { url: 7 }]) {
      it(`are Unavailable where the answer is ${JSON.stringify(answer)}`, async () => {
        wechat.replyWith(withToken(ok(answer)));
        expect(await unavailabilityOf(codeOf(), 'wechat_api')).to.include('not a code');
      });
    }
  });

  describe('of the mini-program', () => {
    const codeOf = () => new MiniProgramCodes(api()).createLoginCode(SCENE);

    for (const [what, picture] of [
      ['JPEG', JPEG],
      ['PNG', PNG],
    ] as const) {
      it(`are a picture, byte for byte: ${what}`, async () => {
        wechat.replyWith(withToken(bytes(picture)));
        const code = await codeOf();
        expect(code.kind === 'mini_program' && Buffer.from(code.image)).to.deep.equal(picture);
        expect(called()).to.deep.equal({
          call: 'POST /wxa/getwxacodeunlimit',
          body: { scene: SCENE, page: 'pages/web-login/web-login', check_path: false },
        });
      });
    }

    it('are asked for again with another token, once', async () => {
      wechat.replyWith(aToken('token-1'), errcode(40001), aToken('token-2'), bytes(PNG));
      expect((await codeOf()).kind).to.equal('mini_program');
      expect(callsAmong(wechat.requests)).to.have.length(2);
    });

    it('are Unavailable when WeChat is asked too often', async () => {
      wechat.replyWith(withToken(errcode(45009, 'reach max api minute quota limit')));
      expect(await unavailabilityOf(codeOf(), 'wechat_api')).to.include('45009');
    });

    it('are a fault of the configuration when WeChat does not know the page', async () => {
      wechat.replyWith(withToken(errcode(41030, 'invalid page')));
      expect(await failureOf(codeOf()))
        .to.be.instanceOf(WechatApiError)
        .and.to.include({ errcode: 41030 });
    });

    const unusable: Record<string, Reply> = {
      'a success without a picture': ok(),
      'a list': json([]),
      'a page': plain(200, '<html></html>'),
      'another kind of picture': bytes(Buffer.from('GIF89a'), 'image/gif'),
      nothing: plain(200, ''),
      'a picture with a status of its own': (response) => {
        response.writeHead(502);
        response.end(PNG);
      },
      'an enormous picture': bytes(Buffer.concat([PNG, Buffer.alloc(1024 * 1024)])),
      'cut off': reset,
      'not there': silence,
    };
    for (const [what, reply] of Object.entries(unusable)) {
      it(`are Unavailable, and show no token, when the answer is ${what}`, async () => {
        wechat.replyWith(aToken('86_kQ2mX9vL4nB7cR1tY6wZ3pD8sF5gH0jKaEiOuTqMxNbVcWz'), reply);
        const asked = codeOf();
        await unavailabilityOf(asked, 'wechat_api');
        expect(everythingIn(await failureOf(asked))).not.to.include('86_kQ2');
      });
    }
  });
});
