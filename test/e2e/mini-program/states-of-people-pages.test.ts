import { expect } from 'chai';
import { useMiniProgram } from './support/use-mini-program.ts';

/** What is seen once the page is ready. */
const READY: Readonly<Record<string, string | RegExp>> = {
  profile: '编辑资料',
  'profile-edit': '仅支持修改昵称，微信头像需重新授权',
  settings: '登录设备',
  closing: '注销后您将失去',
  invoices: '抬头管理',
  'invoice-request': '暂无可开票的订单',
  'invoice-titles': '还没有发票抬头',
  'invoice-title-edit': '抬头名称',
  docs: '调用方式',
  'api-status': '全部接口运行正常',
};

describe('bones, and a server that cannot', () => {
  const app = useMiniProgram();

  for (const [name, ready] of Object.entries(READY)) {
    const page = `/pages/${name}/${name}`;

    it(`${name}: shows bones until the answer comes`, async () => {
      const screen = await app().open({ page, api: 'held' });
      await screen.at('state-loading').waitFor();
      await screen.shoot(`${name}-loading`);
      await screen.heal();
      await screen.sees(ready);
    });

    it(`${name}: says what the server says, and comes back by 重试`, async () => {
      const screen = await app().open({ page, api: 'broken' });
      await screen.sees('服务暂时不可用');
      await screen.sees('请稍后重试');
      await screen.shoot(`${name}-error`);
      await screen.heal();
      await screen.tap('retry');
      await screen.sees(ready);
      expect(await screen.at('state-error').count()).to.equal(0);
    });
  }
}).timeout(60_000);
