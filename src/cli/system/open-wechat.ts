import path from 'node:path';
import type { Logger } from 'pino';
import { WechatCodeLogin } from '../../adapters/wechat/login/wechat-code-login.ts';
import { PlatformKeys } from '../../adapters/wechat/pay/platform-keys.ts';
import { WechatPayGateway } from '../../adapters/wechat/pay/wechat-pay-gateway.ts';
import type { WechatLogin } from '../../domain/identity/wechat-login.ts';
import type { PaymentGateway } from '../../domain/ordering/payment-gateway.ts';
import type { Closers } from './closers.ts';
import type { Config } from './config.ts';
import { explainStartFailure } from './explain-start-failure.ts';
import type { WechatAccount } from './wechat-config.ts';

export type OpenWechat = {
  readonly gateway: PaymentGateway;
  readonly wechatLogin: WechatLogin;
  readonly payerAppid: string;
  /** Null where WeChat is the real one. */
  readonly simulatorUrl: string | null;
};

const TIMEOUT_MS = 5_000;
/** Within the data folder. */
export const SIMULATOR_FOLDER = 'wechat';

/** The WeChat account that the configuration names, or the simulator: the same adapters talk to either. */
export async function openWechat(
  config: Config,
  notifyUrl: string,
  logger: Logger,
  closers: Closers,
): Promise<OpenWechat> {
  const simulated = config.wechat ? null : await startSimulated(config, notifyUrl, closers);
  const { pay, login } = config.wechat ?? (simulated as { account: WechatAccount }).account;
  const settings = { ...pay, timeoutMs: TIMEOUT_MS };
  const keys = new PlatformKeys(settings, {
    onRefreshError: (error) => logger.warn({ err: error }, 'platform certificates not refreshed'),
  });
  await keys.start();
  closers.add('platform keys', async () => keys.stop());
  return {
    gateway: new WechatPayGateway({ settings, keys }),
    wechatLogin: new WechatCodeLogin({ ...login, timeoutMs: TIMEOUT_MS }),
    payerAppid: login.appid,
    simulatorUrl: simulated?.url ?? null,
  };
}

async function startSimulated(
  { dataDir, simulatorPort }: Config,
  notifyUrl: string,
  closers: Closers,
): Promise<{ url: string; account: WechatAccount }> {
  // Loaded only where it is used: a production process never has it in memory.
  const { startSimulator } = await import('../../../simulator/start-simulator.ts');
  const simulator = await startSimulator({
    port: simulatorPort,
    dataDir: path.resolve(dataDir, SIMULATOR_FOLDER),
  }).catch(explainStartFailure('SIMULATOR_PORT'));
  closers.add('WeChat simulator', () => simulator.stop());
  const { appid, appSecret, apiV3Key, publicKeyId, publicKeyPem, ...merchant } = simulator.credentials;
  const pay = {
    ...merchant,
    ...{ baseUrl: simulator.url, appid, notifyUrl, downloadCertificates: false },
    apiV3Keys: [apiV3Key],
    publicKey: { id: publicKeyId, pem: publicKeyPem },
  };
  return { url: simulator.url, account: { pay, login: { baseUrl: simulator.url, appid, appSecret } } };
}
