import { expect } from 'chai';
import { aStranger, scanToPay, scanToSignIn } from './support/scan.ts';
import { onBoth, SIZE_NAMES, useWeb } from './support/use-web.ts';

const PACKS = [
  ['small', '尝鲜包', '¥29', 10],
  ['medium', '标准包', '¥79', 30],
  ['large', '超值包', '¥199', 100],
  ['xlarge', '专业包', '¥499', 300],
] as const;

describe('buying on the web', () => {
  const web = useWeb();

  for (const [code, name, price, points, size] of PACKS.flatMap((pack) =>
    SIZE_NAMES.map((each) => [...pack, each] as const),
  )) {
    it(`${name}: ${price} by a scan brings ${points} points (${size})`, async () => {
      const { system, open } = web();
      const look = (at: string) => (code === 'small' ? tab.shoot(at) : undefined);
      const tab = await open('/pricing', { size });
      await tab.at('packages').waitFor();
      await look('pricing');
      await tab.press(`buy-${code}`);
      await tab.at('sign-in').waitFor();
      await tab.at('qr').waitFor();
      await look('pricing-sign-in');
      const user = await scanToSignIn(system, tab);
      const asked = await tab.isOn('/payment/checkout');
      await tab.at('pay').waitFor();
      await tab.at('qr').waitFor();
      await tab.sees(name);
      expect(await tab.qrText()).to.equal(tab.payments.at(-1)?.code_url);
      expect(asked.get('orderId')).to.equal(tab.payments.at(-1)?.order_id);
      await look('checkout');
      await system.phone.pay(await scanToPay(system, tab));
      const result = await tab.isOn('/payment/result');
      await tab.at('result-paid').waitFor();
      await tab.sees('支付成功');
      await tab.sees(`${points} 积分已存入您的账号`);
      await tab.sees(price);
      expect(result.get('orderId')).to.equal(tab.payments.at(-1)?.order_id);
      await look('result-paid');
      const { code: login } = await system.phone.login(user, { unionid: true });
      const { token } = (await system.call('/api/v1/session', { body: { code: login } })).json;
      expect((await system.call('/api/v1/balance', { token })).json.available).to.equal(points);
    });
  }

  it('goes on without a scan for whoever has signed in, and lets him sign out', async () => {
    const { system, open } = web();
    const tab = await open('/pricing');
    await tab.press('buy-small');
    await scanToSignIn(system, tab);
    await tab.isOn('/payment/checkout');
    await tab.page.goBack();
    await tab.at('sign-out').waitFor();
    await tab.press('buy-medium');
    await tab.isOn('/payment/checkout');
    await tab.at('qr').waitFor();
    await tab.press('sign-out');
    await tab.at('sign-in').waitFor();
    await tab.page.goto(`${system.url}/pricing`);
    await tab.at('packages').waitFor();
    expect(await tab.at('sign-out').count()).to.equal(0);
  });

  it('signs out at the server as well', async () => {
    const { system, open } = web();
    const { token } = await system.actors.aPerson();
    const tab = await open('/pricing', { token });
    const [left] = await Promise.all([tab.page.waitForResponse(/\/api\/v1\/session$/), tab.press('sign-out')]);
    expect(left.status()).to.equal(204);
    expect((await system.call('/api/v1/me', { token })).status).to.equal(401);
  });

  it('finds a payment that WeChat told nobody of, by itself', async () => {
    const { system, open } = web();
    await onBoth(async (size) => {
      const person = await system.actors.aPerson();
      const { order_id } = await system.actors.aPayment(person);
      const tab = await open(`/payment/checkout?orderId=${order_id}`, { token: person.token, size });
      await tab.at('qr').waitFor();
      await system.phone.pay(await scanToPay(system, tab), { notify: false });
      await tab.inTime(tab.isOn('/payment/result'));
      await tab.at('result-paid').waitFor();
      expect(await system.actors.balanceOf(person)).to.equal(10);
    });
  });

  it('「我已支付」 says kindly that nothing has come yet, and finds what has', async () => {
    const { system, open } = web();
    const person = await system.actors.aPerson();
    const { order_id } = await system.actors.aPayment(person, 'large');
    const tab = await open(`/payment/checkout?orderId=${order_id}`, { token: person.token });
    await tab.at('qr').waitFor();
    await tab.press('i-have-paid');
    await tab.sees('还没有收到付款结果');
    await tab.seesNo(/失败/);
    await tab.shoot('checkout-not-yet');
    await system.phone.pay(await scanToPay(system, tab), { notify: false });
    await tab.press('i-have-paid');
    await tab.inTime(tab.isOn('/payment/result'));
  });

  it('paid by two codes of one order: the points come once, the second payment goes back, and all is well', async () => {
    const { system, open } = web();
    const packages = system.knex('catalog.packages').where({ code: 'small' });
    await packages.clone().update({ storefronts: ['miniprogram', 'web'] });
    await onBoth(async (size) => {
      const person = await system.actors.aPerson();
      const onPhone = await system.actors.anOrder(person, 'small');
      const tab = await open(`/payment/checkout?orderId=${onPhone.id}`, { token: person.token, size });
      await tab.at('qr').waitFor();
      const atDesk = await scanToPay(system, tab);
      expect(atDesk).to.not.equal(onPhone.out_trade_no);
      await system.phone.pay(onPhone.out_trade_no, { despite_close: true });
      await tab.at('result-paid').waitFor();
      // Somebody may have closed it at WeChat by now: the payer's app does not always hear of that.
      await system.phone.pay(atDesk, { notify: false, despite_close: true });
      expect(await system.phone.deliver(atDesk)).to.deep.equal([204]);
      await system.sweep();
      const back = (await system.phone.refunds()).filter(({ out_trade_no: no }) => no === atDesk);
      expect(back.map(({ amount }) => amount.refund)).to.deep.equal([2_900]);
      await tab.page.reload();
      await tab.at('result-paid').waitFor();
      expect(await system.actors.balanceOf(person)).to.equal(10);
    });
    await packages.clone().update({ storefronts: ['web'] });
  });

  it('speaks English at the code, too', async () => {
    const { system, open } = web();
    await onBoth(async (size) => {
      const person = await system.actors.aPerson();
      const { order_id } = await system.actors.aPayment(person);
      const at = `/payment/checkout?orderId=${order_id}&lang=en`;
      const tab = await open(at, { token: person.token, size });
      await tab.at('qr').waitFor();
      for (const text of ['Scan with WeChat', 'Trial pack']) await tab.sees(text);
      expect(await tab.at('qr').getAttribute('aria-label')).to.include('for Trial pack');
      await tab.seesNo('尝鲜包');
      await tab.shoot('checkout-en');
    });
  });

  it('is done with the keyboard alone, from the prices to the result', async () => {
    const { system, open } = web();
    const tab = await open('/pricing');
    await tab.at('packages').waitFor();
    await tab.tabTo('buy-small');
    await tab.page.keyboard.press('Enter');
    await tab.at('sign-in').waitFor();
    const focused = () => tab.page.evaluate<string>('document.activeElement.textContent');
    expect(await focused()).to.equal('微信扫码登录');
    await tab.page.keyboard.press('Escape');
    await tab.at('sign-in').waitFor({ state: 'detached' });
    expect(await tab.page.evaluate('document.activeElement.dataset.testid')).to.equal('buy-small');
    await tab.page.keyboard.press('Enter');
    await tab.at('qr').waitFor();
    await scanToSignIn(system, tab, aStranger());
    await tab.isOn('/payment/checkout');
    await system.phone.pay(await scanToPay(system, tab), { notify: false });
    await tab.tabTo('i-have-paid');
    await tab.page.keyboard.press('Enter');
    await tab.inTime(tab.isOn('/payment/result'));
    await tab.at('result-paid').waitFor();
    expect(await focused()).to.equal('支付成功');
    await tab.tabTo('继续购买');
    await tab.page.keyboard.press('Enter');
    await tab.isOn('/pricing');
  });
}).timeout(60_000);
