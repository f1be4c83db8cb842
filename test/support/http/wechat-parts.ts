import type { Simulator } from '../../../simulator/start-simulator.ts';
import { PlatformKeys } from '../../../src/adapters/wechat/pay/platform-keys.ts';
import { type WechatParts, wechatParts } from '../../../src/cli/system/open-wechat.ts';
import { simulatedAccount } from '../../../src/cli/system/wechat-account.ts';

type Needs = Parameters<typeof wechatParts>[2] & {
  readonly plainPush: boolean;
  readonly officialAccountMode?: 'plain' | 'aes' | 'none';
};
type Opened = { readonly parts: WechatParts; stop(): void };

/** The real adapters, talking to the simulator. */
export async function simulatedParts(
  { url, credentials }: Pick<Simulator, 'url' | 'credentials'>,
  notifyUrl: string,
  { plainPush, officialAccountMode = 'aes', ...needs }: Needs,
): Promise<Opened> {
  const { push, officialAccount: official, ...same } = simulatedAccount(url, credentials, notifyUrl);
  const officialAccount = official && { ...official, aesKey: officialAccountMode === 'plain' ? null : official.aesKey };
  const account = {
    ...same,
    push: push && { ...push, aesKey: plainPush ? null : push.aesKey },
    officialAccount: officialAccountMode === 'none' ? null : officialAccount,
  };
  const settings = { ...account.pay, timeoutMs: needs.timeoutMs };
  const keys = new PlatformKeys(settings, { onRefreshError: (error) => console.error(error) });
  await keys.start();
  return { parts: wechatParts(account, keys, needs), stop: () => keys.stop() };
}
