import { expect } from 'chai';
import { useMiniProgram } from './support/use-mini-program.ts';

/** 关于我们, 用户协议, 隐私保护指引, 常见问题, 联系客服, 开发者合作. */
describe('the pages that explain', () => {
  const app = useMiniProgram();
  const pages = {
    about: '/pages/about/about',
    agreement: '/pages/agreement/agreement',
    privacy: '/pages/privacy/privacy',
    faq: '/pages/faq/faq',
    contact: '/pages/contact/contact',
    partners: '/pages/contact/contact?topic=partners',
  };

  it('关于我们: version, 运营主体 to be filled in, and the ways to the agreement and privacy', async () => {
    const screen = await app().open({ page: pages.about });
    await screen.sees('【运营主体】');
    await screen.sees('版本 开发版');
    await screen.shoot('about');
    for (const entry of ['agreement', 'privacy', 'contact']) {
      await screen.tap(entry);
      await screen.isOn(`pages/${entry}/${entry}`);
      await screen.back();
    }
    await screen.tap('email');
    expect(await screen.copied()).to.equal('【联系邮箱】');
  });

  it('用户协议: says what points are, and 不支持退款', async () => {
    const screen = await app().open({ page: pages.agreement });
    await screen.sees(/积分为虚拟商品，支付成功并到账后不支持退款/);
    await screen.sees(/有效期/);
    expect(await screen.at('text-section').count()).to.equal(9);
    await screen.shoot('agreement');
  });

  it('隐私保护指引: says what is kept, what for and how long', async () => {
    const screen = await app().open({ page: pages.privacy });
    await screen.sees(/OpenID/);
    await screen.sees(/保存地点与期限/);
    await screen.shoot('privacy');
  });

  it('常见问题: folded; a tap opens the answer and closes the one before', async () => {
    const screen = await app().open({ page: pages.faq });
    await screen.sees('可以退款吗？');
    expect(await screen.at('answer').count()).to.equal(0);
    await screen.tap(screen.text('可以退款吗？'));
    await screen.sees(/虚拟商品不支持退款/);
    await screen.tap(screen.text('积分的有效期怎么算？'));
    await screen.sees(/到期未用完的部分自动失效/);
    expect(await screen.at('answer').count()).to.equal(1);
    await screen.shoot('faq');
    await screen.tap('contact');
    await screen.isOn('pages/contact/contact');
  });

  it('常见问题: on iOS, where nothing is sold, nothing is said of buying', async () => {
    const screen = await app().open({ page: pages.faq, platform: 'ios' });
    await screen.sees('积分是什么，怎么扣除？');
    await screen.seesNo(/退款|购买|支付/);
    await screen.shoot('faq-ios');
  });

  it('联系客服: WeChat’s own button opens the conversation', async () => {
    const screen = await app().open({ page: pages.contact });
    expect(await screen.at('contact').getAttribute('open-type')).to.equal('contact');
    await screen.shoot('contact');
    await screen.tap('contact');
    await screen.page.locator('.shell-dialog').getByText('客服会话').waitFor();
  });

  it('开发者合作 is a page of its own for who reads it', async () => {
    const screen = await app().open({ page: pages.partners });
    await screen.sees(/上架您的 API/);
    await screen.page.getByText('开发者合作').first().waitFor();
    await screen.shoot('partners');
  });

  for (const [name, page] of Object.entries(pages)) {
    it(`${name}: is there without network, and bears large letters`, async () => {
      const screen = await app().open({ page, online: false, fontSize: 23 });
      await screen.page.locator('wx-page wx-view').first().waitFor();
      await screen.seesNo('网络不给力');
      expect(await screen.overflow()).to.equal(0);
    });
  }
}).timeout(60_000);
