import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import type { Person } from '../../support/http/actors.ts';
import { answer, question, textsOf, type } from './support/answers.ts';
import type { Screen } from './support/screen.ts';
import { useMiniProgram } from './support/use-mini-program.ts';

const WARNING = 'Key一旦关闭将无法再次查看';

describe('生成新Key', () => {
  const app = useMiniProgram();

  const keysOf = async ({ token }: Person) => (await app().system.call('/api/v1/api-keys', { token })).json.api_keys;
  async function atDialog() {
    const person = await app().system.actors.aPerson();
    const screen = await app().open({ person, page: '/pages/keys/keys' });
    await screen.tap('new-key');
    await screen.at('create').waitFor();
    return { person, screen };
  }
  const tokenOn = async (screen: Screen): Promise<string> => {
    await screen.isOn('pages/key-created/key-created');
    return (await screen.at('token').textContent()) ?? '';
  };

  it('the name is 「我的第一个Key」 at first; all APIs, anywhere, 12 months, no limits', async () => {
    const { person, screen } = await atDialog();
    expect(await screen.at('name').locator('input').inputValue()).to.equal('我的第一个Key');
    await screen.tap('create');
    await tokenOn(screen);
    const [key] = await keysOf(person);
    expect(key).to.include({ name: '我的第一个Key', scope: 'all', networks: null, rate_limit: null });
    expect(key).to.include({ daily_budget: null, total_budget: null });
  });

  it('the name is required, and has at most 20 characters', async () => {
    const { person, screen } = await atDialog();
    await type(screen, 'name', '');
    await screen.tap('create');
    await screen.sees('请填写 Key 名称');
    await type(screen, 'name', '一'.repeat(21));
    await screen.sees('名称不能超过20个字符');
    await screen.sees('21/20');
    await screen.shoot('key-new-mistake');
    await type(screen, 'name', '一'.repeat(20));
    await screen.seesNo('名称不能超过20个字符');
    await screen.tap('create');
    await tokenOn(screen);
    expect((await keysOf(person))[0].name).to.have.length(20);
  });

  it('权限范围 is 全部接口, or chosen APIs of those that are sold', async () => {
    const { person, screen } = await atDialog();
    await screen.tap('scope-some');
    await screen.sees('图片识别');
    await screen.tap('create');
    await screen.sees('请至少选择一个接口');
    await screen.tap('api-image.recognize');
    await screen.tap('api-text.moderate');
    await screen.tap('api-text.moderate');
    await screen.seesNo('请至少选择一个接口');
    await screen.shoot('key-new-scope');
    await screen.tap('create');
    await tokenOn(screen);
    expect((await keysOf(person))[0].scope).to.deep.equal(['image.recognize']);
  });

  it('the list of APIs can be tried again where it has failed', async () => {
    const { screen } = await atDialog();
    await screen.set({ online: false });
    await screen.tap('scope-some');
    await screen.sees('接口列表加载失败，点击重试');
    await screen.set({ online: true });
    await screen.tap('apis-again');
    await screen.sees('图片识别');
  });

  it('IP白名单 may stay empty, takes CIDR, and says what is wrong before anything is sent', async () => {
    const { person, screen } = await atDialog();
    await type(screen, 'networks', '203.0.113.0/24\n10.1.0.1/16');
    await screen.tap('create');
    await screen.sees('「10.1.0.1/16」不是有效的 IP 或 CIDR 网段，如 203.0.113.0/24');
    expect(await keysOf(person)).to.deep.equal([]);
    await type(screen, 'networks', '203.0.113.0/24\n10.1.0.0/16');
    await screen.tap('create');
    await tokenOn(screen);
    expect((await keysOf(person))[0].networks).to.deep.equal(['203.0.113.0/24', '10.1.0.0/16']);
  });

  for (const months of [1, 3, 6, 12]) {
    it(`有效期 may be ${months}个月`, async () => {
      const { person, screen } = await atDialog();
      await screen.tap(`months-${months}`);
      await screen.tap('create');
      await tokenOn(screen);
      const [{ created_at: from, expires_at: to }] = await keysOf(person);
      const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
      expect(Math.round(days / 30.4)).to.equal(months);
    });
  }

  it('高级设置 is collapsed, and holds budgets and a rate limit', async () => {
    const { person, screen } = await atDialog();
    expect(await screen.at('daily-budget').count()).to.equal(0);
    await screen.tap('advanced');
    await type(screen, 'daily-budget', '0');
    await screen.tap('create');
    await screen.sees('请填写正整数，或留空表示不限');
    await type(screen, 'daily-budget', '100');
    await type(screen, 'total-budget', '1000');
    await screen.tap('unit-1');
    await type(screen, 'rate-calls', '5');
    await screen.shoot('key-new-advanced');
    await screen.tap('create');
    await tokenOn(screen);
    const [key] = await keysOf(person);
    expect(key).to.deep.include({ daily_budget: 100, total_budget: 1_000, rate_limit: { calls: 5, seconds: 1 } });
  });

  it('a mask with an animation lies over all while the key is made, and two taps make one key', async () => {
    const { person, screen } = await atDialog();
    await screen.page.route('**/api/v1/api-keys', async (route) => {
      if (route.request().method() === 'POST') await delay(1_500);
      await route.continue();
    });
    await screen.at('create').tap();
    await screen.page.locator('.shell-toast').getByText('生成中').waitFor();
    expect(await screen.page.locator('.shell-guard').count()).to.equal(1);
    await screen.page.touchscreen.tap(187, 680);
    await tokenOn(screen);
    expect(await screen.page.locator('.shell-guard').count()).to.equal(0);
    expect(await keysOf(person)).to.have.length(1);
  });

  it('tells in the dialog where there are too many keys, and how to go on', async () => {
    const { person, screen } = await atDialog();
    for (let made = 0; made < 20; made++) await app().system.actors.anApiKey(person);
    screen.expects(/status of 409/);
    await screen.tap('create');
    await screen.sees('API Key 数量已达上限');
    await screen.sees('请先禁用不再使用的 Key，或重新启用已有的 Key');
    await screen.shoot('key-new-refused');
    expect(await screen.route()).to.equal('pages/keys/keys');
  });

  it('without a network says that nobody knows whether it was made, and can be tried again', async () => {
    const { person, screen } = await atDialog();
    await screen.set({ online: false });
    await screen.tap('create');
    await screen.sees('网络不给力，未收到生成结果');
    await screen.sees('请先在列表中确认是否已生成，再重试');
    await screen.set({ online: true });
    await screen.tap('create');
    await tokenOn(screen);
    expect(await keysOf(person)).to.have.length(1);
  });

  it('signs in again where the session has ended meanwhile', async () => {
    const { person, screen } = await atDialog();
    await app().system.call('/api/v1/sessions/revoke-others', { method: 'POST', token: person.token });
    screen.expects(/status of 401/);
    await screen.tap('create');
    await tokenOn(screen);
    expect(await keysOf(person)).to.have.length(1);
  });

  it('is a page of its own behind 生成Key of the first page', async () => {
    const screen = await app().open();
    await screen.tap('bar-new-key');
    await screen.isOn('pages/key-new/key-new');
    await screen.shoot('key-new');
    await screen.tap('create');
    await tokenOn(screen);
  });

  it('bears large letters', async () => {
    const screen = await app().open({ page: '/pages/key-new/key-new', fontSize: 23 });
    await screen.sees('确认生成');
    await screen.tap('advanced');
    await screen.shoot('key-new-large-letters');
    expect(await screen.overflow()).to.equal(0);
  });
}).timeout(60_000);

describe('生成成功', () => {
  const app = useMiniProgram();

  async function atCreated() {
    const person = await app().system.actors.aPerson();
    const screen = await app().open({ person, page: '/pages/keys/keys' });
    await screen.tap('new-key');
    await screen.tap('create');
    await screen.isOn('pages/key-created/key-created');
    const token = (await screen.at('token').textContent()) ?? '';
    return { person, screen, token };
  }
  const everywhere = (screen: Screen): Promise<string> =>
    screen.page.evaluate(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href, document.documentElement.outerHTML, getCurrentPages().map((page) => page.data)])',
    );

  it('shows the new key in plain text, which works, and the warning', async () => {
    const { person, screen, token } = await atCreated();
    const { actors, call } = app().system;
    await actors.aPaidOrder(person);
    const body = { api_key: token, api: 'image.recognize' };
    const headers = { 'Idempotency-Key': 'shown-once' };
    const { json } = await call('/internal/v1/usage', { token: await actors.aService(), body, headers });
    expect(json.allowed).to.equal(true);
    await screen.sees(WARNING);
    await screen.shoot('key-created');
  });

  it('「复制Key」 copies it', async () => {
    const { screen, token } = await atCreated();
    await screen.tap('copy');
    await screen.sees('已复制');
    expect(await screen.copied()).to.equal(token);
  });

  it('「我已保存」 is ticked before it is left without a question', async () => {
    const { screen } = await atCreated();
    await screen.tap('saved');
    await screen.shoot('key-created-saved');
    await screen.tap('done');
    await screen.isOn('pages/keys/keys');
    expect(await question(screen).count()).to.equal(0);
    await textsOf(screen, 'key-card', 1);
  });

  it('「完成」 without the tick asks', async () => {
    const { screen, token } = await atCreated();
    await screen.tap('done');
    await question(screen).getByText(WARNING).waitFor();
    await screen.shoot('key-created-asks');
    await answer(screen, '取消');
    await screen.sees(token);
    await screen.tap('done');
    await answer(screen, '仍要离开');
    await screen.isOn('pages/keys/keys');
  });

  it('the back button without the tick asks, too', async () => {
    const { screen, token } = await atCreated();
    await screen.back();
    await question(screen).getByText(new RegExp(WARNING)).waitFor();
    await answer(screen, '取消');
    await screen.sees(token);
    await screen.back();
    await answer(screen, '确定');
    await screen.isOn('pages/keys/keys');
  });

  it('the back button with the tick does not', async () => {
    const { screen } = await atCreated();
    await screen.tap('saved');
    await screen.back();
    await screen.isOn('pages/keys/keys');
  });

  it('the key is in no storage and no address, and gone once the page is left', async () => {
    const { screen, token } = await atCreated();
    expect(token).to.match(/^\S{30,}$/);
    const [local, session, url] = JSON.parse(await everywhere(screen));
    expect(JSON.stringify([local, session, url])).not.to.include(token);
    await screen.tap('saved');
    await screen.tap('done');
    await screen.isOn('pages/keys/keys');
    expect(await everywhere(screen)).not.to.include(token);
    await screen.goTo('/pages/key-created/key-created');
    await screen.sees('Key 仅在生成时显示一次');
    await screen.shoot('key-created-gone');
  });

  it('bears large letters', async () => {
    const screen = await app().open({ page: '/pages/key-new/key-new', fontSize: 23 });
    await screen.tap('create');
    await screen.isOn('pages/key-created/key-created');
    await screen.sees(WARNING);
    await screen.shoot('key-created-large-letters');
    expect(await screen.overflow()).to.equal(0);
  });

  it('shows nothing after the mini-program was closed', async () => {
    const { screen, token } = await atCreated();
    await screen.page.reload();
    await screen.sees('Key 仅在生成时显示一次');
    expect(await everywhere(screen)).not.to.include(token);
  });
}).timeout(60_000);
