import { type Check, fail, ok, unknown, warn } from '../check.ts';

const WARN_SECONDS = 60;
/** WeChat refuses signatures that are older, and we do. */
const FAIL_SECONDS = 300;
const REMEDY = 'let this machine keep time by NTP';

export const wechatClock: Check = {
  name: 'clock and WeChat',
  look: async (ground) => {
    const { account } = ground;
    if (!account) return ok('WeChat is simulated');
    const { aheadMs } = await ground.askWechat(account);
    if (aheadMs === null) return unknown('WeChat’s answer has no Date');
    const seconds = Math.round(Math.abs(aheadMs) / 1_000);
    const found = `${seconds} s ${aheadMs > 0 ? 'behind' : 'ahead of'} WeChat`;
    if (seconds > FAIL_SECONDS) return fail(found, REMEDY);
    return seconds > WARN_SECONDS ? warn(found, REMEDY) : ok(found);
  },
};
