import { expect } from 'chai';
import { aCallerOf, type CallerOf } from '../../support/http/callers.ts';
import { answer, hold, pick, question, reply, textsOf, told, type } from './support/answers.ts';
import type { Screen } from './support/screen.ts';
import { useMiniProgram } from './support/use-mini-program.ts';

describe('Key 详情', () => {
  const app = useMiniProgram();

  const open = (caller: CallerOf, more: object = {}): Promise<Screen> =>
    app().open({ person: caller.person, page: `/pages/key-detail/key-detail?id=${caller.key.id}`, ...more });
  /** Somebody with 600 points, at the page of his key. */
  async function atKey() {
    const caller = await aCallerOf(app().system);
    const screen = await open(caller);
    await screen.sees('剩余积分');
    return { caller, screen };
  }
  const manage = ({ person }: CallerOf, path: string, body?: object) =>
    app().system.call(`/api/v1/api-keys${path}`, { token: person.token, ...(body ? { body } : {}) });
  const keysOf = async (caller: CallerOf) => (await manage(caller, '')).json.api_keys;
  const keyOf = async (caller: CallerOf) =>
    (await keysOf(caller)).find(({ id }: { id: string }) => id === caller.key.id);

  it('shows name, status, 剩余积分, 今日调用次数, last use and every limit', async () => {
    const caller = await aCallerOf(app().system);
    await caller.charge({ quantity: 2 });
    const limits = { networks: ['203.0.113.0/24'], rate_limit: { calls: 60, seconds: 60 }, daily_budget: 100 };
    await app().system.call(`/api/v1/api-keys/${caller.key.id}`, {
      ...{ method: 'PUT', token: caller.person.token, body: { ...limits, scope: ['image.recognize'] } },
    });
    const screen = await open(caller);
    await screen.sees('最近调用：刚刚');
    expect(await screen.at('key-name').textContent()).to.equal('test');
    expect(await screen.at('key-points').textContent()).to.equal('90');
    expect(await screen.at('key-calls').textContent()).to.equal('2');
    expect(await screen.at('scope').textContent()).to.equal('图片识别');
    expect(await screen.at('networks-text').textContent()).to.equal('203.0.113.0/24');
    expect(await screen.at('daily-text').textContent()).to.equal('已用 10 / 上限 100');
    expect(await screen.at('total-text').textContent()).to.equal('已用 10 / 不限');
    expect(await screen.at('rate-text').textContent()).to.equal('每分钟 60 次');
    expect(await screen.at('expiry').textContent()).to.match(/^\d{4}\/\d\d\/\d\d$/);
    await screen.shoot('key-detail');
  });

  it('is opened by a card of the list', async () => {
    const { person } = await aCallerOf(app().system);
    const screen = await app().open({ person, page: '/pages/keys/keys' });
    await screen.tap('key-card');
    await screen.isOn('pages/key-detail/key-detail');
    await screen.sees('权限与限制');
  });

  it('shows skeletons while it loads', async () => {
    const { key, person } = await aCallerOf(app().system);
    const screen = await app().open({ person });
    const release = await hold(screen, '**/calls/summary*');
    await screen.goTo(`/pages/key-detail/key-detail?id=${key.id}`);
    await screen.at('state-loading').waitFor();
    await screen.shoot('key-detail-loading');
    release();
    await screen.sees('权限与限制');
  });

  it('says so where there is no such key', async () => {
    const { actors } = app().system;
    const mine = await actors.anApiKey(await actors.aPerson());
    const screen = await app().open({ page: `/pages/key-detail/key-detail?id=${mine.id}` });
    await screen.sees('API Key 不存在');
    await screen.shoot('key-detail-unknown');
  });

  it('renames the key', async () => {
    const { caller, screen } = await atKey();
    await screen.tap('rename');
    await reply(screen, '生产环境');
    await told(screen, '已修改');
    expect(await screen.at('key-name').textContent()).to.equal('生产环境');
    expect((await keyOf(caller)).name).to.equal('生产环境');
  });

  it('changes 权限范围, IP白名单, budgets and 频率限制, and checks them first', async () => {
    const { caller, screen } = await atKey();
    await screen.tap(screen.at('terms').getByText('编辑'));
    await screen.tap('scope-some');
    await screen.tap('api-speech.transcribe');
    await type(screen, 'networks', 'office');
    await type(screen, 'daily-budget', '50');
    await type(screen, 'total-budget', '500');
    await screen.tap('unit-3600');
    await type(screen, 'rate-calls', '10');
    await screen.tap('save');
    await screen.sees('「office」不是有效的 IP 或 CIDR 网段，如 203.0.113.0/24');
    await screen.shoot('key-detail-edit');
    await type(screen, 'networks', '10.0.0.0/8');
    await screen.tap('save');
    await told(screen, '已保存');
    await screen.at('edit-dialog').waitFor({ state: 'detached' });
    expect(await screen.at('scope').textContent()).to.equal('语音转写');
    expect(await keyOf(caller)).to.deep.include({
      ...{ name: 'test', scope: ['speech.transcribe'], networks: ['10.0.0.0/8'] },
      ...{ daily_budget: 50, total_budget: 500, rate_limit: { calls: 10, seconds: 3_600 } },
    });
  });

  it('shows limits as they are when they are edited, and takes them off again', async () => {
    const caller = await aCallerOf(app().system, { daily_budget: 70 });
    const screen = await open(caller);
    await screen.tap(screen.at('terms').getByText('编辑'));
    expect(await screen.at('daily-budget').locator('input').inputValue()).to.equal('70');
    await type(screen, 'daily-budget', '');
    await screen.tap('save');
    await told(screen, '已保存');
    expect((await keyOf(caller)).daily_budget).to.equal(null);
  });

  it('disables the key after a question, and enables it again', async () => {
    const { caller, screen } = await atKey();
    await screen.tap('switch');
    await question(screen).getByText('禁用后，使用该Key的调用会立即被拒绝').waitFor();
    await answer(screen, '取消');
    expect((await keyOf(caller)).status).to.equal('active');
    await screen.tap('switch');
    await answer(screen, '禁用');
    await told(screen, '已禁用');
    await screen.sees('启用Key');
    expect((await caller.charge()).json.code).to.equal('key_disabled');
    await screen.shoot('key-detail-disabled');
    await screen.tap('switch');
    await told(screen, '已启用');
    expect((await caller.charge()).json.allowed).to.equal(true);
  });

  it('deletes the key after a question, and leads back to the list', async () => {
    const { caller, screen } = await atKey();
    await screen.tap('delete');
    await question(screen).getByText('删除后立即失效，且无法恢复').waitFor();
    await answer(screen, '取消');
    expect(await screen.route()).to.equal('pages/key-detail/key-detail');
    await screen.tap('delete');
    await answer(screen, '删除');
    await screen.isOn('pages/keys/keys');
    await screen.sees('还没有 API Key');
    expect(await keysOf(caller)).to.deep.equal([]);
  });

  for (const [grace, hours] of [
    ['旧Key立即失效', 0],
    ['旧Key保留1小时', 1],
    ['旧Key保留24小时', 24],
    ['旧Key保留7天', 168],
  ] as const) {
    it(`轮换: ${grace}, and the new key is shown once`, async () => {
      const { caller, screen } = await atKey();
      await screen.tap('rotate');
      await pick(screen, grace);
      await answer(screen, '轮换');
      await screen.isOn('pages/key-created/key-created');
      const token = await screen.at('token').textContent();
      expect((await caller.charge({ api_key: token })).json.allowed).to.equal(true);
      expect((await caller.charge()).json.allowed).to.equal(hours > 0);
      const left = Date.parse((await keyOf(caller)).expires_at) - Date.now();
      expect(Math.round(left / 3_600_000)).to.equal(hours);
      await screen.tap('saved');
      await screen.tap('done');
      const cards = await textsOf(screen, 'key-card', 2);
      expect(cards.filter((card) => card.includes('已轮换'))).to.have.length(1);
    });
  }

  it('轮换 can be left before anything is done', async () => {
    const { caller, screen } = await atKey();
    await screen.tap('rotate');
    await screen.page.locator('.shell-sheet').waitFor();
    await screen.shoot('key-detail-rotate');
    await pick(screen, '取消');
    await screen.tap('rotate');
    await pick(screen, '旧Key保留1小时');
    await question(screen)
      .getByText(/旧Key在1小时后失效/)
      .waitFor();
    await answer(screen, '取消');
    expect(await keysOf(caller)).to.have.length(1);
  });

  it('tells where the server refuses to rotate a key that was disabled elsewhere', async () => {
    const { caller, screen } = await atKey();
    await manage(caller, '/status', { ids: [caller.key.id], enabled: false });
    screen.expects(/status of 409/);
    await screen.tap('rotate');
    await pick(screen, '旧Key立即失效');
    await answer(screen, '轮换');
    await told(screen, '只有活跃的 API Key 才能轮换');
    await screen.sees('启用Key');
    expect(await screen.at('rotate').count()).to.equal(0);
  });

  it('tells where enabling it would be one key too many', async () => {
    const caller = await aCallerOf(app().system, { enabled: false });
    for (let made = 0; made < 20; made++) await app().system.actors.anApiKey(caller.person);
    const screen = await open(caller);
    screen.expects(/status of 409/);
    await screen.tap('switch');
    await told(screen, 'API Key 数量已达上限');
    await screen.sees('启用Key');
  });

  it('shows the calls of 7 days by day and API as bars, of which a tap shows the figure', async () => {
    const caller = await aCallerOf(app().system);
    await caller.charge({ quantity: 3 });
    await caller.charge({ api: 'text.moderate' });
    const screen = await open(caller);
    await screen.at('bar').nth(6).waitFor();
    expect(await screen.at('bar').count()).to.equal(7);
    const [first, second] = await textsOf(screen, 'api-share', 2);
    expect(first).to.match(/图片识别[\s\S]*3次 · 15积分/);
    expect(second).to.match(/文本审核[\s\S]*1次 · 1积分/);
    await screen.tap(screen.at('bar').nth(6));
    expect(await screen.at('picked').textContent()).to.match(/^\d+\/\d+ · 4次$/);
    await screen.tap('measure-points');
    await screen.tap(screen.at('bar').nth(6));
    expect(await screen.at('picked').textContent()).to.match(/ · 16积分$/);
    await screen.shoot('key-detail-usage');
  });

  it('shows refused calls and why, and leads to all of this key', async () => {
    const caller = await aCallerOf(app().system, { scope: ['image.recognize'] });
    for (let calls = 0; calls < 2; calls++) await caller.charge({ api: 'text.moderate' });
    await app().system.writeDownRefusals();
    const screen = await open(caller);
    const [refused] = await textsOf(screen, 'refused', 1);
    expect(refused).to.match(/文本审核[\s\S]*2次[\s\S]*Key 无该接口权限/);
    await screen.tap(screen.text('查看全部'));
    await screen.isOn('pages/calls/calls');
    await screen.sees('Key 无该接口权限');
  });

  it('says that nothing was called, and nothing refused', async () => {
    const { screen } = await atKey();
    await screen.sees('这段时间没有调用');
    await screen.sees('近30天没有被拒绝的调用');
  });

  it('says that there is no network, and comes back by 重试', async () => {
    const screen = await open(await aCallerOf(app().system), { online: false });
    await screen.sees('网络不给力');
    await screen.set({ online: true });
    await screen.tap('retry');
    await screen.sees('权限与限制');
  });

  it('a change without a network changes nothing, and can be tried again', async () => {
    const { caller, screen } = await atKey();
    await screen.set({ online: false });
    await screen.tap('switch');
    await answer(screen, '禁用');
    await told(screen, '网络不给力，请稍后重试');
    expect((await keyOf(caller)).status).to.equal('active');
    await screen.set({ online: true });
    await screen.tap('switch');
    await answer(screen, '禁用');
    await told(screen, '已禁用');
  });

  it('signs in again where the session has ended meanwhile', async () => {
    const { caller, screen } = await atKey();
    await app().system.call('/api/v1/sessions/revoke-others', { method: 'POST', token: caller.person.token });
    screen.expects(/status of 401/);
    await screen.tap('rename');
    await reply(screen, '生产');
    await told(screen, '已修改');
  });

  it('where nothing is sold shows no price and no way to buy', async () => {
    const screen = await open(await aCallerOf(app().system), { platform: 'ios' });
    await screen.sees('权限与限制');
    await screen.seesNo(/¥|购买|充值/);
  });

  it('bears large letters', async () => {
    const screen = await open(await aCallerOf(app().system, { daily_budget: 1_234_567 }), { fontSize: 23 });
    await screen.sees('权限与限制');
    await screen.shoot('key-detail-large-letters');
    expect(await screen.overflow()).to.equal(0);
  });

  it('shows the calls of 30 days', async () => {
    const caller = await aCallerOf(app().system);
    await caller.charge();
    await app().system.advance(10 * 86_400);
    const screen = await open(caller);
    await screen.sees('这段时间没有调用');
    await screen.tap('days-30');
    await screen.at('bar').nth(29).waitFor();
    expect(await textsOf(screen, 'api-share', 1)).to.have.length(1);
    await screen.shoot('key-detail-usage-30');
  });
}).timeout(60_000);
