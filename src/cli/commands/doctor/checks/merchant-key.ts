import { type Check, fail, ok, unknown } from '../check.ts';

export const merchantKey: Check = {
  name: 'merchant key',
  look: async (ground) => {
    const { account } = ground;
    if (!account) return ok('WeChat is simulated');
    const { status, code } = await ground.askWechat(account);
    // 404: a merchant with the public key has no platform certificates; the signature was accepted before that was found.
    if (status === 200 || status === 404) return ok(`WeChat accepts what it signs as ${account.pay.merchantSerial}`);
    if (status !== 401 && status !== 403) return unknown(`WeChat answers ${status} ${code}`.trim());
    return fail(
      `WeChat refuses our signature (${status} ${code})`,
      'WECHAT_PAY_PRIVATE_KEY, WECHAT_PAY_MERCHANT_SERIAL and WECHAT_PAY_MCH_ID have to be of one certificate, and the clock right',
    );
  },
};
