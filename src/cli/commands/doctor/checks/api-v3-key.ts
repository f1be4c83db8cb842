import { type Check, fail, ok, warn } from '../check.ts';

export const apiV3Key: Check = {
  name: 'APIv3 key',
  look: async (ground) => {
    const { account } = ground;
    if (!account) return ok('WeChat is simulated');
    const { status, certificates } = await ground.askWechat(account);
    if (status === 200 && !certificates) {
      return fail(
        'decrypts nothing of WeChat’s',
        'set WECHAT_PAY_API_V3_KEY to the one in the merchant console, the new one first',
      );
    }
    if (account.pay.apiV3Keys.length > 1)
      return warn('two, as while it is being changed', 'leave the old one out when WeChat uses the new one');
    return ok(certificates ? 'decrypts what WeChat sends' : '32 characters; only a payment will prove it');
  },
};
