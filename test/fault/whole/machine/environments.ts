import { randomBytes } from 'node:crypto';
import { noteSecret, noteSecretsIn } from '../../../support/leaks/note.ts';

export type Environment = Readonly<Record<string, string>>;

/** What `seahorse simulator` prints, as a shell would read it. */
export function exportedBy(output: string): Environment {
  const found = output.matchAll(/^export (\w+)='([^']*)'$/gm);
  const account = Object.fromEntries([...found].map(([, name, value]) => [name as string, value as string]));
  noteSecretsIn({ appSecret: account['WECHAT_APP_SECRET'], apiV3Key: account['WECHAT_PAY_API_V3_KEY'] });
  noteSecretsIn({ merchantPrivateKeyPem: account['WECHAT_PAY_PRIVATE_KEY'], appKey: account['WECHAT_XPAY_APP_KEY'] });
  return account;
}

/** What every process of the system shares, as in production; nobody is held back by limits for people. */
export function sharedBy(account: Environment, dataDir: string): Environment {
  const rootSecret = randomBytes(24).toString('hex');
  noteSecret('root secret', rootSecret);
  return {
    ...{ ...account, NODE_ENV: 'production', HOST: '127.0.0.1', SEAHORSE_DATA_DIR: dataDir },
    ...{ SEAHORSE_SECRET: rootSecret, METRICS_PORT: 'off', SHUTDOWN_NOTICE_SECONDS: '1', DATABASE_POOL_SIZE: '10' },
    ...{ ORDERS_MAX_OPEN: '100', ORDERS_DAILY_LIMIT_FEN: '100000000' },
    ...{ RATE_LIMIT_SIGN_IN: '0', RATE_LIMIT_ORDERS: '0', RATE_LIMIT_KEYS: '0', RATE_LIMIT_PAYMENT_CHECKS: '0' },
    RATE_LIMIT_PERSON: '0',
  };
}
