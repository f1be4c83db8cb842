import path from 'node:path';
import type { SimulatorCredentials, SimulatorOptions } from '../../../simulator/start-simulator.ts';
import type { Closers } from './closers.ts';
import type { Config } from './config.ts';
import { explainStartFailure } from './explain-start-failure.ts';
import { joinSimulator } from './join-simulator.ts';
import { SIMULATED_TEMPLATES } from './subscribe-messages-config.ts';
import type { WechatAccount } from './wechat-config.ts';

/** Where WeChat reaches us. */
export type Addresses = { readonly notifyUrl: string; readonly pushUrl: string; readonly officialAccountUrl: string };

export type OpenAccount = {
  readonly account: WechatAccount;
  /** Null where WeChat is the real one. */
  readonly simulatorUrl: string | null;
};

/** Within the data folder. */
export const SIMULATOR_FOLDER = 'wechat';

/** The simulator looks at the form of the address only. */
export const SIMULATED_IMAGE = 'https://points.example/goods.png';

/** How the simulator pushes: as WeChat does it safely. */
export const simulatedPush = (pushUrl: string, officialAccountUrl: string) =>
  ({
    miniprogram: { url: pushUrl, mode: 'aes', format: 'json' },
    officialAccount: { url: officialAccountUrl, mode: 'aes', format: 'xml' },
  }) as const satisfies SimulatorOptions['push'];

/**
 * The account that the configuration names, or that of a simulator, which is started for it. `ifTaken`: what becomes of one that a
 * server on this data folder has.
 */
export async function openAccount(
  config: Pick<Config, 'wechat' | 'dataDir' | 'simulatorPort'>,
  { notifyUrl, pushUrl, officialAccountUrl }: Partial<Addresses>,
  closers: Closers,
  ifTaken: 'refuse' | 'join' = 'refuse',
): Promise<OpenAccount> {
  if (config.wechat) return { account: config.wechat, simulatorUrl: null };
  // Loaded only where it is used: a production process never has it in memory.
  const { startSimulator } = await import('../../../simulator/start-simulator.ts');
  const [port, dataDir] = [config.simulatorPort, path.resolve(config.dataDir, SIMULATOR_FOLDER)];
  const simulator = await startSimulator({
    ...{ port, dataDir },
    ...(pushUrl && officialAccountUrl ? { push: simulatedPush(pushUrl, officialAccountUrl) } : {}),
  }).catch(ifTaken === 'join' ? joinSimulator(dataDir, port) : explainStartFailure('SIMULATOR_PORT'));
  closers.add('WeChat simulator', () => simulator.stop());
  const account = simulatedAccount(simulator.url, simulator.credentials, notifyUrl ?? '');
  return { account, simulatorUrl: simulator.url };
}

/** Virtual payment with real money, as far as the simulator's is; pushes are encrypted. */
export function simulatedAccount(baseUrl: string, credentials: SimulatorCredentials, notifyUrl: string): WechatAccount {
  const { appid, appSecret, mchid, merchantSerial, merchantPrivateKeyPem, ...held } = credentials;
  const { offerId, appKey } = held.xpay;
  return {
    pay: {
      ...{ baseUrl, appid, mchid, merchantSerial, merchantPrivateKeyPem, notifyUrl, downloadCertificates: false },
      apiV3Keys: [held.apiV3Key],
      publicKey: { id: held.publicKeyId, pem: held.publicKeyPem },
    },
    nativeAppid: appid,
    login: { baseUrl, appid, appSecret },
    xpay: { offerId, appKey, env: 0, goodsImageUrl: SIMULATED_IMAGE },
    push: { token: held.push.token, aesKey: held.push.encodingAesKey },
    messages: { templates: SIMULATED_TEMPLATES, state: 'formal' },
    officialAccount: {
      ...{ baseUrl, appid: held.officialAccount.appid, appSecret: held.officialAccount.appSecret },
      ...{ token: held.push.token, aesKey: held.push.encodingAesKey },
    },
  };
}
