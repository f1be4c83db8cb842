import type { Simulator } from '../../../simulator/start-simulator.ts';
import { PlatformKeys } from '../../../src/adapters/wechat/pay/platform-keys.ts';
import { type WechatParts, wechatParts } from '../../../src/cli/system/open-wechat.ts';
import { simulatedAccount } from '../../../src/cli/system/wechat-account.ts';

type Opened = { readonly parts: WechatParts; stop(): void };

type Choices = { readonly plainPush: boolean; readonly hasOfficialAccount?: boolean };

/** The real adapters, talking to the simulator. */
export async function simulatedParts(
  { url, credentials }: Simulator,
  notifyUrl: string,
  { plainPush, hasOfficialAccount = true, ...needs }: Parameters<typeof wechatParts>[2] & Choices,
): Promise<Opened> {
  const { push, officialAccount, ...same } = simulatedAccount(url, credentials, notifyUrl);
  const account = {
    ...same,
    push: push && { ...push, aesKey: plainPush ? null : push.aesKey },
    officialAccount: hasOfficialAccount ? officialAccount : null,
  };
  const settings = { ...account.pay, timeoutMs: needs.timeoutMs };
  const keys = new PlatformKeys(settings, { onRefreshError: (error) => console.error(error) });
  await keys.start();
  return { parts: wechatParts(account, keys, needs), stop: () => keys.stop() };
}
