import { NOTIFY_PATH } from '../../../../adapters/http/wechat/payment-notification.ts';
import { type Check, failInProduction, ok, warn } from '../check.ts';

export const notifyUrl: Check = {
  name: 'notify URL',
  look: ({ account, config }) => {
    if (!account) return ok('WeChat is simulated');
    const url = new URL(account.pay.notifyUrl);
    if (url.protocol !== 'https:') {
      return failInProduction(
        config.production,
        `${url.href}: WeChat calls https only`,
        'set WECHAT_PAY_NOTIFY_URL to an https address',
      );
    }
    return url.pathname.endsWith(NOTIFY_PATH)
      ? ok(url.href)
      : warn(
          `${url.href} does not end in ${NOTIFY_PATH}`,
          'unless a proxy rewrites it, set WECHAT_PAY_NOTIFY_URL to that path',
        );
  },
};
