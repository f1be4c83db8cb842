import { z } from 'zod';
import type { RequestLimits } from '../../application/shared/request-limiter.ts';
import { CLOSING_DAYS } from '../../domain/identity/closing.ts';
import { type Network, parseNetwork } from '../../domain/keyvault/network.ts';
import { collectErrors, type Environment, readSecretFiles } from './environment.ts';
import { missingForXpay } from './miniprogram-config.ts';
import { type NoticeConfig, noticeShape, toNoticeConfig } from './notice-config.ts';
import { type OperationsConfig, operationsShape, toOperationsConfig } from './operations-config.ts';
import { type PaymentConfig, paymentShape, toPaymentConfig } from './payment-config.ts';
import { rateLimitShape, toRateLimits } from './rate-limit-config.ts';
import { WECHAT_NAMES, type WechatAccount, wechatSchema } from './wechat-config.ts';

/** It is random, and so many characters of anything random are enough. */
const ROOT_SECRET_MIN_LENGTH = 32;

export type Config = {
  readonly production: boolean;
  readonly logLevel: string | null;
  readonly http: { readonly host: string; readonly port: number };
  /** Who is believed about where a request comes from. */
  readonly trustedProxies: readonly Network[];
  /** Where browsers reach us. Null: where we listen. */
  readonly publicUrl: string | null;
  /** Holds what the embedded parts keep: the database, the simulated WeChat, the demo's keys. */
  readonly dataDir: string;
  readonly database: { readonly url: string | null; readonly poolSize: number };
  readonly redisUrl: string | null;
  /** What the signing secrets of services, and the tokens of their checkouts, are sealed under. Null: one that is kept in the data folder, or none. */
  readonly rootSecret: string | null;
  readonly simulatorPort: number;
  readonly payment: PaymentConfig;
  /** How many days after the payment an invoice may be requested. */
  readonly invoiceRequestDays: number;
  readonly notices: NoticeConfig;
  readonly operations: OperationsConfig;
  /** How many requests of each kind somebody may make in a minute. */
  readonly rateLimits: RequestLimits;
  /** How many days a user can take back the closing of the account. */
  readonly accountClosingDays: number;
  /** Where webhooks may go beside the public internet. */
  readonly webhookPrivateNetworks: readonly Network[];
  /** Null: the simulator. */
  readonly wechat: WechatAccount | null;
};

export type ConfigOutcome =
  | { readonly kind: 'valid'; readonly config: Config }
  /** One line per mistake, all of them. */
  | { readonly kind: 'invalid'; readonly errors: readonly string[] };

// Not coerced as it is: of blanks that would make port 0.
const port = z
  .string()
  .regex(/^\d+$/, { message: 'expected a port number' })
  .transform(Number)
  .pipe(z.int().max(65_535));
/** Not coerced either: of blanks that would make "at once". */
const closingDays = z
  .string()
  .regex(/^\d+$/, { message: 'expected a number of days' })
  .transform(Number)
  .pipe(z.int().max(CLOSING_DAYS.longest));
const networks = z.string().transform((text, context) => {
  const read = text.split(',').map((each) => parseNetwork(each.trim()));
  if (!read.includes(null)) return read as Network[];
  context.addIssue('expected addresses or ranges such as 10.0.0.0/8, separated by commas');
  return z.NEVER;
});
const url = (protocol: RegExp, example: string) => z.url({ protocol, error: `expected a URL such as ${example}` });

/** Addresses of pages begin with it. */
const publicUrl = url(/^https?$/, 'https://points.example.com')
  .refine((text) => !/[?#@]/.test(text), { message: 'expected no query, no fragment and no user' })
  .transform((text) => text.replace(/\/+$/, ''));

const schema = z.object({
  NODE_ENV: z.string().default('development'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(3000),
  TRUSTED_PROXIES: networks.default([]),
  PUBLIC_URL: publicUrl.optional(),
  SEAHORSE_SECRET: z
    .string()
    .min(ROOT_SECRET_MIN_LENGTH, `expected at least ${ROOT_SECRET_MIN_LENGTH} characters`)
    .optional(),
  SEAHORSE_DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: url(/^postgres(ql)?$/, 'postgres://user:password@host:5432/seahorse').optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(10),
  REDIS_URL: url(/^rediss?$/, 'redis://host:6379').optional(),
  SIMULATOR_PORT: port.default(4000),
  ...paymentShape,
  INVOICE_REQUEST_DAYS: z.coerce.number().int().min(1).max(3_650).default(180),
  ...noticeShape,
  ...operationsShape,
  ...rateLimitShape,
  ACCOUNT_CLOSING_DAYS: closingDays.default(CLOSING_DAYS.usual),
  WEBHOOK_PRIVATE_NETWORKS: networks.optional(),
});

/**
 * Reads the configuration from the environment. `NAME_FILE` gives the value of `NAME` in a file. Each of `DATABASE_URL`,
 * `REDIS_URL` and the group of WeChat variables replaces its embedded part.
 */
export function readConfig(given: Environment): ConfigOutcome {
  const { env, errors } = readSecretFiles(given);
  const base = schema.safeParse(env);
  const wechat = WECHAT_NAMES.some((name) => env[name] !== undefined) ? wechatSchema.safeParse(env) : null;
  errors.push(...collectErrors(base.error), ...collectErrors(wechat?.error));
  if (wechat) errors.push(...missingForXpay(env, errors));
  if (base.data?.NODE_ENV === 'production') errors.push(...notForProduction(wechat && env));
  if (errors.length > 0 || !base.data) return { kind: 'invalid', errors };
  return { kind: 'valid', config: toConfig(base.data, wechat?.data ?? null) };
}

function notForProduction(env: Environment | null): string[] {
  if (!env) return ['WECHAT_*: the WeChat simulator does not run in production; set the WeChat variables'];
  return env['WECHAT_XPAY_ENV'] === '1'
    ? ['WECHAT_XPAY_ENV: the sandbox gives points for no money; set it to 0 in production']
    : [];
}

/** Where WeChat is simulated, whoever tries the system has a receiver on the same machine. */
const LOOPBACK = ['127.0.0.0/8', '::1/128'] as Network[];

const toConfig = (env: z.infer<typeof schema>, wechat: WechatAccount | null): Config => ({
  production: env.NODE_ENV === 'production',
  logLevel: env.LOG_LEVEL ?? null,
  http: { host: env.HOST, port: env.PORT },
  trustedProxies: env.TRUSTED_PROXIES,
  publicUrl: env.PUBLIC_URL ?? null,
  dataDir: env.SEAHORSE_DATA_DIR,
  database: { url: env.DATABASE_URL ?? null, poolSize: env.DATABASE_POOL_SIZE },
  redisUrl: env.REDIS_URL ?? null,
  rootSecret: env.SEAHORSE_SECRET ?? null,
  simulatorPort: env.SIMULATOR_PORT,
  payment: toPaymentConfig(env),
  invoiceRequestDays: env.INVOICE_REQUEST_DAYS,
  notices: toNoticeConfig(env),
  operations: toOperationsConfig(env),
  rateLimits: toRateLimits(env),
  accountClosingDays: env.ACCOUNT_CLOSING_DAYS,
  webhookPrivateNetworks: env.WEBHOOK_PRIVATE_NETWORKS ?? (wechat ? [] : LOOPBACK),
  wechat,
});
