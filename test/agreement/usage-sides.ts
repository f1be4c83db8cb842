import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { Client, QueryArrayConfig } from 'pg';
import { MemoryUnitOfWork } from '../../src/adapters/memory/memory-unit-of-work.ts';
import { PostgresApiKeys } from '../../src/adapters/postgres/keyvault/postgres-api-keys.ts';
import {
  fromApiKey,
  fromMeter,
  METER_COLUMNS,
  type MeterRow,
  toMeter,
} from '../../src/adapters/postgres/keyvault/rows.ts';
import { PostgresPointsLedger } from '../../src/adapters/postgres/ledger/postgres-points-ledger.ts';
import { rowsOf } from '../../src/adapters/postgres/rows.ts';
import { toOutcome } from '../../src/adapters/postgres/usage/usage-answer.ts';
import { chargeBatch, chargeOne, readBatch, readOne } from '../../src/adapters/postgres/usage/usage-statements.ts';
import { nodeSecrets, uuidV7Source } from '../../src/adapters/system/random.ts';
import { chargeUsage } from '../../src/application/ledger/charge-usage.ts';
import type { Usage, UsageOutcome } from '../../src/application/ledger/usage.ts';
import type { Stores } from '../../src/application/shared/unit-of-work.ts';
import type { ApiKey } from '../../src/domain/keyvault/api-key.ts';
import { type KeyMeter, unusedMeter } from '../../src/domain/keyvault/key-meter.ts';
import type { Network } from '../../src/domain/keyvault/network.ts';
import {
  type AccountId,
  type ApiKeyId,
  accountOf,
  type LotId,
  type OrderId,
  type UserId,
} from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { anApiKey } from '../support/builders.ts';
import { setClock } from './fixed-clock.ts';
import { APIS, aToken, at, configure } from './usage-configuration.ts';
import type { AnyAccount, AnyCall } from './usage-steps.ts';

export type NamedAccount = {
  readonly id: AccountId;
  readonly keys: readonly { readonly key: ApiKey; readonly token: string }[];
  /** Its own, in the order of their grants; the lots of all accounts have the same names. */
  readonly orders: OrderId[];
  lotCount: number;
};
export type Touched = Pick<Stores, 'apiKeys' | 'ledger'>;

/** Ids by chance, not by time: ties are broken by what came first as often as by what came later. */
const chance = <Id>(): Id => randomUUID() as string as Id;

export class Names {
  readonly accounts: readonly NamedAccount[];
  readonly #lots: LotId[] = [];
  readonly #unknownTokens = [0, 1, 2].map(() => aToken('sk_live_'));
  readonly #asked: { readonly usage: Usage; readonly account: NamedAccount }[] = [];

  constructor(accounts: readonly AnyAccount[]) {
    this.accounts = accounts.map(({ keys }) => {
      const userId = chance<UserId>();
      return { id: accountOf(userId), orders: [], lotCount: 0, keys: keys.map((key) => toKey(userId, key)) };
    });
  }

  nextLot(account: NamedAccount): LotId {
    const nth = account.lotCount++;
    this.#lots[nth] ??= chance<LotId>();
    return this.#lots[nth] as LotId;
  }

  /** What is asked in one step: no caller asks the same thing of the same key twice in it. */
  usages(calls: readonly AnyCall[]): Usage[] {
    const named = calls.map((call) => this.#usage(call));
    const nameOf = ({ caller, keyToken, idempotencyKey }: Usage) => `${caller.token} ${keyToken} ${idempotencyKey}`;
    return [...new Map(named.map((usage) => [nameOf(usage), usage])).values()];
  }

  #usage(call: AnyCall): Usage {
    const { caller, clientIp, quantity, key, api, again, nth } = call;
    const earlier = again === 'no' ? undefined : this.#asked.at(-1 - (nth % Math.max(this.#asked.length, 1)));
    const account = earlier?.account ?? (this.accounts[call.account % this.accounts.length] as NamedAccount);
    const { token } = account.keys[key % account.keys.length] as NamedAccount['keys'][number];
    const keyToken = call.isKnown ? token : (this.#unknownTokens[key] as string);
    const name = `a"\\,{${this.#asked.length}`;
    const fresh = {
      caller,
      clientIp,
      quantity,
      keyToken,
      apiCode: APIS[api] as Usage['apiCode'],
      idempotencyKey: name,
    };
    const usage = earlier ? { ...earlier.usage, ...changed(again, fresh) } : fresh;
    this.#asked.push({ usage, account });
    return usage;
  }
}

/** How what was asked before is asked again. */
function changed(again: AnyCall['again'], { caller, clientIp, quantity, keyToken, apiCode }: Usage): Partial<Usage> {
  if (again === 'with any key') return { keyToken, clientIp };
  if (again === 'by any service') return { caller };
  return again === 'for something else' ? { quantity, apiCode } : {};
}

function toKey(userId: UserId, key: AnyAccount['keys'][number]) {
  const { scope, networks, rateLimit, dailyBudget, totalBudget, enabled, endsMs } = key;
  const made = anApiKey({
    ...{
      id: chance<ApiKeyId>(),
      userId,
      scope: scope as ApiKey['scope'],
      networks: networks as Network[] | null,
      rateLimit,
      enabled,
    },
    ...{
      dailyBudget: dailyBudget === null ? null : points(BigInt(dailyBudget)),
      createdAt: at(-1_000),
      expiresAt: at(endsMs),
    },
    totalBudget: totalBudget === null ? null : points(BigInt(totalBudget)),
  });
  return { key: made, token: aToken('sk_live_') };
}

/** The rule, on the stores in memory. */
export class RuleSide {
  readonly #uow = new MemoryUnitOfWork();
  readonly #charge = chargeUsage({ uow: this.#uow, ids: uuidV7Source, secrets: nodeSecrets });

  set now(now: Date) {
    this.#uow.now = now;
  }

  readonly configured = (accounts: readonly NamedAccount[]): Promise<void> =>
    this.#uow.run(async (stores) => {
      await configure(stores);
      for (const { keys } of accounts) {
        for (const { key, token } of keys) await stores.apiKeys.add(key, nodeSecrets.digest(token));
      }
    });
  readonly charge = (usage: Usage): Promise<UsageOutcome> => this.#charge(usage);
  readonly run = <T>(work: (stores: Stores) => Promise<T>): Promise<T> => this.#uow.run(work);
}

/** The functions, in one transaction. */
export class ActualSide {
  readonly stores: Touched;
  readonly #trx: Knex.Transaction;
  #connection: Client | undefined;

  constructor(trx: Knex.Transaction) {
    this.#trx = trx;
    this.stores = { apiKeys: new PostgresApiKeys(trx), ledger: new PostgresPointsLedger(trx) };
  }

  /** The functions find the time `aheadMs` before `now`, and are told so. */
  setClock(now: Date, aheadMs: number): Promise<unknown> {
    return setClock(this.#trx, new Date(now.getTime() - aheadMs));
  }

  async chargeOne(usage: Usage, aheadMs: number): Promise<UsageOutcome> {
    return toOutcome(readOne(await this.#query(chargeOne(usage, aheadMs))));
  }

  /** Null: two of them name one call, which the unique index does not let pass. */
  async chargeBatch(usages: readonly Usage[], aheadMs: number): Promise<UsageOutcome[] | null> {
    await this.#trx.raw('savepoint before_batch');
    try {
      return readBatch(await this.#query(chargeBatch(usages, aheadMs))).map(toOutcome);
    } catch (error) {
      if ((error as { constraint?: string }).constraint !== 'entries_deed') throw error;
      await this.#trx.raw('rollback to savepoint before_batch');
      return null;
    }
  }

  async meters(accounts: readonly NamedAccount[]): Promise<Map<ApiKeyId, KeyMeter>> {
    const users = accounts.map(({ id }) => id);
    const sql = `select ${METER_COLUMNS} from keyvault.key_meters where user_id = any (?)`;
    const rows = await rowsOf<MeterRow>(this.#trx, sql, [users as never]);
    return new Map(rows.map((row) => [row.key_id, toMeter(row)]));
  }

  /** All at once, since so many are issued. */
  async issue(accounts: readonly NamedAccount[]): Promise<void> {
    const keys = accounts.flatMap((account) => account.keys);
    const digest = (token: string) => Buffer.from(nodeSecrets.digest(token), 'hex');
    await this.#trx('keyvault.api_keys').insert(
      keys.map(({ key, token }) => ({ ...fromApiKey(key), digest: digest(token), updated_at: key.createdAt })),
    );
    await this.#trx('keyvault.key_meters').insert(
      keys.map(({ key }) => ({ ...fromMeter(unusedMeter(key.createdAt)), key_id: key.id, user_id: key.userId })),
    );
  }

  async #query(statement: QueryArrayConfig): Promise<string[][]> {
    this.#connection ??= (await this.#trx.client.acquireConnection()) as Client;
    return (await this.#connection.query<string[]>(statement)).rows;
  }
}
