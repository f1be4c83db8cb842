import { expect } from 'chai';
import { WechatApiError } from '../../../../src/adapters/wechat/api/wechat-api-error.ts';
import { WechatFollowerInfo } from '../../../../src/adapters/wechat/official-account/wechat-follower-info.ts';
import { everythingIn, failureOf, unavailabilityOf } from '../support/failures.ts';
import { LoopbackWechat, type Reply } from '../support/loopback-wechat.ts';
import { plain, reset, silence } from '../support/replies.ts';
import { anApi, callsAmong, errcode, json, queryOf, withToken } from '../support/weixin.ts';

const OPENID = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o';

describe('what WeChat knows of a follower', () => {
  let wechat: LoopbackWechat;
  before(async () => {
    wechat = await LoopbackWechat.start();
  });
  after(() => wechat.stop());
  const find = (...replies: Reply[]) => {
    wechat.replyWith(withToken(...replies));
    return new WechatFollowerInfo(anApi({ baseUrl: wechat.baseUrl, timeoutMs: 150 })).find(OPENID);
  };

  it('is asked for by his openid, with a token and without a body', async () => {
    await find(json({ subscribe: 1, openid: OPENID }));
    const [call] = callsAmong(wechat.requests);
    expect(call).to.include({ method: 'GET', body: '' });
    expect(call?.path).to.match(/^\/cgi-bin\/user\/info\?/);
    expect(call && queryOf(call)).to.deep.equal({ openid: OPENID, lang: 'zh_CN', access_token: 'token-1' });
  });

  it('is his unionid, where there is one', async () => {
    const person = { subscribe: 1, openid: OPENID, nickname: '', sex: 0 };
    expect(await find(json({ ...person, unionid: 'u-1' }))).to.deep.equal({ kind: 'following', unionid: 'u-1' });
    expect(await find(json(person))).to.deep.equal({ kind: 'following', unionid: null });
    expect(await find(json({ ...person, unionid: '' }))).to.deep.equal({ kind: 'following', unionid: null });
  });

  it('is nothing of somebody who does not follow, or whom it never heard of', async () => {
    const stranger = { kind: 'not_following' };
    expect(await find(json({ subscribe: 0, openid: OPENID, unionid: 'u-1' }))).to.deep.equal(stranger);
    expect(await find(errcode(40003, 'invalid openid'))).to.deep.equal(stranger);
  });

  const unusable: Record<string, Reply> = {
    'is busy': errcode(-1),
    'says something else': json({ openid: OPENID }),
    'is broken': plain(502, ''),
    'breaks off': reset,
    'never answers': silence,
  };
  for (const [what, reply] of Object.entries(unusable)) {
    it(`is Unavailable, without his openid, when WeChat ${what}`, async () => {
      const asked = find(reply);
      await unavailabilityOf(asked, 'wechat_api');
      expect(everythingIn(await failureOf(asked))).not.to.include(OPENID);
    });
  }

  it('is a plain error where the account may not ask', async () => {
    expect(await failureOf(find(errcode(48001, 'api unauthorized')))).to.be.instanceOf(WechatApiError);
  });
});
