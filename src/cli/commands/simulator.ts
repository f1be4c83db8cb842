import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { SimulatorCredentials } from '../../../simulator/start-simulator.ts';
import { OFFICIAL_ACCOUNT_PATH } from '../../adapters/http/wechat/official-account.ts';
import { NOTIFY_PATH } from '../../adapters/http/wechat/payment-notification.ts';
import { PUSH_PATH } from '../../adapters/http/wechat/push.ts';
import { withExamples } from '../face/examples.ts';
import { explainStartFailure } from '../system/explain-start-failure.ts';
import { createLogger } from '../system/logger.ts';
import { runUntilStopped } from '../system/run-until-stopped.ts';
import { SIMULATED_TEMPLATES } from '../system/subscribe-messages-config.ts';
import { SIMULATED_IMAGE, SIMULATOR_FOLDER, simulatedPush } from '../system/wechat-account.ts';
import { loadConfig } from './load-config.ts';

export function registerSimulator(program: Command): void {
  withExamples(program.command('simulator'), 'simulator', 'simulator --port 0')
    .description('run the simulated WeChat alone and print the variables that lead to it')
    .option('--port <number>', 'port; 0 takes a free one; SIMULATOR_PORT by default', readPort)
    .action(async ({ port }: { port?: number }) => {
      const config = loadConfig();
      const { startSimulator } = await import('../../../simulator/start-simulator.ts');
      const dataDir = path.resolve(config.dataDir, SIMULATOR_FOLDER);
      const apiUrl = `http://127.0.0.1:${config.http.port}`;
      const simulator = await startSimulator({
        port: port ?? config.simulatorPort,
        dataDir,
        push: simulatedPush(`${apiUrl}${PUSH_PATH}`, `${apiUrl}${OFFICIAL_ACCOUNT_PATH}`),
      }).catch(explainStartFailure('--port'));
      runUntilStopped(simulator, createLogger(config, 'warn'));
      console.log(variables(simulator.url, simulator.credentials, apiUrl).join('\n'));
    });
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('expected a port number');
}

const variables = (url: string, account: SimulatorCredentials, apiUrl: string): string[] => [
  `# Payer page: ${url}/payer`,
  `export WECHAT_API_BASE_URL='${url}'`,
  `export WECHAT_PAY_BASE_URL='${url}'`,
  `export WECHAT_APP_ID='${account.appid}'`,
  `export WECHAT_APP_SECRET='${account.appSecret}'`,
  `export WECHAT_PAY_MCH_ID='${account.mchid}'`,
  `export WECHAT_PAY_MERCHANT_SERIAL='${account.merchantSerial}'`,
  `export WECHAT_PAY_PRIVATE_KEY='${account.merchantPrivateKeyPem.trim()}'`,
  `export WECHAT_PAY_API_V3_KEY='${account.apiV3Key}'`,
  `export WECHAT_PAY_PUBLIC_KEY_ID='${account.publicKeyId}'`,
  `export WECHAT_PAY_PUBLIC_KEY='${account.publicKeyPem.trim()}'`,
  `export WECHAT_XPAY_OFFER_ID='${account.xpay.offerId}'`,
  `export WECHAT_XPAY_APP_KEY='${account.xpay.appKey}'`,
  `export WECHAT_XPAY_GOODS_IMAGE_URL='${SIMULATED_IMAGE}'`,
  `export WECHAT_PUSH_TOKEN='${account.push.token}'`,
  `export WECHAT_PUSH_AES_KEY='${account.push.encodingAesKey}'`,
  `export WECHAT_OA_APP_ID='${account.officialAccount.appid}'`,
  `export WECHAT_OA_APP_SECRET='${account.officialAccount.appSecret}'`,
  `export WECHAT_OA_TOKEN='${account.push.token}'`,
  `export WECHAT_OA_AES_KEY='${account.push.encodingAesKey}'`,
  `export WECHAT_TEMPLATES='${JSON.stringify(SIMULATED_TEMPLATES)}'`,
  `export WECHAT_PAY_NOTIFY_URL='${apiUrl}${NOTIFY_PATH}'`,
];
