import { expect } from 'chai';
import type { Person } from '../../support/http/actors.ts';
import { aCallerOf } from '../../support/http/callers.ts';
import { answer, hold, question, reply, textsOf, told, type } from './support/answers.ts';
import type { Screen } from './support/screen.ts';
import { useMiniProgram } from './support/use-mini-program.ts';

describe('API Key: the list', () => {
  const app = useMiniProgram();

  const openKeys = (person: Person): Promise<Screen> => app().open({ person, page: '/pages/keys/keys' });
  /** Somebody with points and these keys, at the list of them. */
  async function atKeys(...names: string[]) {
    const { actors } = app().system;
    const person = await actors.aPerson();
    await actors.aPaidOrder(person);
    const keys = [];
    for (const name of names) keys.push(await actors.anApiKey(person, { name }));
    return { person, keys, screen: await openKeys(person) };
  }
  const manage = (person: Person, path: string, body: object) =>
    app().system.call(`/api/v1/api-keys${path}`, { token: person.token, body });

  it('shows skeletons while it loads, then to a new user that there is no key yet', async () => {
    const screen = await app().open({ page: '/pages/about/about' });
    const release = await hold(screen, '**/api/v1/api-keys*');
    await screen.page.evaluate("wx.switchTab({ url: '/pages/keys/keys' })");
    await screen.at('state-loading').waitFor();
    await screen.shoot('keys-loading');
    release();
    await screen.sees('还没有 API Key');
    await screen.shoot('keys-empty');
  });

  it('shows every key, the one used last first', async () => {
    const caller = await aCallerOf(app().system);
    await app().system.actors.anApiKey(caller.person, { name: '从未用过' });
    await caller.charge();
    const screen = await openKeys(caller.person);
    const [first, second] = await textsOf(screen, 'key-card', 2);
    expect(first).to.match(/test[\s\S]*刚刚/);
    expect(second).to.match(/从未用过[\s\S]*从未使用/);
    await screen.shoot('keys');
  });

  it('a card shows name, 剩余积分, 今日调用次数 and 最近调用时间', async () => {
    const caller = await aCallerOf(app().system);
    await caller.charge({ quantity: 2 });
    const at = new Date(Date.now() - 5 * 60_000 - 2_000);
    await app().system.knex('keyvault.key_meters').where({ user_id: caller.userId }).update({ last_used_at: at });
    const screen = await openKeys(caller.person);
    const [card = ''] = await textsOf(screen, 'key-card', 1);
    expect(card).to.match(/剩余积分\s*590/);
    expect(card).to.match(/今日调用\s*2\s*次/);
    expect(card).to.match(/最近调用：5分钟前/);
  });

  it('a status tag says 活跃, 已禁用, 积分耗尽, 已过期 or 已轮换', async () => {
    const { actors, knex } = app().system;
    const caller = await aCallerOf(app().system);
    const { person } = caller;
    const disabled = await actors.anApiKey(person, { name: '停用的' });
    const spent = await actors.anApiKey(person, { name: '用完的', total_budget: 5 });
    const rotated = await actors.anApiKey(person, { name: '换过的' });
    await actors.anApiKey(person, { name: '过期的' });
    await caller.charge({ api_key: spent.token });
    await manage(person, '/status', { ids: [disabled.id], enabled: false });
    await manage(person, `/${rotated.id}/rotate`, {});
    const yesterday = new Date(Date.now() - 86_400_000);
    await knex('keyvault.api_keys').where({ user_id: caller.userId, name: '过期的' }).update({ expires_at: yesterday });
    const screen = await openKeys(person);
    const cards = await textsOf(screen, 'key-card', 6);
    const tagOf = (name: string) =>
      cards.filter((card) => card.includes(name)).map((card) => /活跃|已禁用|积分耗尽|已过期|已轮换/.exec(card)?.[0]);
    expect(tagOf('test')).to.deep.equal(['活跃']);
    expect(tagOf('停用的')).to.deep.equal(['已禁用']);
    expect(tagOf('用完的')).to.deep.equal(['积分耗尽']);
    expect(tagOf('过期的')).to.deep.equal(['已过期']);
    expect(tagOf('换过的')).to.have.members(['已轮换', '活跃']);
    await screen.shoot('keys-statuses');
  });

  it('the name can be edited, at most 20 characters', async () => {
    const { screen } = await atKeys('旧名字');
    await screen.tap('rename');
    expect(await question(screen).locator('input').inputValue()).to.equal('旧名字');
    await reply(screen, '一'.repeat(21));
    await told(screen, '名称不能超过20个字符');
    await screen.tap('rename');
    await reply(screen, '新名字');
    await told(screen, '已修改');
    await screen.sees('新名字');
    await screen.seesNo('旧名字');
  });

  it('「生成新Key」 stands out at the top and opens the dialog', async () => {
    const { screen } = await atKeys('生产');
    await screen.sees('生产');
    await screen.tap('new-key');
    await screen.at('new-key-dialog').waitFor();
    await screen.shoot('keys-dialog');
    await screen.tap('close-dialog');
    await screen.at('new-key-dialog').waitFor({ state: 'detached' });
  });

  it('filters by status', async () => {
    const { person, keys, screen } = await atKeys('甲', '乙');
    await manage(person, '/status', { ids: [keys[0]?.id], enabled: false });
    await screen.tap('status-disabled');
    await screen.sees('已禁用');
    await screen.sees('甲');
    await screen.at('key-card').nth(1).waitFor({ state: 'detached' });
    await screen.tap('status-expired');
    await screen.sees('没有符合条件的 Key');
    await screen.tap('status-');
    await textsOf(screen, 'key-card', 2);
  });

  it('searches by name', async () => {
    const { screen } = await atKeys('生产环境', '测试环境');
    await textsOf(screen, 'key-card', 2);
    await type(screen, 'search', '生产');
    await screen.at('key-card').nth(1).waitFor({ state: 'detached' });
    await screen.sees('生产环境');
    await screen.tap('clear-search');
    await textsOf(screen, 'key-card', 2);
  });

  it('批量操作: several selected keys are disabled after a question', async () => {
    const { screen } = await atKeys('甲', '乙', '丙');
    await screen.tap('selecting');
    expect(await screen.at('disable-many').count()).to.equal(0);
    await screen.tap(screen.at('key-card').filter({ hasText: '甲' }));
    await screen.tap(screen.at('key-card').filter({ hasText: '乙' }));
    await screen.sees('已选2个');
    await screen.shoot('keys-selecting');
    await screen.tap('disable-many');
    await question(screen)
      .getByText(/确定禁用选中的2个Key/)
      .waitFor();
    await answer(screen, '取消');
    await screen.sees('已选2个');
    await screen.tap('disable-many');
    await answer(screen, '禁用');
    await told(screen, '已禁用2个Key');
    const cards = await textsOf(screen, 'key-card', 3);
    expect(cards.filter((card) => card.includes('已禁用'))).to.have.length(2);
    expect(await screen.at('disable-many').count()).to.equal(0);
  });

  it('批量操作: several selected keys are deleted after a question', async () => {
    const { screen } = await atKeys('甲', '乙', '丙');
    await screen.tap('selecting');
    await screen.tap('select-all');
    await screen.sees('已选3个');
    await screen.tap(screen.at('key-card').filter({ hasText: '丙' }));
    await screen.tap('delete-many');
    await question(screen)
      .getByText(/确定删除选中的2个Key/)
      .waitFor();
    await answer(screen, '删除');
    await told(screen, '已删除2个Key');
    expect(await textsOf(screen, 'key-card', 1)).to.have.length(1);
    await screen.sees('丙');
  });

  it('tells where the server refuses, and shows the list as it is', async () => {
    const { person, keys, screen } = await atKeys('别处已删');
    await screen.sees('别处已删');
    await manage(person, '/delete', { id: keys[0]?.id });
    screen.expects(/status of 404/);
    await screen.tap('rename');
    await reply(screen, '新名字');
    await told(screen, 'API Key 不存在');
    await screen.sees('还没有 API Key');
  });

  it('says that there is no network, and comes back by 重试', async () => {
    const { actors } = app().system;
    const person = await actors.aPerson();
    await actors.anApiKey(person, { name: '生产' });
    const screen = await app().open({ person, page: '/pages/keys/keys', online: false });
    await screen.sees('网络不给力');
    await screen.shoot('keys-offline');
    await screen.set({ online: true });
    await screen.tap('retry');
    await screen.sees('生产');
  });

  it('keeps what it shows when the network goes', async () => {
    const { screen } = await atKeys('生产');
    await screen.sees('生产');
    await screen.set({ online: false });
    await screen.pull();
    await told(screen, '网络不给力');
    await screen.sees('生产');
  });

  it('signs in again where the session has ended meanwhile', async () => {
    const { person, screen } = await atKeys('生产');
    await screen.sees('生产');
    await app().system.call('/api/v1/sessions/revoke-others', { method: 'POST', token: person.token });
    await app().system.actors.anApiKey(person, { name: '后来的' });
    screen.expects(/status of 401/);
    await screen.pull();
    await screen.sees('后来的');
  });

  it('an error can be tried again', async () => {
    const screen = await app().open({ page: '/pages/about/about' });
    screen.expects(/status of 503/);
    const problem = { code: 'unavailable', title: '服务繁忙', detail: '请稍后重试' };
    await screen.page.route('**/api/v1/api-keys*', (route) => route.fulfill({ status: 503, json: problem }));
    await screen.page.evaluate("wx.switchTab({ url: '/pages/keys/keys' })");
    await screen.sees('服务繁忙');
    await screen.shoot('keys-error');
    await screen.page.unroute('**/api/v1/api-keys*');
    await screen.tap('retry');
    await screen.sees('还没有 API Key');
  });

  it('where nothing is sold shows no price and no way to buy', async () => {
    const { actors } = app().system;
    const person = await actors.aPerson();
    await actors.anApiKey(person, { name: '没有积分的' });
    const screen = await app().open({ person, page: '/pages/keys/keys', platform: 'ios' });
    await screen.sees('没有积分的');
    await screen.sees('积分耗尽');
    await screen.seesNo(/¥|购买|充值/);
  });

  it('bears large letters', async () => {
    const { person } = await atKeys('一个名字很长的生产环境专用密钥');
    const screen = await app().open({ person, page: '/pages/keys/keys', fontSize: 23 });
    await screen.sees('一个名字很长的生产环境专用密钥');
    await screen.shoot('keys-large-letters');
    expect(await screen.overflow()).to.equal(0);
  });
}).timeout(60_000);
