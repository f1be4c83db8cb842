import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { newId } from '../../support/ids.ts';
import { answer, textsOf, told } from './support/answers.ts';
import { useMiniProgram } from './support/use-mini-program.ts';

describe('a new user', () => {
  const app = useMiniProgram();

  it('buys, makes a key, sees it once, has a service spend with it, and finds the record; disabled, it is refused', async () => {
    const { actors, call, writeDownRefusals } = app().system;
    const service = await actors.aService();
    const spend = async (token: string, calls = 1) =>
      (
        await call('/internal/v1/usage', {
          ...{ token: service, body: { api_key: token, api: 'image.recognize', quantity: calls } },
          headers: { 'Idempotency-Key': newId() },
        })
      ).json;
    const screen = await app().open();

    await screen.sees('当前积分余额');
    await screen.tap('bar-buy');
    await screen.tap('buy-now');
    await screen.isOn('pages/confirm/confirm');
    await screen.sees('50元=600积分');
    // 「立即支付」 is disabled for one second.
    await delay(1_100);
    await screen.tap('pay');
    await screen.page.locator('.shell-pay .pay').tap();
    await screen.isOn('pages/pay-success/pay-success');
    await screen.tap('to-keys');
    await screen.isOn('pages/keys/keys');

    await screen.sees('还没有 API Key');
    await screen.tap('new-key');
    await screen.tap('create');
    await screen.isOn('pages/key-created/key-created');
    const token = (await screen.at('token').textContent()) ?? '';
    await screen.tap('copy');
    expect(await screen.copied()).to.equal(token);
    await screen.tap('saved');
    await screen.tap('done');
    await screen.isOn('pages/keys/keys');
    await screen.sees('从未使用');

    expect(await spend(token, 2)).to.include({ allowed: true });
    await screen.pull();
    await screen.sees('最近调用：刚刚');
    const [card] = await textsOf(screen, 'key-card', 1);
    expect(card).to.match(/我的第一个Key[\s\S]*剩余积分\s*590[\s\S]*今日调用\s*2\s*次/);
    await screen.openTab('首页');
    await screen.sees('590');

    await screen.goTo('/pages/statement/statement');
    const [spent, bought] = await textsOf(screen, 'line', 2);
    expect(spent).to.match(/接口调用\s*图片识别 ×2 · 我的第一个Key[\s\S]*-10\s*余额 590/);
    expect(bought).to.match(/购买积分[\s\S]*\+600\s*余额 600/);
    await screen.back();
    await screen.goTo('/pages/calls/calls');
    expect(await textsOf(screen, 'call', 1)).to.match(/图片识别 ×2 · 我的第一个Key[\s\S]*-10/);
    await screen.back();

    await screen.openTab('API Key');
    await screen.tap('key-card');
    await screen.tap('switch');
    await answer(screen, '禁用');
    await told(screen, '已禁用');
    expect(await spend(token)).to.include({ allowed: false, code: 'key_disabled' });
    await writeDownRefusals();
    await screen.goTo('/pages/calls/calls');
    await screen.tap('tab-refused');
    await screen.sees('Key 已禁用');
    await screen.sees('1次');
  });
}).timeout(90_000);
