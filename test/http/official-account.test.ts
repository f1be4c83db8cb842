import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { OFFICIAL_ACCOUNT_PATH as PATH } from '../../src/adapters/http/wechat/official-account.ts';
import { eventually } from '../support/http/eventually.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { type TestSystem, useTestSystem } from '../support/http/test-system.ts';

const nowSeconds = (): number => Math.floor(Date.now() / 1000);
let people = 0;
const somebody = (): string => {
  people += 1;
  return `follower-${people}`;
};

/** Signed as WeChat does it in plain mode: not over the message. */
const signedPath = (
  { credentials }: TestSystem,
  { at = nowSeconds(), nonce = 'abc', token = credentials.push.token } = {},
) => {
  const [timestamp, signed] = [String(at), [token, String(at), nonce].sort().join('')];
  const signature = createHash('sha1').update(signed).digest('hex');
  return `${PATH}?${new URLSearchParams({ signature, timestamp, nonce })}`;
};
const xmlOf = (fields: Readonly<Record<string, string | number>>): string =>
  `<xml>${Object.entries(fields)
    .map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`)
    .join('')}</xml>`;
const aSubscription = (openid: string, change: Readonly<Record<string, string | number>> = {}): string =>
  xmlOf({
    ...{ ToUserName: 'gh_ours', FromUserName: openid, CreateTime: nowSeconds() },
    ...{ MsgType: 'event', Event: 'subscribe', EventKey: '', ...change },
  });

/** The user of this follower, and what is known of him. */
async function userOf({ knex, credentials }: TestSystem, openid: string) {
  const { appid } = credentials.officialAccount;
  const identity = await knex('identity.wechat_identities').where({ appid, openid }).first();
  return identity ? knex('identity.users').where({ id: identity.user_id }).first() : null;
}
const identitiesOf = ({ knex }: TestSystem, userId: string) =>
  knex('identity.wechat_identities').where({ user_id: userId });

for (const mode of ['aes', 'plain'] as const) {
  describe(`POST /api/webhook/wechat-oa, ${mode}`, () => {
    const system = useTestSystem({ officialAccount: { mode, format: 'xml' } });

    it('200 to whoever begins to follow: a user is made, and is told who he is and what he has', async () => {
      const { status, delivery_id, openid } = await system().phone.follower(somebody(), 'subscribe');
      expect(status).to.equal(200);
      const user = await userOf(system(), openid);
      const { attempts } = await system().phone.pushed(delivery_id);
      expect(attempts).to.have.length(1);
      expect(attempts[0]).to.include({ received: true, text: `欢迎关注，${user.nickname}！您的可用积分：0` });
    });

    it('200 to a member who begins to follow, with the points that he has', async () => {
      const person = await system().actors.aPerson();
      await system().phone.login(person.name, { unionid: true });
      const { delivery_id, openid } = await system().phone.follower(person.name, 'subscribe');
      const stranger = await userOf(system(), openid);
      // The member's unionid is not known here before he signs in again.
      const { code } = await system().phone.login(person.name);
      const { json } = await system().call('/api/v1/session', { body: { code } });
      expect(json.user.id).to.equal(person.id);
      const user = await userOf(system(), openid);
      expect(user.id).not.to.equal(stranger.id);
      expect(await identitiesOf(system(), user.id)).to.have.length(2);
      await system().actors.aPaidOrder({ ...person, token: json.token });
      expect(await system().phone.pushAgain(delivery_id)).to.deep.equal([200]);
      await system().phone.follower(person.name, 'unsubscribe');
      await system().advance(1);
      const back = await system().phone.follower(person.name, 'subscribe');
      const { attempts } = await system().phone.pushed(back.delivery_id);
      expect(attempts[0]?.text).to.equal(`欢迎关注，${user.nickname}！您的可用积分：600`);
    });

    it('200 to whoever leaves, whose data of the official account are gone', async () => {
      const user = somebody();
      const { openid } = await system().phone.follower(user, 'subscribe', { unionid: true });
      const { id } = await userOf(system(), openid);
      const { delivery_id } = await system().phone.follower(user, 'unsubscribe');
      expect((await system().phone.pushed(delivery_id)).attempts[0]).to.include({ reply: 'success', received: true });
      expect(await userOf(system(), openid)).to.equal(null);
      expect(await system().knex('identity.users').where({ id }).first()).to.include({ status: 'active' });
      for (const table of ['identity.followers', 'identity.follower_events', 'identity.push_stamps', 'audit.events']) {
        const rows = JSON.stringify(await system().knex(table), (_, each) =>
          typeof each === 'bigint' ? `${each}` : each,
        );
        expect(rows, table).not.to.include(openid);
      }
      // Within one second it would be the same event.
      await system().advance(1);
      const back = await system().phone.follower(user, 'subscribe');
      expect((await userOf(system(), back.openid)).id).to.equal(id);
    });

    it('200 success to a scan that is no login', async () => {
      const user = somebody();
      await system().phone.follower(user, 'subscribe');
      const { delivery_id } = await system().phone.follower(user, 'SCAN', { scene: 'poster' });
      expect((await system().phone.pushed(delivery_id)).attempts[0]).to.include({ reply: 'success', received: true });
    });

    it('has one effect, however often and at once it comes', async () => {
      await system().phone.setPush({ app: 'official_account', url: 'http://127.0.0.1:1/nowhere' });
      const { delivery_id, openid } = await system().phone.follower(somebody(), 'subscribe');
      await system().phone.setPush({ app: 'official_account', url: `${system().url}${PATH}` });
      expect(await system().phone.pushAgain(delivery_id, { times: 10 })).to.deep.equal(Array(10).fill(200));
      await eventually(async () => expect(await userOf(system(), openid)).not.to.equal(null));
      const { id } = await userOf(system(), openid);
      const deeds = await system().knex('audit.events').where({ user_id: id });
      expect(deeds.map(({ action }: { action: string }) => action)).to.have.members([
        'user.created',
        'follower.subscribed',
      ]);
    });

    for (const fault of mode === 'aes'
      ? (['bad_signature', 'tampered', 'stale'] as const)
      : (['bad_signature', 'stale'] as const)) {
      it(`401 to one that is ${fault}, which leaves nothing behind`, async () => {
        await system().phone.setPush({ app: 'official_account', url: 'http://127.0.0.1:1/nowhere' });
        const { delivery_id } = await system().phone.follower(somebody(), 'subscribe');
        await system().phone.setPush({ app: 'official_account', url: `${system().url}${PATH}` });
        const before = await system().rowCounts();
        expect(await system().phone.pushAgain(delivery_id, { fault })).to.deep.equal([401]);
        expect(await system().rowCounts()).to.deep.equal(before);
      });
    }

    it('says that the address is ours to WeChat, and to nobody else', async () => {
      expect(await system().phone.checkPush('official_account')).to.equal(true);
      const echo = await system().call(`${signedPath(system())}&echostr=4711`);
      expect([echo.status, echo.text]).to.deep.equal([200, '4711']);
      expect(echo.headers.get('content-type')).to.match(/^text\/plain/);
      const strange = [
        `${PATH}?signature=x&timestamp=1&nonce=2&echostr=4711`,
        `${signedPath(system(), { token: 'another' })}&echostr=4711`,
        `${signedPath(system(), { at: nowSeconds() - 301 })}&echostr=4711`,
        `${signedPath(system())}&echostr=47&echostr=11`,
      ];
      for (const path of strange) expectProblem(await system().call(path), [401, 'notification_refused', 'en']);
    });

    it('leaves no openid in the log', async () => {
      const user = somebody();
      const { openid } = await system().phone.follower(user, 'subscribe');
      await system().phone.follower(user, 'unsubscribe');
      expect(system().logLines.join('')).not.to.include(openid);
    });
  });
}

describe('POST /api/webhook/wechat-oa, hostile,', () => {
  const system = useTestSystem({ officialAccount: { mode: 'plain', format: 'xml' } });
  const post = (path: string, raw: string) => system().call(path, { raw });
  const refused = async (path: string, raw: string, reason: string) => {
    const before = await system().rowCounts();
    const answer = await post(path, raw);
    expectProblem(answer, [401, 'notification_refused', 'en'], ['reason']);
    expect(answer.json.reason).to.equal(reason);
    expect(await system().rowCounts()).to.deep.equal(before);
  };

  it('401 to a stranger', async () => {
    await refused(PATH, aSubscription('o-1'), 'missing_headers');
    await refused(signedPath(system(), { token: 'another' }), aSubscription('o-1'), 'bad_signature');
    await refused(`${signedPath(system())}&nonce=abc`, aSubscription('o-1'), 'missing_headers');
    await refused(signedPath(system(), { at: nowSeconds() - 400 }), aSubscription('o-1'), 'stale_timestamp');
  });

  it('401 to an overheard signature under another message, the same message as ever', async () => {
    const { openid, delivery_id } = await system().phone.follower(somebody(), 'subscribe');
    const path = signedPath(system(), { nonce: 'overheard' });
    const { message } = await system().phone.pushed(delivery_id);
    const raw = xmlOf(message);
    expect((await post(path, raw)).status).to.equal(200);
    const forged = xmlOf({ ...message, Event: 'unsubscribe' });
    await refused(path, forged, 'replayed');
    await refused(path, xmlOf({ ...message, MsgType: 'text', MsgId: '1' }), 'replayed');
    expect(await userOf(system(), openid)).not.to.equal(null);
    expect((await post(path, raw)).text).to.include('欢迎关注');
  });

  for (const [what, raw] of Object.entries({
    'a DOCTYPE': `<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]>${aSubscription('o-1')}`,
    'an entity': aSubscription('o-1').replace('<![CDATA[subscribe]]>', '&a;'),
    'a strange openid': aSubscription("o'; drop table identity.users; --"),
    nothing: '',
  })) {
    it(`401 to a message with ${what}`, async () => {
      await refused(signedPath(system(), { nonce: what.replaceAll(' ', '-') }), raw, 'malformed');
    });
  }

  it('413 to one that is too large', async () => {
    const answer = await post(signedPath(system()), 'x'.repeat(64 * 1024 + 1));
    expectProblem(answer, [413, 'body_too_large', 'en']);
  });

  it('200 success to a message of a follower, and to what nobody has heard of, which are not kept', async () => {
    const before = await system().rowCounts();
    for (const [nonce, fields] of [
      ['text', { MsgType: 'text', Content: '你好', MsgId: '1' }],
      ['unheard', { MsgType: 'unheard_of' }],
      ['event', { Event: 'VIEW', EventKey: 'https://a' }],
    ] as const) {
      const answer = await post(signedPath(system(), { nonce }), aSubscription('o-1', fields));
      expect([answer.status, answer.text]).to.deep.equal([200, 'success']);
    }
    expect(await system().rowCounts()).to.deep.equal(before);
  });
});

describe('POST /api/webhook/wechat-oa, while WeChat', () => {
  const system = useTestSystem({ wechatTimeoutMs: 10_000 });
  const USER_INFO = '/cgi-bin/user/info';
  afterEach(() => system().phone.faults({ seed: 1, rules: [] }));

  it('does not say who it is: 200 success, and a sweep makes the user', async () => {
    await system().phone.faults({ seed: 1, rules: [{ on: 'request', fault: 'reset', path: USER_INFO, times: 2 }] });
    const { status, openid, delivery_id } = await system().phone.follower(somebody(), 'subscribe');
    expect(status).to.equal(200);
    expect((await system().phone.pushed(delivery_id)).attempts[0]).to.include({ reply: 'success' });
    expect(await userOf(system(), openid)).to.equal(null);
    await system().sweep('handle-follower-events');
    expect(await userOf(system(), openid), 'not before its time').to.equal(null);
    await system().advance(11);
    await system().sweep('handle-follower-events');
    expect(await userOf(system(), openid), 'WeChat is still down').to.equal(null);
    await system().advance(31);
    await system().sweep('handle-follower-events');
    expect(await userOf(system(), openid)).not.to.equal(null);
    expect(system().logLines.join('')).not.to.include(openid);
  });

  it('never says who it is: 200 success within five seconds, and a sweep makes the user', async () => {
    await system().phone.faults({
      seed: 1,
      rules: [{ on: 'request', fault: 'timeout_before', path: USER_INFO, times: 1 }],
    });
    const startedAt = performance.now();
    const { status, openid } = await system().phone.follower(somebody(), 'subscribe');
    expect(status).to.equal(200);
    expect(performance.now() - startedAt).to.be.below(4_500);
    await system().advance(11);
    await system().sweep('handle-follower-events');
    expect(await userOf(system(), openid)).not.to.equal(null);
  });

  it('is too slow to say who it is: 200 success within five seconds, and the user is made soon after', async () => {
    await system().phone.expireTokens();
    await system().phone.faults({
      seed: 1,
      rules: [{ on: 'request', fault: 'slow_body', path: USER_INFO, delay_ms: 2_000, times: 2 }],
    });
    const startedAt = performance.now();
    const { openid, delivery_id } = await system().phone.follower(somebody(), 'subscribe');
    expect(performance.now() - startedAt)
      .to.be.greaterThan(3_000)
      .and.below(4_500);
    expect((await system().phone.pushed(delivery_id)).attempts[0]).to.include({ reply: 'success', received: true });
    await eventually(async () => expect(await userOf(system(), openid)).not.to.equal(null));
  });
});

describe('POST /api/webhook/wechat-oa without an official account', () => {
  const system = useTestSystem({
    parts: { readFollowerMessage: () => ({ kind: 'refused', reason: 'unknown_key' }), answerAccountCheck: () => null },
  });

  it('401 to everything', async () => {
    expectProblem(await system().call(`${signedPath(system())}&echostr=1`), [401, 'notification_refused', 'en']);
    const answer = await system().call(signedPath(system()), { raw: aSubscription('o-1') });
    expectProblem(answer, [401, 'notification_refused', 'en'], ['reason']);
    expect(answer.json.reason).to.equal('unknown_key');
  });
});
