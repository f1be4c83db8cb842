import { expect } from 'chai';
import { aCallerOf } from '../../support/http/callers.ts';
import { hold, pick, textsOf, told } from './support/answers.ts';
import type { Screen } from './support/screen.ts';
import { useMiniProgram } from './support/use-mini-program.ts';

describe('积分明细', () => {
  const app = useMiniProgram();
  const STATEMENT = '/pages/statement/statement';

  /** Somebody who has bought 600 points and made three calls with two keys, of which one was given back. */
  async function aCustomer() {
    const caller = await aCallerOf(app().system);
    const other = await app().system.actors.anApiKey(caller.person, { name: '测试' });
    await caller.charge({ quantity: 2 });
    const { usage_id: id } = (await caller.charge({ api: 'text.moderate' })).json;
    await caller.ask(`/usage/${id}/reverse`, {});
    await caller.charge({ api_key: other.token });
    return { ...caller, other };
  }
  async function atStatement(more: object = {}) {
    const caller = await aCustomer();
    const screen = await app().open({ person: caller.person, page: STATEMENT, ...more });
    return { caller, screen };
  }
  const choose = async (screen: Screen, filter: string, option: string | RegExp): Promise<void> => {
    await screen.tap(`filter-${filter}`);
    await pick(screen, option);
  };
  /** Waits until exactly so many are left. */
  const lines = async (screen: Screen, count: number): Promise<string[]> => {
    await screen.at('line').nth(count).waitFor({ state: 'detached' });
    return textsOf(screen, 'line', count);
  };

  it('shows time, API, key and points of every movement with the balance after it, newest first', async () => {
    const { screen } = await atStatement();
    const shown = await lines(screen, 5);
    expect(shown[0]).to.match(/接口调用\s*图片识别 · 测试\s*\d{4}-\d\d-\d\d \d\d:\d\d\s*-5\s*余额 585/);
    expect(shown[1]).to.match(/调用退回\s*文本审核 · test[\s\S]*\+1\s*余额 590/);
    expect(shown[2]).to.match(/接口调用\s*文本审核 · test[\s\S]*-1\s*余额 589/);
    expect(shown[3]).to.match(/接口调用\s*图片识别 ×2 · test[\s\S]*-10\s*余额 590/);
    expect(shown[4]).to.match(/购买积分\s*订单 \S+[\s\S]*\+600\s*余额 600/);
    await screen.sees('没有更多了');
    await screen.shoot('statement');
  });

  it('a purchase leads to its order', async () => {
    const { screen } = await atStatement();
    await screen.tap(screen.at('line').filter({ hasText: '购买积分' }));
    await screen.isOn('pages/order-detail/order-detail');
  });

  it('filters by kind', async () => {
    const { screen } = await atStatement();
    await choose(screen, 'kind', '购买积分');
    expect((await lines(screen, 1))[0]).to.match(/购买积分/);
    await choose(screen, 'kind', '调用退回');
    await screen.sees('调用退回');
    expect((await lines(screen, 1))[0]).to.match(/调用退回/);
    await choose(screen, 'kind', '积分过期');
    await screen.sees('没有符合条件的记录');
    await screen.shoot('statement-nothing');
    await screen.tap('clear-filters');
    await lines(screen, 5);
  });

  it('filters by API', async () => {
    const { screen } = await atStatement();
    await choose(screen, 'api', '文本审核');
    const shown = await lines(screen, 2);
    expect(shown.every((line) => line.includes('文本审核'))).to.equal(true);
    await screen.shoot('statement-filtered');
  });

  it('filters by key', async () => {
    const { screen } = await atStatement();
    await choose(screen, 'key', /^测试/);
    expect((await lines(screen, 1))[0]).to.match(/图片识别 · 测试/);
  });

  it('filters by month', async () => {
    const { screen } = await atStatement();
    await lines(screen, 5);
    const now = new Date(Date.now() + 8 * 3_600_000);
    const text = (date: Date) => `${date.getUTCFullYear()}年${date.getUTCMonth() + 1}月`;
    await choose(screen, 'month', text(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1))));
    await screen.sees('没有符合条件的记录');
    await choose(screen, 'month', text(now));
    await lines(screen, 5);
  });

  it('is of one key where it is opened from that', async () => {
    const caller = await aCustomer();
    const screen = await app().open({ person: caller.person, page: `${STATEMENT}?key=${caller.other.id}` });
    expect((await lines(screen, 1))[0]).to.match(/测试/);
    await screen.sees(/^测试 sk_/);
  });

  it('loads more at the end of a page, and again where that has failed', async () => {
    const caller = await aCallerOf(app().system);
    for (let calls = 0; calls < 24; calls++) await caller.charge({ api: 'text.moderate' });
    const screen = await app().open({ person: caller.person, page: STATEMENT });
    await textsOf(screen, 'line', 20);
    await screen.set({ online: false });
    await screen.tap('list-footer');
    await screen.sees('加载失败，点击重试');
    await screen.set({ online: true });
    await screen.tap('list-footer');
    const shown = await lines(screen, 25);
    expect(new Set(shown.map((line) => /余额 (\d+)/.exec(line)?.[1])).size).to.equal(25);
  });

  it('shows skeletons while it loads, then a new user that there is nothing yet', async () => {
    const screen = await app().open();
    const release = await hold(screen, '**/points/statement*');
    await screen.goTo(STATEMENT);
    await screen.at('state-loading').waitFor();
    await screen.shoot('statement-loading');
    release();
    await screen.sees('暂无积分记录');
    await screen.shoot('statement-empty');
  });

  it('refreshes when it is pulled down', async () => {
    const { caller, screen } = await atStatement();
    await lines(screen, 5);
    await caller.charge();
    await screen.pull();
    await lines(screen, 6);
  });

  it('says that there is no network, and comes back by 重试', async () => {
    const { screen } = await atStatement({ online: false });
    await screen.sees('网络不给力');
    await screen.shoot('statement-offline');
    await screen.set({ online: true });
    await screen.tap('retry');
    await lines(screen, 5);
  });

  it('keeps what it shows when the network goes', async () => {
    const { screen } = await atStatement();
    await lines(screen, 5);
    await screen.set({ online: false });
    await screen.pull();
    await told(screen, '网络不给力');
    await lines(screen, 5);
  });

  it('an error can be tried again', async () => {
    const screen = await app().open();
    screen.expects(/status of 503/);
    const problem = { code: 'unavailable', title: '服务繁忙', detail: '请稍后重试' };
    await screen.page.route('**/points/statement*', (route) => route.fulfill({ status: 503, json: problem }));
    await screen.goTo(STATEMENT);
    await screen.sees('服务繁忙');
    await screen.shoot('statement-error');
    await screen.page.unroute('**/points/statement*');
    await screen.tap('retry');
    await screen.sees('暂无积分记录');
  });

  it('signs in again where the session has ended meanwhile', async () => {
    const { caller, screen } = await atStatement();
    await lines(screen, 5);
    await app().system.call('/api/v1/sessions/revoke-others', { method: 'POST', token: caller.person.token });
    await caller.charge();
    screen.expects(/status of 401/);
    await screen.pull();
    await lines(screen, 6);
  });

  it('where nothing is sold shows no price and no way to buy', async () => {
    const { screen } = await atStatement({ platform: 'ios' });
    await lines(screen, 5);
    await screen.seesNo(/¥|充值|去购买/);
  });

  it('bears large letters', async () => {
    const { screen } = await atStatement({ fontSize: 23 });
    await lines(screen, 5);
    await screen.shoot('statement-large-letters');
    expect(await screen.overflow()).to.equal(0);
  });
}).timeout(60_000);
