import { expect } from 'chai';
import { aCallerOf } from '../../support/http/callers.ts';
import { hold, textsOf } from './support/answers.ts';
import type { Screen } from './support/screen.ts';
import { useMiniProgram } from './support/use-mini-program.ts';

describe('API调用日志', () => {
  const app = useMiniProgram();
  const CALLS = '/pages/calls/calls';

  /** Somebody with a key that may recognise images, who has made calls of which one was given back and three refused. */
  async function aCustomer() {
    const caller = await aCallerOf(app().system, { scope: ['image.recognize'] });
    await caller.charge({ quantity: 2 });
    const { usage_id: id } = (await caller.charge()).json;
    await caller.ask(`/usage/${id}/reverse`, {});
    for (let calls = 0; calls < 3; calls++) await caller.charge({ api: 'text.moderate' });
    await caller.charge({ quantity: 1_000 });
    await app().system.writeDownRefusals();
    return caller;
  }
  const lines = async (screen: Screen, count: number): Promise<string[]> => {
    await screen.at('call').nth(count).waitFor({ state: 'detached' });
    return textsOf(screen, 'call', count);
  };

  it('shows at its top what the calls of 7 days were: calls, points, points given back', async () => {
    const { person } = await aCustomer();
    const screen = await app().open({ person, page: CALLS });
    await screen.sees('近7天');
    expect(await screen.at('summary-calls').textContent()).to.equal('3');
    expect(await screen.at('summary-points').textContent()).to.equal('15');
    expect(await screen.at('summary-returned').textContent()).to.equal('5');
  });

  it('成功 shows calls with time, API, key and points, and those given back, newest first', async () => {
    const { person } = await aCustomer();
    const screen = await app().open({ person, page: CALLS });
    const [back, one, two] = await lines(screen, 3);
    expect(back).to.match(/调用退回\s*图片识别 · test\s*\d{4}-\d\d-\d\d \d\d:\d\d\s*\+5/);
    expect(one).to.match(/接口调用\s*图片识别 · test[\s\S]*-5/);
    expect(two).to.match(/接口调用\s*图片识别 ×2 · test[\s\S]*-10/);
    await screen.shoot('calls');
  });

  it('失败 shows refused calls with reason, count and time', async () => {
    const { person } = await aCustomer();
    const screen = await app().open({ person, page: CALLS });
    await lines(screen, 3);
    await screen.tap('tab-refused');
    const [poor, narrow] = await lines(screen, 2);
    expect(poor).to.match(/图片识别\s*积分不足\s*test · 刚刚\s*1次/);
    expect(narrow).to.match(/文本审核\s*Key 无该接口权限\s*test · 刚刚\s*3次/);
    await screen.shoot('calls-refused');
  });

  it('is of one key where it is opened from that, and of all again', async () => {
    const { key, person } = await aCustomer();
    const other = await app().system.actors.anApiKey(person);
    const screen = await app().open({ person, page: `${CALLS}?tab=refused&key=${key.id}` });
    await lines(screen, 2);
    await screen.sees('仅显示一个Key的调用');
    const empty = await app().open({ person, page: `${CALLS}?tab=refused&key=${other.id}` });
    await empty.sees('近30天没有失败的调用');
    await empty.tap('all-keys');
    await lines(empty, 2);
  });

  it('loads more at the end of a page', async () => {
    const caller = await aCallerOf(app().system);
    for (let calls = 0; calls < 11; calls++) {
      const { usage_id: id } = (await caller.charge({ api: 'text.moderate' })).json;
      await caller.ask(`/usage/${id}/reverse`, {});
    }
    const screen = await app().open({ person: caller.person, page: CALLS });
    await lines(screen, 20);
    await screen.tap('list-footer');
    const shown = await lines(screen, 22);
    expect(shown.filter((line) => line.includes('调用退回'))).to.have.length(11);
  });

  it('shows skeletons while it loads, then a new user that there is nothing yet', async () => {
    const screen = await app().open();
    const release = await hold(screen, '**/points/statement*');
    await screen.goTo(CALLS);
    await screen.at('state-loading').waitFor();
    await screen.shoot('calls-loading');
    release();
    await screen.sees('暂无调用记录');
    await screen.shoot('calls-empty');
    await screen.tap('tab-refused');
    await screen.sees('近30天没有失败的调用');
  });

  it('refreshes when it is pulled down', async () => {
    const caller = await aCustomer();
    const screen = await app().open({ person: caller.person, page: CALLS });
    await lines(screen, 3);
    await caller.charge();
    await screen.pull();
    await lines(screen, 4);
    expect(await screen.at('summary-calls').textContent()).to.equal('4');
  });

  it('says that there is no network, and comes back by 重试', async () => {
    const { person } = await aCustomer();
    const screen = await app().open({ person, page: CALLS, online: false });
    await screen.sees('网络不给力');
    await screen.shoot('calls-offline');
    await screen.set({ online: true });
    await screen.tap('retry');
    await lines(screen, 3);
  });

  it('an error can be tried again', async () => {
    const screen = await app().open();
    screen.expects(/status of 503/);
    const problem = { code: 'unavailable', title: '服务繁忙', detail: '请稍后重试' };
    await screen.page.route('**/calls/summary*', (route) => route.fulfill({ status: 503, json: problem }));
    await screen.goTo(CALLS);
    await screen.sees('服务繁忙');
    await screen.shoot('calls-error');
    await screen.page.unroute('**/calls/summary*');
    await screen.tap('retry');
    await screen.sees('暂无调用记录');
  });

  it('signs in again where the session has ended meanwhile', async () => {
    const { person } = await aCustomer();
    const screen = await app().open({ person, page: CALLS });
    await lines(screen, 3);
    await app().system.call('/api/v1/sessions/revoke-others', { method: 'POST', token: person.token });
    screen.expects(/status of 401/);
    await screen.tap('tab-refused');
    await lines(screen, 2);
  });

  it('where nothing is sold shows no price and no way to buy', async () => {
    const { person } = await aCustomer();
    const screen = await app().open({ person, page: `${CALLS}?tab=refused`, platform: 'ios' });
    await screen.sees('积分不足');
    await screen.seesNo(/¥|购买|充值/);
  });

  it('bears large letters', async () => {
    const { person } = await aCustomer();
    const screen = await app().open({ person, page: CALLS, fontSize: 23 });
    await lines(screen, 3);
    await screen.shoot('calls-large-letters');
    expect(await screen.overflow()).to.equal(0);
  });
}).timeout(60_000);
