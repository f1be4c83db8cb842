import type { Simulator } from '../../simulator/start-simulator.ts';

/** The variables that lead a process to this simulated WeChat. */
export const wechatEnvironment = ({ url, credentials }: Pick<Simulator, 'url' | 'credentials'>) => ({
  ...{ WECHAT_API_BASE_URL: url, WECHAT_PAY_BASE_URL: url },
  ...{ WECHAT_APP_ID: credentials.appid, WECHAT_APP_SECRET: credentials.appSecret },
  ...{ WECHAT_PAY_MCH_ID: credentials.mchid, WECHAT_PAY_MERCHANT_SERIAL: credentials.merchantSerial },
  ...{ WECHAT_PAY_PRIVATE_KEY: credentials.merchantPrivateKeyPem, WECHAT_PAY_API_V3_KEY: credentials.apiV3Key },
  ...{ WECHAT_PAY_PUBLIC_KEY_ID: credentials.publicKeyId, WECHAT_PAY_PUBLIC_KEY: credentials.publicKeyPem },
  WECHAT_PAY_NOTIFY_URL: 'http://127.0.0.1/n',
});
