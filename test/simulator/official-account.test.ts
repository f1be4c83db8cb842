import { expect } from 'chai';
import { sha1Of, xmlText } from './support/open-push.ts';
import { usePushReceiver } from './support/push-receiver.ts';
import { useSimulatedWechat } from './support/simulated-wechat.ts';
import { weixinClient } from './support/weixin-client.ts';

describe('The official account', () => {
  const wechat = useSimulatedWechat({ notifyTimeoutMs: 150 });
  const receiver = usePushReceiver();
  const api = () => weixinClient(wechat.simulator);
  const act = (user: string, event: string, more: object = {}) =>
    wechat.control.post('/official-account/events', { user, event, ...more });
  const info = (openid: unknown) => api().get('/cgi-bin/user/info', { openid: String(openid) }, 'official');
  const aCode = (content: object) => api().post('/cgi-bin/qrcode/create', content, 'official');
  let people = 0;
  const somebody = (): string => {
    people += 1;
    return `person-${people}`;
  };
  const latest = () => receiver.received.at(-1) ?? expect.fail('nothing was pushed');

  beforeEach(async () => {
    receiver.reply({ body: 'success' });
    await wechat.control.put('/push', { app: 'official_account', url: receiver.url });
  });

  it('tells that somebody follows, as plain XML with a signature', async () => {
    const { json } = await act(somebody(), 'subscribe');
    expect(json).to.include({ status: 200 });
    const { method, query, contentType, body } = latest();
    expect([method, contentType]).to.deep.equal(['POST', 'text/xml']);
    const [timestamp, nonce] = [String(query.get('timestamp')), String(query.get('nonce'))];
    const { push, officialAccount } = wechat.simulator.credentials;
    expect(query.get('signature')).to.equal(sha1Of(push.token, timestamp, nonce));
    expect(Math.abs(Date.now() / 1000 - Number(timestamp))).to.be.lessThan(5);
    expect(query.get('openid')).to.equal(json['openid']);
    expect(query.has('encrypt_type')).to.equal(false);
    expect(xmlText(body, 'ToUserName')).to.equal(officialAccount.originalId).and.match(/^gh_/);
    expect(xmlText(body, 'FromUserName')).to.equal(json['openid']);
    expect(body).to.match(/^<xml>.*<CreateTime>\d{10}<\/CreateTime>.*<\/xml>$/s);
    expect(['MsgType', 'Event', 'EventKey'].map((name) => xmlText(body, name))).to.deep.equal([
      'event',
      'subscribe',
      '',
    ]);
  });

  it('tells the scene of the code by which somebody came, and later scanned', async () => {
    const user = somebody();
    const code = await aCode({ action_name: 'QR_STR_SCENE', action_info: { scene: { scene_str: 'login_7' } } });
    await act(user, 'subscribe', { scene: 'login_7' });
    expect(xmlText(latest().body, 'EventKey')).to.equal('qrscene_login_7');
    expect(xmlText(latest().body, 'Ticket')).to.equal(code['ticket']);
    await act(user, 'SCAN', { scene: 'login_7' });
    expect(xmlText(latest().body, 'Event')).to.equal('SCAN');
    expect(xmlText(latest().body, 'EventKey')).to.equal('login_7');
    expect(xmlText(latest().body, 'Ticket')).to.equal(code['ticket']);
  });

  it('knows its followers', async () => {
    const user = somebody();
    const { json } = await act(user, 'subscribe', { scene: 'poster', unionid: true });
    const followed = await info(json['openid']);
    expect(followed).to.deep.include({
      subscribe: 1,
      openid: json['openid'],
      nickname: '',
      headimgurl: '',
      subscribe_scene: 'ADD_SCENE_QR_CODE',
      qr_scene: 0,
      qr_scene_str: 'poster',
    });
    expect(followed['unionid']).to.match(/^o[\w-]{27}$/);
    await act(user, 'unsubscribe');
    expect(await info(json['openid'])).to.deep.equal({
      subscribe: 0,
      openid: json['openid'],
      unionid: followed['unionid'],
    });
    expect((await info('o-nobody'))['errcode']).to.equal(40003);
  });

  it('shares the unionid with the mini-program, and nothing else', async () => {
    const user = somebody();
    const { code, openid } = await wechat.control.login(user, { unionid: true });
    const { json } = await act(user, 'subscribe');
    const { appid, appSecret: secret } = wechat.simulator.credentials;
    const query = { appid, secret, js_code: code, grant_type: 'authorization_code' };
    const session = await api().send('GET', `/sns/jscode2session?${new URLSearchParams(query)}`);
    expect((await info(json['openid']))['unionid']).to.equal(session['unionid']);
    expect(json['openid']).to.not.equal(openid);
    const unbound = await act(somebody(), 'subscribe');
    expect(await info(unbound.json['openid'])).to.not.have.property('unionid');
  });

  it('makes codes for a text and for a number', async () => {
    const text = await aCode({
      action_name: 'QR_STR_SCENE',
      expire_seconds: 600,
      action_info: { scene: { scene_str: 'a' } },
    });
    expect(text).to.include({ expire_seconds: 600 });
    expect(text['ticket']).to.match(/==$/);
    expect(text['url']).to.match(/^http:\/\/weixin\.qq\.com\/q\//);
    await aCode({ action_name: 'QR_SCENE', action_info: { scene: { scene_id: 4711 } } });
    const { json } = await act(somebody(), 'subscribe', { scene: '4711' });
    expect(await info(json['openid'])).to.include({ qr_scene: 4711, qr_scene_str: '' });
  });

  it('does not let an expired code be scanned', async () => {
    const user = somebody();
    await act(user, 'subscribe');
    await aCode({ action_name: 'QR_STR_SCENE', expire_seconds: 300, action_info: { scene: { scene_str: 'short' } } });
    await wechat.control.advance(299);
    expect((await act(user, 'SCAN', { scene: 'short' })).status).to.equal(200);
    await wechat.control.advance(2);
    expect((await act(user, 'SCAN', { scene: 'short' })).status).to.equal(409);
  });

  const wrongCodes: readonly (readonly [string, object, number])[] = [
    ['another action', { action_name: 'QR_CARD', action_info: { scene: { scene_str: 'a' } } }, 40052],
    ['an empty text', { action_name: 'QR_STR_SCENE', action_info: { scene: { scene_str: '' } } }, 40053],
    ['65 letters', { action_name: 'QR_STR_SCENE', action_info: { scene: { scene_str: 'a'.repeat(65) } } }, 40053],
    ['scene 0', { action_name: 'QR_SCENE', action_info: { scene: { scene_id: 0 } } }, 40053],
    [
      'more than thirty days',
      { action_name: 'QR_SCENE', expire_seconds: 2_592_001, action_info: { scene: { scene_id: 1 } } },
      40097,
    ],
  ];
  for (const [what, content, errcode] of wrongCodes) {
    it(`makes no code for ${what}`, async () => {
      expect((await aCode(content))['errcode']).to.equal(errcode);
    });
  }

  it('lets nobody do what cannot be done on a phone', async () => {
    const user = somebody();
    expect((await act(user, 'SCAN', { scene: 'a' })).status).to.equal(409);
    expect((await act(user, 'unsubscribe')).status).to.equal(409);
    await act(user, 'subscribe');
    expect((await act(user, 'subscribe')).status).to.equal(409);
    expect((await act(user, 'SCAN')).status).to.equal(409);
    expect(receiver.received).to.have.length(1);
  });

  it('remembers followers and codes after a restart', async () => {
    const user = somebody();
    const code = await aCode({
      action_name: 'QR_STR_SCENE',
      expire_seconds: 600,
      action_info: { scene: { scene_str: 'r' } },
    });
    const { json } = await act(user, 'subscribe');
    await wechat.restart();
    expect(await info(json['openid'])).to.include({ subscribe: 1 });
    await act(user, 'SCAN', { scene: 'r' });
    expect(xmlText(latest().body, 'Ticket')).to.equal(code['ticket']);
  });
});
