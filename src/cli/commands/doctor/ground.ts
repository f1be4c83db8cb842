import type { Knex } from 'knex';
import { pino } from 'pino';
import { type RedisFacts, readRedis } from '../../../adapters/bullmq/read-redis.ts';
import { type DatabaseSafety, readSafety } from '../../../adapters/postgres/read-safety.ts';
import { askForCertificates, type CertificatesAnswer } from '../../../adapters/wechat/pay/ask-for-certificates.ts';
import type { Closers } from '../../system/closers.ts';
import type { Config, ConfigOutcome } from '../../system/config.ts';
import type { Environment } from '../../system/environment.ts';
import { openDatabase } from '../../system/open-database.ts';
import type { WechatAccount } from '../../system/wechat-config.ts';
import { CannotLook } from './cannot-look.ts';

const WECHAT_TIMEOUT_MS = 4_000;

/** What the checks look at. What several of them need is asked for once, by the first. */
export class Ground {
  readonly env: Environment;
  readonly outcome: ConfigOutcome;
  readonly #closers: Closers;
  #database: Promise<Knex> | undefined;
  #safety: Promise<DatabaseSafety> | undefined;
  #redis: Promise<RedisFacts> | undefined;
  #wechat: Promise<CertificatesAnswer> | undefined;

  constructor(env: Environment, outcome: ConfigOutcome, closers: Closers) {
    this.env = env;
    this.outcome = outcome;
    this.#closers = closers;
  }

  get config(): Config {
    if (this.outcome.kind === 'valid') return this.outcome.config;
    throw new CannotLook('the configuration has mistakes');
  }

  /** Throws what opening it throws. */
  openDatabase(): Promise<Knex> {
    this.#database ??= openDatabase(this.config, pino({ level: 'silent' }), this.#closers).then(({ knex }) => knex);
    return this.#database;
  }

  get database(): Promise<Knex> {
    return this.openDatabase().catch((error: unknown) => {
      throw error instanceof CannotLook ? error : new CannotLook('the database cannot be used');
    });
  }

  get safety(): Promise<DatabaseSafety> {
    this.#safety ??= this.database.then(readSafety);
    return this.#safety;
  }

  /** Null: no Redis is wanted. */
  readRedis(): Promise<RedisFacts> | null {
    const url = this.config.redisUrl;
    if (url !== null) this.#redis ??= readRedis(url);
    return this.#redis ?? null;
  }

  /** The account at the real WeChat; null: it is simulated. */
  get account(): WechatAccount | null {
    return this.config.wechat;
  }

  /** One signed question, whose answer tells several things. */
  askWechat({ pay }: WechatAccount): Promise<CertificatesAnswer> {
    this.#wechat ??= askForCertificates({ ...pay, timeoutMs: WECHAT_TIMEOUT_MS });
    return this.#wechat;
  }
}
