import { expect } from 'chai';
import { WechatTextCheck } from '../../../../src/adapters/wechat/profile/text-check.ts';
import { rejectionOf } from '../../../support/rejection.ts';
import { everythingIn } from '../support/failures.ts';
import { LoopbackWechat, type Reply } from '../support/loopback-wechat.ts';
import { anApi, anApp, callsAmong, errcode, ok, withToken } from '../support/weixin.ts';

const OPENID = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o';
const suggesting = (suggest: string): Reply => ok({ trace_id: 'x', result: { suggest, label: 100 }, detail: [] });

describe('WeChat’s check of a nickname', () => {
  let wechat: LoopbackWechat;
  before(async () => {
    wechat = await LoopbackWechat.start();
  });
  after(() => wechat.stop());
  const check = (...replies: Reply[]) => {
    wechat.replyWith(withToken(...replies));
    return new WechatTextCheck(anApi({ baseUrl: wechat.baseUrl })).checkNickname(OPENID, '小海马');
  };

  it('asks in version 2 about a profile, for the openid of the mini-program', async () => {
    expect(await check(suggesting('pass'))).to.equal('pass');
    const [call] = callsAmong(wechat.requests);
    expect(call?.path).to.match(/^\/wxa\/msg_sec_check\?/);
    expect(JSON.parse(call?.body ?? '')).to.deep.equal({
      ...{ version: 2, openid: OPENID, scene: 1, content: '小海马', nickname: '小海马' },
    });
    expect(new WechatTextCheck(anApi()).appid).to.equal(anApp().appid);
  });

  for (const suggest of ['risky', 'review']) {
    it(`refuses what WeChat calls ${suggest}`, async () => {
      expect(await check(suggesting(suggest))).to.equal('refused');
    });
  }

  for (const code of [40003, 43104, 61010]) {
    it(`cannot judge for a user whom WeChat has not seen (${code})`, async () => {
      expect(await check(errcode(code))).to.equal('user_not_seen');
    });
  }

  const unavailable: Readonly<Record<string, Reply>> = {
    'is busy': errcode(-1),
    'is asked too often': errcode(45009),
    'says neither yes nor no': ok({}),
    'says something new': suggesting('maybe'),
  };
  for (const [what, reply] of Object.entries(unavailable)) {
    it(`is unavailable where WeChat ${what}`, async () => {
      expect(await rejectionOf(check(reply))).to.include({ name: 'Unavailable', dependency: 'wechat_api' });
    });
  }

  it('is a fault where the system is set up wrongly, without the user and his name', async () => {
    const error = await rejectionOf(check(errcode(48001, `api unauthorized for ${OPENID}`)));
    expect(error).to.include({ name: 'WechatApiError', errcode: 48001 });
    expect(everythingIn(error)).not.to.match(/oUpF8u|小海马/);
  });
});
