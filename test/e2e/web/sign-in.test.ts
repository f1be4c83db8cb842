import { expect } from 'chai';
import { aStranger, scanToSignIn } from './support/scan.ts';
import type { Tab } from './support/tab.ts';
import { useWeb, type Web } from './support/use-web.ts';

const MINUTE = 60;

const signingIn = async ({ open }: Web, size: Tab['size'] = 'desktop'): Promise<Tab> => {
  const tab = await open('/pricing', { size });
  await tab.press('buy-small');
  await tab.at('sign-in').waitFor();
  return tab;
};
const ended = (tab: Tab, state: string) => tab.page.locator(`[data-testid=sign-in][data-state=${state}]`).waitFor();

describe('signing in by a code of the official account', () => {
  const web = useWeb();

  it('expires after five minutes, says so, and gives another code that works', async () => {
    for (const size of ['desktop', 'phone'] as const) {
      const tab = await signingIn(web(), size);
      const first = await tab.qrText();
      tab.expects(/status of 410/);
      await web().system.advance(5 * MINUTE);
      await tab.later(2_000);
      await ended(tab, 'expired');
      await tab.sees('登录二维码已过期');
      await tab.shoot('sign-in-expired');
      await tab.press('renew');
      await tab.at('qr').waitFor();
      expect(await tab.qrText()).to.not.equal(first);
      await scanToSignIn(web().system, tab);
      await tab.isOn('/payment/checkout');
    }
  });

  it('is not for the second who scans: the first one is signed in', async () => {
    const { system } = web();
    const tab = await signingIn(web());
    const first = await scanToSignIn(system, tab, aStranger());
    const late = aStranger();
    const [ticket] = await system.knex('identity.login_tickets').orderBy('created_at', 'desc').limit(1);
    await system.phone.follower(late, 'subscribe', { scene: ticket.scene, unionid: true });
    await tab.isOn('/payment/checkout');
    const { code } = await system.phone.login(first, { unionid: true });
    const { user } = (await system.call('/api/v1/session', { body: { code } })).json;
    const { userId } = await system.knex('ordering.orders').orderBy('placed_at', 'desc').first('user_id as userId');
    expect(user.id).to.equal(`usr_${userId.replaceAll('-', '')}`);
  });

  it('says how long to wait where too many codes were asked for', async () => {
    const tab = await signingIn(web());
    tab.expects(/status of 429/);
    for (let asked = 1; asked < 11; asked++) {
      await tab.page.keyboard.press('Escape');
      await tab.at('sign-in').waitFor({ state: 'detached' });
      await tab.press('buy-small');
      await tab.page.locator('[data-testid=sign-in]:not([data-state=asking])').waitFor();
    }
    await ended(tab, 'too_many');
    await tab.sees('请 60 秒后再刷新');
    await tab.shoot('sign-in-too-many');
  });

  it('waits on through a break of the network', async () => {
    const tab = await signingIn(web());
    await tab.at('qr').waitFor();
    tab.expects(/ERR_INTERNET_DISCONNECTED/);
    await tab.setOffline(true);
    await scanToSignIn(web().system, tab);
    await tab.setOffline(false);
    await tab.isOn('/payment/checkout');
  });

  it('says that WeChat gives no code just now', async () => {
    const { system } = web();
    const tab = await web().open('/pricing');
    await tab.at('packages').waitFor();
    tab.expects(/status of 503/);
    await system.stopWechat();
    await tab.press('buy-small');
    await ended(tab, 'trouble');
    await tab.shoot('sign-in-trouble');
    await system.startWechat();
    await tab.press('renew');
    await tab.at('qr').waitFor();
  });
}).timeout(60_000);

describe('signing in by a code of the mini-program', () => {
  const web = useWeb({ officialAccount: 'none' });

  const answer = async (confirm: boolean): Promise<void> => {
    const { system } = web();
    const scene = (await system.phone.scannedCodes()).at(-1)?.scene;
    const { token } = await system.actors.aPerson();
    await system.call('/api/v1/login-tickets/confirm', { token, body: { scene, confirm } });
  };

  it('shows the picture that WeChat has drawn, and goes on once it is confirmed', async () => {
    for (const size of ['desktop', 'phone'] as const) {
      const tab = await signingIn(web(), size);
      await tab.at('qr-picture').waitFor();
      expect(await tab.page.evaluate(`document.querySelector('[data-testid=qr-picture]').naturalWidth`)).to.be.above(0);
      await tab.sees('在小程序中确认登录');
      await tab.shoot('sign-in-mini-program');
      await answer(true);
      await tab.later(2_000);
      await tab.isOn('/payment/checkout');
    }
  });

  it('says that it was cancelled on the phone, and gives another code', async () => {
    const tab = await signingIn(web());
    await tab.at('qr-picture').waitFor();
    tab.expects(/status of 410/);
    await answer(false);
    await tab.later(2_000);
    await ended(tab, 'refused');
    await tab.sees('您已在手机上取消登录');
    await tab.shoot('sign-in-refused');
    await tab.press('renew');
    await tab.at('qr-picture').waitFor();
    await answer(true);
    await tab.later(2_000);
    await tab.isOn('/payment/checkout');
  });
}).timeout(60_000);
