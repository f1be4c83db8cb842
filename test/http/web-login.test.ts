import { expect } from 'chai';
import { parseId } from '../../src/adapters/http/public-id.ts';
import type { Network } from '../../src/domain/keyvault/network.ts';
import type { UserId } from '../../src/domain/shared/ids.ts';
import type { Person } from '../support/http/actors.ts';
import type { Answer } from '../support/http/api-client.ts';
import { INSTANT } from '../support/http/dates.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { type TestSystem, useTestSystem } from '../support/http/test-system.ts';

const MINUTE = 60;
const TICKETS = '/api/web/login-tickets';

/** Each browser is somewhere else, so that the tests of one file do not meet at the limit. */
const trustedProxies = ['127.0.0.0/8'] as Network[];
let browsers = 0;

function aBrowser(system: () => TestSystem, address = `198.51.100.${++browsers}`) {
  const headers = { 'X-Forwarded-For': address };
  const ask = (body: unknown = {}) => system().call(TICKETS, { body, headers });
  const opened = async (body?: unknown) => {
    const { status, json, text } = await ask(body);
    expect(status, text).to.equal(201);
    return json;
  };
  return { ask, opened };
}
const claim = (system: TestSystem, id: string, body: unknown): Promise<Answer> =>
  system.call(`${TICKETS}/${id}/claim`, { body });
/** What no answer tells where the code is the official account's: what a phone would read off it. */
const sceneOf = async ({ knex }: TestSystem, id: string): Promise<string> =>
  (
    await knex('identity.login_tickets')
      .where({ id: id.slice('lgn_'.length) })
      .first()
  ).scene;
const scan = async (system: TestSystem, id: string, person: Person): Promise<string> =>
  system.application.confirmScan(await sceneOf(system, id), parseId<UserId>('usr', person.id) as UserId, null);

describe('POST /api/web/login-tickets', () => {
  const system = useTestSystem({ trustedProxies });

  it('201 gives a code of the official account, and a secret that this browser alone has', async () => {
    const json = await aBrowser(system).opened({ device: 'Firefox 140' });
    expect(json).to.have.all.keys('id', 'browser_secret', 'qr', 'expires_at', 'poll_after_ms');
    expect(json.id).to.match(/^lgn_[0-9a-f]{32}$/);
    expect(json.browser_secret).to.match(/^hlb_[0-9a-f]{64}$/);
    expect(json.qr).to.have.all.keys('kind', 'content');
    expect(json.qr.kind).to.equal('official_account');
    expect(json.qr.content).to.match(/^http:\/\/weixin\.qq\.com\/q\/[\w-]+$/);
    expect(json.expires_at).to.match(INSTANT);
    expect(json.poll_after_ms).to.equal(2_000);
    const [row] = await system()
      .knex('identity.login_tickets')
      .where({ id: json.id.slice(4) });
    expect(row).to.include({ device: 'Firefox 140', state: 'waiting' });
    expect(row.expires_at - row.created_at).to.equal(5 * 60_000);
    expect(JSON.stringify(row)).not.to.include(json.browser_secret);
  });

  it('429 for the eleventh that one address asks for within a minute, and 201 for its neighbours, or later', async () => {
    for (const [address, neighbour] of [
      ['203.0.113.1', '203.0.113.2'],
      ['2001:db8:0:1::1', '2001:db8:0:2::1'],
    ] as const) {
      const browser = aBrowser(system, address);
      for (let asked = 0; asked < 10; asked++) await browser.opened();
      const before = await system().rowCounts();
      const refused = await browser.ask();
      expectProblem(refused, [429, 'too_many_login_tickets', 'zh']);
      expect(refused.headers.get('retry-after')).to.equal('60');
      expect(await system().rowCounts()).to.deep.equal(before);
      await aBrowser(system, neighbour).opened();
    }
    expectProblem(await aBrowser(system, '2001:db8:0:1:ffff::9').ask(), [429, 'too_many_login_tickets', 'zh']);
    await system().advance(MINUTE);
    await aBrowser(system, '203.0.113.1').opened();
  });

  const hostile: readonly (readonly [string, unknown])[] = [
    ['an overlong device', { device: 'x'.repeat(65) }],
    ['a device of blanks', { device: '   ' }],
    ['a control character', { device: 'a\u0000' }],
    ['a number', { device: 7 }],
    ['a scene of its own', { scene: 'login:00000000000000000000000000' }],
    ['a list', []],
  ];
  for (const [what, body] of hostile) {
    it(`400 for ${what}`, async () => {
      const before = await system().rowCounts();
      expectProblem(await aBrowser(system).ask(body), [400, 'invalid_request', 'zh'], ['errors']);
      expect(await system().rowCounts()).to.deep.equal(before);
    });
  }

  it('is forgotten after a day', async () => {
    const { id, browser_secret } = await aBrowser(system).opened();
    await system().advance(24 * 60 * MINUTE + 1);
    await system().sweep('remove-old-login-tickets');
    expectProblem(await claim(system(), id, { browser_secret }), [404, 'unknown_login_ticket', 'zh']);
  });
});

describe('POST /api/web/login-tickets while WeChat is down', () => {
  const system = useTestSystem({ trustedProxies, wechatTimeoutMs: 500 });

  it('503; later 201', async () => {
    await system().stopWechat();
    const down = await aBrowser(system).ask();
    expectProblem(down, [503, 'wechat_api_unavailable', 'zh']);
    expect(down.headers.get('retry-after')).to.equal('2');
    await system().startWechat();
    await aBrowser(system).opened();
  });
});

describe('POST /api/web/login-tickets without an official account', () => {
  const system = useTestSystem({ trustedProxies, officialAccount: 'none' });

  it('201 gives a code of the mini-program, whose page can confirm with its scene', async () => {
    const { id, browser_secret, qr } = await aBrowser(system).opened();
    expect(qr).to.have.all.keys('kind', 'scene', 'image_base64');
    expect(qr.kind).to.equal('mini_program');
    expect(qr.scene)
      .to.match(/^login:[0-9a-f]{26}$/)
      .and.equal(await sceneOf(system(), id));
    const image = Buffer.from(qr.image_base64, 'base64');
    expect(image.subarray(0, 4).toString('latin1')).to.equal('\u0089PNG');
    expect(await system().phone.scannedCodes()).to.deep.include({ scene: qr.scene, page: 'pages/web-login/web-login' });
    const person = await system().actors.aPerson();
    const body = { scene: qr.scene, confirm: true };
    expect((await system().call('/api/v1/login-tickets/confirm', { token: person.token, body })).status).to.equal(200);
    expect((await claim(system(), id, { browser_secret })).json.user.id).to.equal(person.id);
  });
});

describe('POST /api/web/login-tickets/:id/claim', () => {
  const system = useTestSystem({ trustedProxies });
  let id: string;
  let browser_secret: string;
  let person: Person;
  beforeEach(async () => {
    ({ id, browser_secret } = await aBrowser(system).opened({ device: 'Firefox' }));
    person = await system().actors.aPerson();
  });

  it('200 says that it waits, until somebody scans', async () => {
    const before = await system().rowCounts();
    const { status, json } = await claim(system(), id, { browser_secret });
    expect([status, json]).to.deep.equal([200, { status: 'waiting', poll_after_ms: 2_000 }]);
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  it('200 signs in after the scan, as the user who scanned, in a session of the web', async () => {
    expect(await scan(system(), id, person)).to.equal('login_confirmed');
    const { status, json } = await claim(system(), id, { browser_secret });
    expect(status).to.equal(200);
    expect(json).to.have.all.keys('status', 'token', 'expires_at', 'user');
    expect(json.status).to.equal('signed_in');
    expect(json.expires_at).to.match(INSTANT);
    expect((await system().call('/api/v1/me', { token: json.token })).json).to.deep.equal(json.user);
    const { sessions } = (await system().call('/api/v1/sessions', { token: json.token })).json;
    const own = sessions.find(({ current }: { current: boolean }) => current);
    expect(own).to.include({ kind: 'web', device: 'Firefox' });
  });

  it('409 the second time: a ticket is claimed once', async () => {
    await scan(system(), id, person);
    await claim(system(), id, { browser_secret });
    const before = await system().rowCounts();
    expectProblem(await claim(system(), id, { browser_secret }), [409, 'login_ticket_used', 'zh']);
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  it('404 for another browser, which has seen the code and knows the id, and for ids of nothing', async () => {
    const another = await aBrowser(system).opened();
    await scan(system(), id, person);
    const before = await system().rowCounts();
    for (const secret of [another.browser_secret, '', `${browser_secret}0`, await sceneOf(system(), id)]) {
      const answer = await claim(system(), id, { browser_secret: secret });
      expectProblem(answer, [404, 'unknown_login_ticket', 'zh']);
    }
    for (const none of ['lgn_1', `lgn_${'0'.repeat(32)}`, person.id, '%00', another.id]) {
      expectProblem(await claim(system(), none, { browser_secret }), [404, 'unknown_login_ticket', 'zh']);
    }
    expect(await system().rowCounts()).to.deep.equal(before);
  });

  it('410 after five minutes, also where it was confirmed in time and nobody came for it', async () => {
    const late = await aBrowser(system).opened();
    await scan(system(), id, person);
    await system().advance(5 * MINUTE);
    expectProblem(await claim(system(), id, { browser_secret }), [410, 'login_ticket_expired', 'zh']);
    expect(await scan(system(), late.id, person)).to.equal('login_expired');
    const { browser_secret: secret } = late;
    expectProblem(await claim(system(), late.id, { browser_secret: secret }), [410, 'login_ticket_expired', 'zh']);
  });

  const hostile: readonly (readonly [string, unknown])[] = [
    ['no secret', {}],
    ['an overlong secret', { browser_secret: 'x'.repeat(129) }],
    ['a secret that is a number', { browser_secret: 1 }],
    ['a field that nobody knows', { browser_secret: 'x', user_id: 'usr_1' }],
    ['null', { browser_secret: null }],
  ];
  for (const [what, body] of hostile) {
    it(`400 for ${what}`, async () => {
      expectProblem(await claim(system(), id, body), [400, 'invalid_request', 'zh'], ['errors']);
    });
  }

  it('leaves neither the secret nor the scene in the log or the audit log', async () => {
    const scene = await sceneOf(system(), id);
    await scan(system(), id, person);
    const { json } = await claim(system(), id, { browser_secret });
    const audit = JSON.stringify(await system().knex('audit.events'));
    expect(audit).to.include('login_ticket.confirmed').and.include('login_ticket.claimed');
    for (const text of [system().logLines.join(''), audit]) {
      for (const secret of [scene, browser_secret, json.token]) expect(text).not.to.include(secret);
    }
  });
});

describe('POST /api/v1/login-tickets/confirm', () => {
  const system = useTestSystem({ trustedProxies });
  let id: string;
  let browser_secret: string;
  let scene: string;
  let person: Person;
  beforeEach(async () => {
    ({ id, browser_secret } = await aBrowser(system).opened({ device: 'Firefox' }));
    scene = await sceneOf(system(), id);
    person = await system().actors.aPerson();
  });
  const answer = (body: unknown, token: string | undefined = person.token) =>
    system().call('/api/v1/login-tickets/confirm', { token, body });
  const claimed = () => claim(system(), id, { browser_secret });

  it('200 tells what is being signed in, and changes nothing', async () => {
    const { status, json } = await answer({ scene });
    expect(status).to.equal(200);
    expect(json).to.have.all.keys('status', 'device', 'created_at', 'expires_at');
    expect(json).to.include({ status: 'waiting', device: 'Firefox' });
    expect([json.created_at, json.expires_at]).to.satisfy((all: string[]) => all.every((at) => INSTANT.test(at)));
    expect((await claimed()).json.status).to.equal('waiting');
  });

  it('200 confirms, also a second time; then the browser is signed in', async () => {
    for (let times = 0; times < 2; times++) {
      const { status, json } = await answer({ scene, confirm: true });
      expect([status, json.status]).to.deep.equal([200, 'confirmed']);
    }
    expect((await claimed()).json.user.id).to.equal(person.id);
    expect((await answer({ scene, confirm: true })).json.status).to.equal('confirmed');
  });

  it('200 refuses; then the browser gets 410, and nobody can confirm', async () => {
    const { status, json } = await answer({ scene, confirm: false });
    expect([status, json]).to.deep.equal([200, { status: 'refused' }]);
    expectProblem(await claimed(), [410, 'login_ticket_refused', 'zh']);
    expectProblem(await answer({ scene, confirm: true }), [409, 'login_ticket_used', 'zh']);
    expect(await scan(system(), id, person)).to.equal('login_expired');
  });

  it('409 for a second user, who can neither look, confirm nor refuse', async () => {
    const { token } = await system().actors.aPerson();
    await answer({ scene, confirm: true });
    for (const more of [{}, { confirm: true }, { confirm: false }]) {
      expectProblem(await answer({ scene, ...more }, token), [409, 'login_ticket_used', 'zh']);
    }
    expect((await claimed()).json.user.id).to.equal(person.id);
    expectProblem(await answer({ scene, confirm: true }, token), [409, 'login_ticket_used', 'zh']);
  });

  it('410 once it has expired', async () => {
    await system().advance(5 * MINUTE);
    for (const more of [{}, { confirm: true }, { confirm: false }]) {
      expectProblem(await answer({ scene, ...more }), [410, 'login_ticket_expired', 'zh']);
    }
  });

  it('404 for scenes of nothing', async () => {
    for (const none of ['', 'poster', `login:${'0'.repeat(26)}`, id, `${scene} `, scene.toUpperCase()]) {
      expectProblem(await answer({ scene: none, confirm: true }), [404, 'unknown_login_ticket', 'zh']);
    }
  });

  const hostile: readonly (readonly [string, unknown])[] = [
    ['no scene', { confirm: true }],
    ['an overlong scene', { scene: 'x'.repeat(65) }],
    ['a control character', { scene: 'login:\u0000' }],
    ['"yes"', { scene: 'login:', confirm: 'yes' }],
    ['a user of its choice', { scene: 'login:', confirm: true, user_id: 'usr_1' }],
  ];
  for (const [what, body] of hostile) {
    it(`400 for ${what}`, async () => {
      expectProblem(await answer(body), [400, 'invalid_request', 'zh'], ['errors']);
    });
  }

  it('401 without a session, and for a service', async () => {
    const bare = await system().call('/api/v1/login-tickets/confirm', { body: { scene, confirm: true } });
    expectProblem(bare, [401, 'session_missing', 'zh']);
    const service = await system().actors.aService();
    expectProblem(await answer({ scene, confirm: true }, service), [401, 'session_unknown', 'zh']);
    expect((await claimed()).json.status).to.equal('waiting');
  });
});

describe('a browser that shows a code of the official account', () => {
  const system = useTestSystem({ trustedProxies });
  const person = (): string => `scanner-${++browsers}`;
  const userOf = async (name: string, unionid = true): Promise<string> => {
    const { code } = await system().phone.login(name, { unionid });
    return (await system().call('/api/v1/session', { body: { code } })).json.user.id;
  };

  it('200 is signed in by somebody who begins to follow, as the user that he is in the mini-program', async () => {
    const name = person();
    const userId = await userOf(name);
    const { id, browser_secret } = await aBrowser(system).opened({ device: 'Firefox' });
    expect((await claim(system(), id, { browser_secret })).json.status).to.equal('waiting');
    const scene = await sceneOf(system(), id);
    const { status, delivery_id } = await system().phone.follower(name, 'subscribe', { scene, unionid: true });
    expect(status).to.equal(200);
    const { json } = await claim(system(), id, { browser_secret });
    expect(json).to.include({ status: 'signed_in' });
    expect(json.user.id).to.equal(userId);
    expect((await system().call('/api/v1/me', { token: json.token })).json.id).to.equal(userId);
    const [attempt] = (await system().phone.pushed(delivery_id)).attempts;
    expect(attempt?.text).to.match(/登录/);
  });

  it('200 is signed in by the scan of a follower, and by nobody’s second scan', async () => {
    const [name, other] = [person(), person()];
    const userId = await userOf(name);
    for (const each of [name, other]) await system().phone.follower(each, 'subscribe', { unionid: true });
    const { id, browser_secret } = await aBrowser(system).opened();
    const scene = await sceneOf(system(), id);
    await system().phone.follower(name, 'SCAN', { scene });
    await system().phone.follower(other, 'SCAN', { scene });
    expect((await claim(system(), id, { browser_secret })).json.user.id).to.equal(userId);
    expectProblem(await claim(system(), id, { browser_secret }), [409, 'login_ticket_used', 'zh']);
  });

  it('200 goes on waiting when somebody scans another code', async () => {
    const name = person();
    const { id, browser_secret } = await aBrowser(system).opened();
    await system().phone.follower(name, 'subscribe', { scene: 'a-poster' });
    expect((await claim(system(), id, { browser_secret })).json.status).to.equal('waiting');
  });
});
