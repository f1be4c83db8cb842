import { expect } from 'chai';
import { aCallerOf } from '../../support/http/callers.ts';
import { eventually } from '../../support/http/eventually.ts';
import type { Screen } from './support/screen.ts';
import { useMiniProgram } from './support/use-mini-program.ts';

const PAGE = '/pages/closing/closing';

describe('账号注销', () => {
  const app = useMiniProgram();
  const say = (screen: Screen, name: string) =>
    screen.page.locator('.shell-dialog').getByRole('button', { name, exact: true }).tap();
  const status = async (token: string) => (await app().system.call('/api/v1/me', { token })).json?.status;
  const type = (screen: Screen, word: string) => screen.at('word').locator('input').fill(word);
  const isOff = async (screen: Screen, button: string) =>
    ((await screen.at(button).getAttribute('class')) ?? '').includes('disabled');

  it('step 1 shows what is in the way, and goes no further', async () => {
    const { actors } = app().system;
    const person = await actors.aPerson();
    await actors.anOrder(person);
    const screen = await app().open({ person, page: PAGE });
    await screen.sees('有 1 个订单等待支付，请先支付，或等待其自动关闭');
    expect(await isOff(screen, 'next')).to.equal(true);
    await screen.shoot('closing-obstacles');
  });

  it('three steps: what is lost, the word and the points, the date; then 撤销注销', async () => {
    const caller = await aCallerOf(app().system);
    const { person } = caller;
    const screen = await app().open({ person, page: PAGE });
    await screen.sees('剩余 600 积分将作废，无法找回');
    await screen.sees('1 个 API Key 立即停用，正在使用它们的服务将无法调用');
    await screen.sees(/提交后 7 天内可以撤销/);
    await screen.shoot('closing');
    await screen.tap('next');
    await screen.sees('请输入“注销”以确认');
    await type(screen, '注销');
    expect(await isOff(screen, 'confirm'), 'without the points').to.equal(true);
    await screen.tap('waive');
    await type(screen, '注 销');
    expect(await isOff(screen, 'confirm'), 'without the word').to.equal(true);
    await type(screen, '注销');
    await screen.shoot('closing-confirm');
    await screen.tap('confirm');
    await screen.sees('账号注销中');
    expect(await screen.at('deletes-at').textContent()).to.match(/^账号将于 \d{4}-\d\d-\d\d \d\d:\d\d 删除$/);
    await screen.shoot('closing-result');
    expect((await caller.charge()).json).to.include({ allowed: false, code: 'key_disabled' });

    await screen.restart();
    await screen.openTab('个人中心');
    await screen.tap('closing-notice');
    await screen.tap('cancel');
    await say(screen, '撤销注销');
    await screen.page.locator('.shell-dialog').getByText('已停用的 API Key 不会自动恢复').waitFor();
    await say(screen, '知道了');
    await screen.sees('注销后您将失去');
    await screen.back();
    await eventually(async () => expect(await screen.at('closing-notice').count()).to.equal(0));
  });

  it('paid points that came after the word hold it up, until they are given up, too', async () => {
    const { person } = await aCallerOf(app().system);
    await app().system.call('/api/v1/me/closing', {
      ...{ token: person.token, body: { confirm: '注销', waive_points: true } },
    });
    await app().system.knex('identity.closings').update({ waived_at: null });
    const screen = await app().open({ person, page: PAGE });
    await screen.sees('以下事项会推迟注销');
    await screen.sees('注销期间新增 600 付费积分，请确认放弃，或撤销注销');
    await screen.shoot('closing-held-up');
    await screen.tap('waive-more');
    await eventually(async () => expect(await screen.at('obstacle').count()).to.equal(0));
    await screen.sees('账号注销中');
  });

  it('somebody without points gives up none', async () => {
    const person = await app().system.actors.aPerson();
    const screen = await app().open({ person, page: PAGE });
    await screen.tap('next');
    await screen.at('word').waitFor();
    expect(await screen.at('waive').count()).to.equal(0);
    await type(screen, '注销');
    await screen.tap('confirm');
    await screen.sees('账号注销中');
  });

  it('上一步 goes back, and forgets the word', async () => {
    const screen = await app().open({ page: PAGE });
    await screen.tap('next');
    await type(screen, '注销');
    await screen.tap('previous');
    await screen.sees('注销后您将失去');
    await screen.tap('next');
    expect(await isOff(screen, 'confirm')).to.equal(true);
  });

  it('what has come in the way meanwhile is told, and stands on the first step', async () => {
    const { actors } = app().system;
    const person = await actors.aPerson();
    const screen = await app().open({ person, page: PAGE });
    await screen.tap('next');
    await type(screen, '注销');
    await actors.anOrder(person);
    screen.expects(/status of 409/);
    await screen.tap('confirm');
    await screen.page.locator('.shell-toast').getByText('账号还有未完结的事项').waitFor();
    await screen.sees('有 1 个订单等待支付');
    expect(await status(person.token)).to.equal('active');
  });

  it('while it is under way nothing else can be changed, and the pages say why', async () => {
    const { actors, call } = app().system;
    const person = await actors.aPerson();
    const screen = await app().open({ person, page: '/pages/profile-edit/profile-edit' });
    await screen.at('save').waitFor();
    await call('/api/v1/me/closing', { token: person.token, body: { confirm: '注销' } });
    screen.expects(/status of 40[19]/);
    await screen.at('nickname').locator('input').fill('小海马');
    await screen.tap('save');
    await screen.sees('账号正在注销中，暂时无法进行此操作，您仍可查看账号内容；如需继续使用，请先撤销注销');
  });

  it('says that there is no network, and comes back by 重试; nothing is closed meanwhile', async () => {
    const person = await app().system.actors.aPerson();
    const screen = await app().open({ person, page: PAGE, online: false });
    await screen.sees('网络不给力');
    await screen.set({ online: true });
    await screen.tap('retry');
    await screen.tap('next');
    await type(screen, '注销');
    await screen.set({ online: false });
    await screen.tap('confirm');
    await screen.page.locator('.shell-toast').getByText('网络不给力').first().waitFor();
    expect(await status(person.token)).to.equal('active');
    await screen.set({ online: true });
    await screen.tap('confirm');
    await screen.sees('账号注销中');
  });

  it('bears large letters', async () => {
    const screen = await app().open({ page: PAGE, fontSize: 23 });
    await screen.sees('注销后您将失去');
    expect(await screen.overflow()).to.equal(0);
    await screen.shoot('closing-large-letters');
  });
}).timeout(60_000);
