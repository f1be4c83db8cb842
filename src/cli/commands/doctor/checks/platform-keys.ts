import { validUntil } from '../../../../adapters/wechat/pay/ask-for-certificates.ts';
import { type Check, fail, ok, unknown, warn } from '../check.ts';

const DAY_MS = 86_400_000;
const WARN_DAYS = 30;

/** What WeChat's signatures are verified with. */
export const platformKeysAt = (now: () => Date): Check => ({
  name: 'platform keys',
  look: async (ground) => {
    const { account } = ground;
    if (!account) return ok('WeChat is simulated');
    const { publicKey, downloadCertificates } = account.pay;
    if (publicKey && !downloadCertificates) return ok(`${publicKey.id}, which does not expire`);
    const { status, certificates } = await ground.askWechat(account);
    if (!certificates) return unknown(`WeChat answers ${status} and gives no certificates`);
    const until = validUntil(certificates, now());
    if (!until)
      return fail(
        'every platform certificate has expired',
        'switch to the WeChat Pay public key: WECHAT_PAY_PUBLIC_KEY_ID',
      );
    const days = Math.floor((until.getTime() - now().getTime()) / DAY_MS);
    const found = `the last platform certificate is valid for ${days} days`;
    return days >= WARN_DAYS
      ? ok(found)
      : warn(found, 'see that WeChat issues another one, or switch to the WeChat Pay public key');
  },
});
