import type { Simulator } from '../../../simulator/start-simulator.ts';
import { WechatCodeLogin } from '../../../src/adapters/wechat/login/wechat-code-login.ts';
import { PlatformKeys } from '../../../src/adapters/wechat/pay/platform-keys.ts';
import { WechatPayGateway } from '../../../src/adapters/wechat/pay/wechat-pay-gateway.ts';

/** The real adapters, talking to the simulator. */
export async function wechatParts({ url, credentials }: Simulator, notifyUrl: string) {
  const { appid, appSecret, apiV3Key, publicKeyId, publicKeyPem, ...merchant } = credentials;
  const settings = {
    ...merchant,
    ...{ baseUrl: url, appid, notifyUrl, downloadCertificates: false, timeoutMs: 5_000 },
    apiV3Keys: [apiV3Key],
    publicKey: { id: publicKeyId, pem: publicKeyPem },
  };
  const keys = new PlatformKeys(settings, { onRefreshError: (error) => console.error(error) });
  await keys.start();
  return {
    gateway: new WechatPayGateway({ settings, keys }),
    wechatLogin: new WechatCodeLogin({ baseUrl: url, appid, appSecret, timeoutMs: 5_000 }),
    payerAppid: appid,
    stop: () => keys.stop(),
  };
}
