import { expect } from 'chai';
import { eventually } from '../../support/http/eventually.ts';
import { useMiniProgram } from './support/use-mini-program.ts';

const PAGE = 'pages/web-login/web-login';

describe('登录网页版', () => {
  const app = useMiniProgram({ officialAccount: 'none' });
  /** A browser that shows a code of the mini-program. */
  const aBrowser = async (device = 'Firefox 140 · Windows') => {
    const { call } = app().system;
    const { id, browser_secret, qr } = (await call('/api/web/login-tickets', { body: { device } })).json;
    const claim = async () => (await call(`/api/web/login-tickets/${id}/claim`, { body: { browser_secret } })).json;
    return { page: `/${PAGE}?scene=${encodeURIComponent(qr.scene)}`, claim };
  };

  it('asks who has scanned, names the browser, and signs it in', async () => {
    const [browser, person] = [await aBrowser(), await app().system.actors.aPerson()];
    const screen = await app().open({ person, page: browser.page });
    await screen.sees('登录网页版海马积分');
    expect(await screen.at('device').textContent()).to.match(/^Firefox 140 · Windows，\d{4}-\d\d-\d\d \d\d:\d\d$/);
    await screen.sees(/请确认是您本人在操作/);
    await screen.shoot('web-login');
    expect(await browser.claim()).to.include({ status: 'waiting' });
    await screen.tap('confirm');
    await screen.sees('已确认登录');
    await screen.shoot('web-login-confirmed');
    const claimed = await browser.claim();
    expect([claimed.status, claimed.user.id]).to.deep.equal(['signed_in', person.id]);
    await screen.tap('to-home');
    await screen.isOn('pages/home/home');
  });

  it('「取消」 refuses the browser', async () => {
    const browser = await aBrowser();
    const screen = await app().open({ page: browser.page });
    await screen.tap('refuse');
    await screen.isOn('pages/home/home');
    await eventually(async () => expect((await browser.claim()).code).to.equal('login_ticket_refused'));
  });

  it('says that the code is too old, or was used by somebody else', async () => {
    const [old, taken] = [await aBrowser(), await aBrowser()];
    const first = await app().open({ page: taken.page });
    await first.tap('confirm');
    await first.sees('已确认登录');
    const second = await app().open({ page: taken.page });
    second.expects(/status of 4\d\d/);
    await second.sees('登录二维码已被使用');
    await second.shoot('web-login-used');
    await app().system.advance(6 * 60);
    const late = await app().open({ page: old.page });
    late.expects(/status of 4\d\d/);
    await late.sees('登录二维码已过期');
  });

  it('tells whoever comes without a code where to find one', async () => {
    const screen = await app().open({ page: `/${PAGE}` });
    await screen.sees('请扫描网页上的二维码');
  });
}).timeout(60_000);
